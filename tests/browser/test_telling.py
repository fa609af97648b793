"""An editor tells followers of a piece of news by clicking: sees the letter, tests it, stops it, tells again."""

import re

from django.contrib.auth.models import User
from playwright.sync_api import expect

from helsingborgsrummet.models import Envelope
from news.models import Announcement, Tiding, Topic
from tests.browser.test_admin import sign_in  # noqa: F401
from tests.factory import make_announcement
from tests.news.followers import DAY, make_follower


def test_an_editor_sees_tests_stops_and_tells_what_followers_get(site, sign_in, complaints):  # noqa: F811
    topic = Topic.objects.first()
    news = make_announcement(title="Ny lekplats vid ån", published_at=None, topics=[topic])
    make_follower("kim", topic, now=news.saved_at - DAY)
    Envelope.objects.all().delete()
    page = sign_in("Redaktör")
    User.objects.update(email="red@rummet.example")
    page.goto(f"{site}/admin/news/announcement/{news.pk}/change/")
    expect(page.get_by_text("1 följare får brevet")).to_be_visible()
    expect(page.get_by_label("Meddela följare när sidan publiceras")).to_be_checked()
    page.get_by_label("Egen mening i brevet").fill("Kom och provklättra!")
    page.get_by_role("button", name="Spara och publicera nu").click()
    page.get_by_role("link", name="Se eller stoppa").click()

    letter = page.get_by_role("button", name="Se brevet")
    with page.context.expect_page() as opened:
        letter.click()
    shown = opened.value
    expect(shown.get_by_role("heading", name="Ny lekplats vid ån")).to_be_visible()
    expect(shown.get_by_text("Kom och provklättra!")).to_be_visible()
    assert shown.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"
    shown.close()

    page.get_by_role("button", name="Skicka ett prov").click()
    expect(page.get_by_text("Ett prov är på väg till red@rummet.example")).to_be_visible()
    page.get_by_role("button", name="Stoppa brevet").click()
    expect(page.get_by_text("Ingen följare får brevet")).to_be_visible()
    assert Tiding.objects.get().is_stopped
    page.get_by_role("button", name="Meddela följare").click()
    expect(page.get_by_text("Till dess kan det stoppas")).to_be_visible()
    assert not Tiding.objects.get().is_stopped

    page.goto(f"{site}/admin/")
    page.get_by_role("link", name="Ny lekplats vid ån").first.click()
    expect(page.get_by_role("heading", name=re.compile("Meddela följare"))).to_be_visible()
    page.goto(f"{site}/admin/news/announcement/{news.pk}/change/")
    expect(page.get_by_role("checkbox", name="Meddela följare")).to_be_checked()
    assert [each.address for each in Envelope.objects.all()] == ["red@rummet.example"]
    assert Announcement.objects.get(pk=news.pk).published_at
