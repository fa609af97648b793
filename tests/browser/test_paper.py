"""What is printed: every code on a sheet of labels can be read, nothing sticks out, the visit is one sheet."""

import io

import pytest
import zxingcpp
from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from exhibits.admin.short_links import SIZES, sheet_of
from tests.factory import make_account, make_dialogue, make_exhibit, make_station

LONG = "Hur vill du att stadsutvecklingsförvaltningens samrådsredogörelse ska berättas i Helsingborgsrummet på Järnvägsgatan?"


@pytest.fixture
def signed_in(empty_site, page, complaints):
    client = Client()
    client.force_login(make_account("Värd", "anna"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": empty_site}]
    )
    return page


def test_every_code_on_every_size_of_sheet_can_be_read(empty_site, signed_in):
    page, today = signed_in, timezone.localdate()
    targets = [
        make_dialogue(title=LONG, summary=LONG, opens_on=today, closes_on=today),
        make_exhibit(title=LONG[:100], summary=f"{LONG} {LONG}", is_example=True),
        make_station(),
        make_station(),
        make_station(),
    ]
    page.emulate_media(media="print", color_scheme="dark")
    for size, (_, count) in SIZES.items():
        address = sheet_of(targets, size)
        page.goto(empty_site + address)
        drawn = page.locator(".page")
        read = [
            found.text
            for number in range(drawn.count())
            for found in zxingcpp.read_barcodes(
                Image.open(io.BytesIO(drawn.nth(number).screenshot()))
            )
        ]
        codes = address.split("kod=")[1:]
        assert sorted(read) == sorted(
            f"{settings.SITE_ORIGIN}/k/{code.rstrip('&')}" for code in codes
        )
        assert drawn.count() == -(-len(targets) // count)
        sticking_out = page.evaluate(
            "[...document.querySelectorAll('.label, .page')].filter(each => "
            "each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1).length"
        )
        assert (size, sticking_out) == (size, 0)


def test_the_visit_page_is_one_sheet_of_paper(site, page):
    page.goto(f"{site}/besok/")
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    assert len(printed.pages) == 1
    text = " ".join(each.extract_text() for each in printed.pages)
    assert "Öppettider" in text and "Helsingborg C" in text and "Tillgänglighet" in text
