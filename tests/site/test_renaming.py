"""What was given out stays right: addresses lead on and ids stay when everything gets another name."""

import re

import icalendar
import pytest
from django.core.management import call_command
from django.test import Client

from helsingborgsrummet.content.kinds import all_kinds
from helsingborgsrummet.editing import history
from helsingborgsrummet.models import Redirect, StandingPage
from tests.factory import LONG_AGO, make_activity, make_area, make_opportunity, make_plan, swedish
from tests.site_walk import one_moment, walk

pytestmark = pytest.mark.django_db
IDS = re.compile(r"<id>([^<]+)</id>")
# The names of these pages stand in the table of addresses: there is nothing to rename.
FIXED = {StandingPage}


def rename_everything():
    for kind in all_kinds():
        if kind.model in FIXED or not hasattr(kind.model, "slug"):
            continue
        for row in kind.model.objects.all():
            row.slug = f"{row.slug[:60]}-ny"
            row.save()


def ids_in(responses):
    """The ids in each feed and calendar, by its path."""
    found = {}
    for address, response in responses.items():
        kind = response["Content-Type"]
        if kind.startswith("application/atom+xml"):
            found[address] = IDS.findall(response.content.decode())
        elif kind.startswith("text/calendar"):
            calendar = icalendar.Calendar.from_ical(response.content)
            found[address] = [str(event["uid"]) for event in calendar.walk("VEVENT")]
    return found


def test_every_address_leads_on_and_every_id_stays(settings):
    call_command("load_demo_content", verbosity=0)
    client = Client()
    before = walk(client)
    ids = ids_in(before)
    assert {"/nyheter/atom.xml", "/tyck-till/kalender.ics"} < ids.keys()
    assert any(address.startswith("/aktiviteter/") and ids[address] for address in ids)
    assert any("?omrade=" in address for address in before)

    rename_everything()
    settings.SITE_ORIGIN = "https://rummet.example"
    with one_moment():
        answers = {address: client.get(address, follow=True) for address in before}
    moved = 0
    for address, response in before.items():
        answer = answers[address]
        assert answer.status_code == 200, address
        assert len(answer.redirect_chain) <= 1, (address, answer.redirect_chain)
        assert answer["Content-Type"] == response["Content-Type"], address
        moved += len(answer.redirect_chain)
        if address in ids:
            assert ids_in({address: answer}) == {address: ids[address]}, address
    assert moved > len(before) / 4


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/omraden/gammalt/", "/omraden/nytt/"),
        ("/omraden/gammalt/atom.xml", "/omraden/nytt/atom.xml"),
        ("/aktiviteter/gammal.ics", "/aktiviteter/ny.ics"),
        ("/aktiviteter/?omrade=gammalt", "/aktiviteter/?omrade=nytt"),
        ("/aktiviteter/?slag=visning&omrade=gammalt", "/aktiviteter/?slag=visning&omrade=nytt"),
        ("/aktiviteter/kalender.ics?omrade=gammalt", "/aktiviteter/kalender.ics?omrade=nytt"),
        ("/etablera/?omrade=gammalt", "/etablera/?omrade=nytt"),
        ("/etablera/gammal/?omrade=gammalt", "/etablera/ny/?omrade=nytt"),
    ],
)
def test_what_was_given_out_leads_on_in_one_step(client, old, new):
    area = make_area(slug="gammalt")
    activity = make_activity(slug="gammal", areas=[area], times=[swedish(2030, 1, 1, 12)])
    opportunity = make_opportunity(slug="gammal", area=area)
    for row, slug in ((area, "nytt"), (activity, "ny"), (opportunity, "ny")):
        row.slug = slug
        row.save()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, new)
    assert response["Cache-Control"] == "public, no-cache"
    assert client.get(new).status_code == 200


@pytest.mark.parametrize("address", ["/aktiviteter/?omrade=borta", "/etablera/?omrade=borta"])
def test_a_list_kept_to_a_withdrawn_area_tells_why(client, address):
    make_area(slug="borta", withdrawn_at=LONG_AGO.replace(year=2025), withdrawn_reason="Klart.")
    response = client.get(address)
    assert response.status_code == 410
    assert "Klart." in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/aktiviteter/?omrade=hemligt",
        "/aktiviteter/?omrade=finns-inte",
        "/aktiviteter/?omrade=%00",
        "/aktiviteter/?omrade=" + "x" * 3000,
        "/aktiviteter/.ics",
        "/.ics",
    ],
)
def test_what_never_was_given_out_is_not_there(client, address):
    make_area(slug="hemligt", published_at=None)
    Redirect.objects.leave("/gammal?x=1", "/ny?x=2")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("page", "accessor"),
    [
        (lambda: make_activity(times=[swedish(2030, 1, 1, 12)]), "occurrences"),
        (lambda: make_plan(steps=[{}]), "steps"),
    ],
    ids=["an occurrence", "a step"],
)
def test_what_comes_back_with_an_older_version_has_the_id_that_it_had(page, accessor):
    page = page()
    history.record(page, None, "Förut.")
    (version,) = history.snapshots_of([history.versions_of(page).first()])
    row = getattr(page, accessor).get()
    row.delete()
    history.restore(page, version)
    assert getattr(page, accessor).get().uid == row.uid
