"""Each kind of letter by itself: its head by Python's email policy, its links, and nothing fetched."""

import email
import email.policy
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.html_checker import html_errors, needs_html_checker
from tests.letters.every_kind import NOW, make_letters

pytestmark = pytest.mark.django_db
OURS = "http://testserver"


@pytest.fixture
def letters(time_machine, settings):
    """Every letter, parsed strictly, by its receiver and subject."""
    time_machine.move_to(NOW, tick=False)
    settings.SITE_ORIGIN = OURS
    policy = email.policy.SMTP.clone(raise_on_defect=True)
    return {
        name: email.message_from_bytes(data, policy=policy) for name, data in make_letters().items()
    }


def test_each_is_whole_and_all_its_links_are_alive(letters):
    for name, message in letters.items():
        text = message.get_body(("plain",)).get_content()
        html = message.get_body(("html",)).get_content()
        assert not message.defects and message["Auto-Submitted"] == "auto-generated", name
        for head in ("From", "To", "Subject", "Date", "Message-ID", "Content-Language"):
            assert message[head], (name, head)
        assert len(message["Subject"]) <= 70, name
        is_told = name.startswith(("ada: ", "bo: ", "disa: ")) and "/folj/avsluta/" in text
        assert ("List-Unsubscribe" in message) == is_told, name
        # Nothing is fetched when it is opened, and nobody learns that it was.
        assert not re.search(r"<(img|link|script|iframe)|url\(|src=|@import", html), name
        links = [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]+)"', html)]
        assert links and set(links) == set(re.findall(rf"{OURS}/[^\s)]*", text)), name
        if name.startswith("redaktor:"):
            # Of a test, they lead to nobody.
            links = [each for each in links if "/folj/" not in each]
        for each in links:
            target = urlsplit(each)
            status = Client().get(f"{target.path}?{target.query}").status_code
            expected = 302 if target.path.startswith("/admin/") else 200
            assert status == expected, (name, each)


@needs_html_checker
def test_each_is_valid_html(letters, tmp_path):
    pages = {name: each.get_body(("html",)).get_content() for name, each in letters.items()}
    assert html_errors(pages, tmp_path) == []
