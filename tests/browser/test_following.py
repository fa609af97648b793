"""Following in a real browser, the letters read from a mail server: by keyboard, without script, with axe."""

import email
import email.policy
import json
import re

import pytest
import time_machine
from django.utils import timezone

from helsingborgsrummet.letters import sending
from news.models import Announcement, Follower, Topic
from tests.browser.axe import needs_axe, violations
from tests.factory import make_announcement, swedish
from tests.news.followers import DAY, HOUR, make_follower, work
from tests.smtp_sink import Sink

NOW = swedish(2026, 11, 24, 11)


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def letters(settings, site):
    """A function that sends what waits and returns the latest letter's text."""
    with Sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = sink.hostname, sink.port
        settings.EMAIL_HOST_USER = None
        settings.SITE_ORIGIN = site

        def latest():
            sending.send_due(timezone.now, per_minute=0)
            _, _, data = sink.handler.messages[-1]
            message = email.message_from_bytes(data, policy=email.policy.default)
            return message, message.get_body(("plain",)).get_content()

        latest.sink = sink.handler
        yield latest


def link(text, place):
    return re.search(rf"http\S+/folj/{place}/[\w-]+/", text)[0]


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_from_a_page_to_a_letter_and_out_again(site, letters, browser, has_script):
    context = browser.new_context(java_script_enabled=has_script)
    page = context.new_page()
    page.goto(site + "/omraden/oceanhamnen/")
    page.get_by_role("link", name="Följ Oceanhamnen").press("Enter")
    box = page.locator("[name=omrade][value=oceanhamnen]")
    assert box.is_checked() and page.locator("main :checked:not([type=radio])").count() >= 1
    page.get_by_label("Vad du vill veta om Oceanhamnen").select_option("Allt")
    topic = Topic.objects.get(slug=page.locator("[name=amne]").last.get_attribute("value"))
    page.locator("[name=amne]").last.press("Space")
    page.get_by_label("Direkt när något händer").check()
    recount = page.get_by_role("button", name="Räkna")
    if has_script:
        assert not recount.is_visible()
    else:
        recount.press("Enter")
        assert box.is_checked() and page.get_by_label("Direkt när").is_checked()
    page.locator("#antal strong").wait_for()
    page.get_by_label("Din e-postadress").fill("kim@exempel.se")
    page.keyboard.press("Enter")
    page.wait_for_url("**/folj/tack/**")
    message, text = letters()
    assert message["To"] == "kim@exempel.se" and "List-Unsubscribe" not in message
    page.goto(link(text, "bekrafta"))
    assert not Follower.objects.exists()
    page.get_by_role("button", name="Ja, skicka mejl hit").press("Enter")
    page.wait_for_url("**/folj/mina/**")
    with time_machine.travel(NOW + HOUR, tick=True):
        make_announcement(title="Ny brygga", topics=[topic], published_at=timezone.now())
    work(NOW + 3 * HOUR)
    message, text = letters()
    assert message["Subject"] == "Ny brygga" and "/nyheter/2026/" in text
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].strip("<>") == link(text, "avsluta")
    page.goto(link(text, "avsluta"))
    page.get_by_role("button", name="Sluta följa Oceanhamnen").press("Enter")
    page.locator("#klart").wait_for()
    assert page.locator(".follow-rows li").count() == 1
    page.get_by_role("button", name="Radera allt om mig nu").press("Enter")
    page.get_by_text("Allt om dig är raderat").wait_for()
    assert not Follower.objects.exists() and context.cookies() == []
    context.close()


@needs_axe
def test_axe_finds_nothing_and_nothing_scrolls_sideways(site, letters, browser):
    topic = Topic.objects.first()
    kim = make_follower("kim", topic, now=timezone.now() - DAY)
    area = Announcement.areas.through.objects.first().area
    make_follower("ada", area, now=timezone.now())
    from news import followers

    followers.ask("bo@exempel.se", [("area", area.pk, "steg")], "dag", timezone.now())
    mine = followers.mine_token(kim, timezone.now())
    old = followers.mine_token(kim, timezone.now() - 8 * DAY)
    addresses = (
        f"/folj/?omrade={area.slug}", "/folj/tack/", f"/folj/mina/{mine}/?klart=ja", f"/folj/mina/{old}/",
        f"/folj/avsluta/{kim.key}/", "/folj/avsluta/x/",
        f"/folj/bekrafta/{followers.FollowRequest.objects.get(address='bo@exempel.se').key}/",
        "/folj/bekrafta/x/", "/personuppgifter/",
    )  # fmt: skip
    found = {}
    for width, scheme in ((320, "light"), (360, "dark"), (1280, "light"), (1280, "dark")):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
        )
        page = context.new_page()
        for address in addresses:
            page.goto(site + address)
            for each in violations(page):
                found.setdefault(json.dumps(each), []).append((address, width, scheme))
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            for control in page.locator("main :is(select, button):visible").all():
                assert control.bounding_box()["height"] >= 44, address
        assert context.cookies() == []
        context.close()
    assert found == {}
