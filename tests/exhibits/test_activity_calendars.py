"""Calendar files as programs read them: the icalendar library and khal."""

import datetime

import icalendar
import pytest
import time_machine
from click.testing import CliRunner
from django.utils import timezone
from icalendar import Calendar

from exhibits.outputs.calendar import CONTENT_TYPE
from helsingborgsrummet.content.dates import STOCKHOLM
from tests.factory import (
    make_activity,
    make_area,
    make_dialogue,
    make_occurrence,
    make_plan,
    make_room,
    make_step,
    swedish,
)
from tests.serving.test_page_cache import Browser

pytestmark = pytest.mark.django_db
NOW = swedish(2027, 2, 1, 12)
CALENDAR = "/aktiviteter/kalender.ics"
# Winter, summer, and the days on which the clocks change: before and after each change.
STARTS = {
    "winter": (2027, 2, 3, 16),
    "summer": (2027, 7, 7, 16),
    "the night of spring": (2027, 3, 28, 1, 30),
    "the day of spring": (2027, 3, 28, 10),
    "the night of autumn": (2027, 10, 31, 1),
    "the day of autumn": (2027, 10, 31, 10),
}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


def read(client, address=CALENDAR):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == CONTENT_TYPE
    return response.content


def events(data):
    return Calendar.from_ical(data).walk("VEVENT")


class Khal:
    """khal with a calendar of its own in a temporary folder."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "calendar").mkdir()
        (folder / "config").write_text(
            "[calendars]\n[[rummet]]\n"
            f"path = {folder / 'calendar'}\n"
            "[locale]\nlocal_timezone = Europe/Stockholm\ndefault_timezone = Europe/Stockholm\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            "[default]\ndefault_calendar = rummet\n"
            f"[sqlite]\npath = {folder / 'khal.db'}\n"
        )

    def run(self, *arguments):
        """What khal prints; run in this process, for a program of its own takes a second to start."""
        from khal.cli import main_khal

        # khal knows time zones by pytz and tells icalendar so, which the site uses, too.
        icalendar.use_pytz()
        try:
            done = CliRunner().invoke(
                main_khal,
                ["-c", str(self.folder / "config"), *arguments],
                env={f"XDG_{name}_HOME": str(self.folder) for name in ("CONFIG", "CACHE", "DATA")},
                catch_exceptions=False,
            )
        finally:
            icalendar.use_zoneinfo()
        assert done.exit_code == 0, done.output
        return done.output

    def take(self, data):
        """Import a file, as a program does that refreshes what it subscribes to."""
        path = self.folder / "file.ics"
        path.write_bytes(data)
        self.run("import", "--batch", str(path))

    def shown(self):
        """Every entry: start, end, title and status, one a line."""
        form = "{start-long-full}|{end-long-full}|{title}|{status}|{location}"
        lines = self.run(
            "list", "--once", "--day-format", "", "--format", form, "2027-01-01", "2028-01-01"
        )
        return [line for line in lines.splitlines() if line]


@pytest.fixture
def khal(tmp_path):
    return Khal(tmp_path)


def test_the_library_reads_the_moments_of_the_year(client):
    activity = make_activity(title="Öppet hus", times=[swedish(*each) for each in STARTS.values()])
    found = {event["UID"]: event for event in events(read(client))}
    assert len(found) == len(STARTS)
    for occurrence in activity.occurrences.all():
        event = found[str(occurrence.uid)]
        assert event.start == occurrence.starts_at
        assert event.end == occurrence.ends_at
        assert event["DTSTART"].to_ical().endswith(b"Z")


def test_khal_shows_the_clock_times_of_the_year(client, khal):
    make_activity(title="Öppet hus", times=[swedish(*each) for each in STARTS.values()])
    khal.take(read(client))
    # Two hours by the clock on the wall, those in which it is changed too.
    walls = [datetime.datetime(*each) for each in sorted(STARTS.values())]
    assert [line.split("|")[:2] for line in khal.shown()] == [
        [f"{wall:%Y-%m-%d %H:%M}", f"{wall + datetime.timedelta(hours=2):%Y-%m-%d %H:%M}"]
        for wall in walls
    ]


def test_a_change_replaces_the_entry_and_raises_its_number(client, khal):
    activity = make_activity(title="Öppet hus", times=[swedish(2027, 2, 3, 16)])
    first = read(client)
    khal.take(first)
    occurrence = activity.occurrences.get()
    occurrence.starts_at, occurrence.ends_at = swedish(2027, 2, 4, 17), swedish(2027, 2, 4, 18)
    occurrence.state = "moved"
    occurrence.save()
    second = read(client)
    (before,), (after,) = events(first), events(second)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    khal.take(second)
    (line,) = khal.shown()
    assert line.startswith("2027-02-04 17:00|2027-02-04 18:00|Öppet hus")


def test_a_room_that_moves_raises_the_number_of_what_is_held_there(client):
    room = make_room()
    make_activity(slug="i-rummet", times=[swedish(2027, 2, 3, 16)])
    make_activity(slug="ute", venue="address", place="Torget", times=[swedish(2027, 2, 4, 16)])

    def numbers():
        return [int(event["SEQUENCE"]) for event in events(read(client))]

    room.save()
    assert numbers() == [0, 0]
    room.street = "Nya gatan 1"
    room.save()
    assert numbers() == [1, 0]
    assert "Nya gatan 1" in str(events(read(client))[0]["LOCATION"])


def test_what_goes_on_for_long_is_there_until_it_is_over(client):
    make_occurrence(make_activity(), swedish(2026, 10, 1, 10), ends_at=swedish(2027, 2, 20, 16))
    make_occurrence(make_activity(), swedish(2026, 10, 1, 10), ends_at=swedish(2026, 12, 20, 16))
    assert len(events(read(client))) == 1


def test_what_is_cancelled_stays_and_says_so(client, khal):
    activity = make_activity(title="Öppet hus", times=[swedish(2027, 2, 3, 16)])
    khal.take(read(client))
    occurrence = activity.occurrences.get()
    occurrence.state, occurrence.note = "cancelled", "Ledaren är sjuk."
    occurrence.save()
    data = read(client)
    (event,) = events(data)
    assert event["STATUS"] == "CANCELLED"
    assert "Ledaren är sjuk." in event["DESCRIPTION"]
    khal.take(data)
    (line,) = khal.shown()
    assert "Inställt: Öppet hus" in line


def test_an_entry_says_where_and_what(client, settings):
    make_room(postal_code="252 20")
    activity = make_activity(
        title="Öppet hus; en fråga, två svar", is_example=True, times=[swedish(2027, 2, 3, 16)]
    )
    (event,) = events(read(client))
    assert event["SUMMARY"] == "Exempel: Öppet hus; en fråga, två svar"
    assert event["STATUS"] == "CONFIRMED"
    assert event["LOCATION"] == (
        "Helsingborgsrummet, Stadsbyggnadshuset, Järnvägsgatan 22, 252 20 Helsingborg"
    )
    assert event["URL"] == settings.SITE_ORIGIN + activity.get_absolute_url()
    assert activity.summary in event["DESCRIPTION"]
    assert "påhittat exempel" in event["DESCRIPTION"]


def test_the_file_is_one_that_programs_accept_and_refresh(client):
    make_activity(title="Ö" * 100, times=[swedish(2027, 2, 3, 16)])
    data = read(client)
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    calendar = Calendar.from_ical(data)
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert calendar["REFRESH-INTERVAL"].dt == datetime.timedelta(hours=4)
    assert "X-PUBLISHED-TTL" in calendar
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Helsingborgsrummet"


def test_calendars_of_an_area_of_a_kind_and_of_one_activity(client):
    area = make_area(title="Gåsebäck", slug="gaseback")
    soon, past = swedish(2027, 2, 3, 16), swedish(2026, 10, 3, 16)
    make_activity(title="A", kind="visning", areas=[area], times=[soon])
    one = make_activity(title="B", kind="samtal", areas=[area], times=[soon, past])
    make_activity(title="C", kind="samtal", times=[soon])
    make_activity(title="D", published_at=None, times=[soon])

    def titles(query):
        return sorted(event["SUMMARY"] for event in events(read(client, CALENDAR + query)))

    assert titles("") == ["A", "B", "C"]
    assert titles("?omrade=gaseback") == ["A", "B"]
    assert titles("?slag=samtal") == ["B", "C"]
    assert titles("?omrade=gaseback&slag=samtal") == ["B"]
    assert len(events(read(client, f"/aktiviteter/{one.slug}.ics"))) == 2
    assert client.get(CALENDAR + "?omrade=finns-inte").status_code == 404
    assert client.get("/aktiviteter/finns-inte.ics").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_an_unchanged_calendar_is_not_sent_again(tmp_path):
    activity = make_activity(times=[swedish(2027, 2, 3, 16)])
    program = Browser(tmp_path)
    address = CALENDAR + "?slag=oppet-hus"
    first = program.get(address)
    assert b"BEGIN:VEVENT" in first["body"]
    again = program.get(address, if_none_match=first["headers"]["ETag"])
    assert (again["status"], again["body"]) == (304, b"")
    assert program.rendered == [CALENDAR]
    # The next day it is written anew, and is the same.
    with time_machine.travel(NOW + datetime.timedelta(hours=13), tick=False):
        again = program.get(address, if_none_match=first["headers"]["ETag"])
        assert again["status"] == 304
    assert program.rendered == [CALENDAR] * 2
    occurrence = activity.occurrences.get()
    occurrence.state = "full"
    occurrence.save()
    assert program.get(address, if_none_match=first["headers"]["ETag"])["status"] == 200


def entry(client, address=CALENDAR):
    """The only entry, as a program reads it."""
    (event,) = events(read(client, address))
    return event


@pytest.mark.parametrize("address", [CALENDAR, "/aktiviteter/visning.ics"])
def test_a_withdrawn_activity_goes_out_as_cancelled(client, address):
    activity = make_activity(
        title="Barnens namn", slug="visning", summary="Namnen.", times=[swedish(2027, 2, 3, 16)]
    )
    planned = entry(client, address)
    activity.withdraw(NOW, reason="Sidan hade personuppgifter.")
    data = read(client, address)
    gone = entry(client, address)
    assert gone["uid"] == planned["uid"]
    assert gone["sequence"] > planned["sequence"]
    assert gone["status"] == "CANCELLED"
    assert gone.decoded("dtstart") == planned.decoded("dtstart")
    assert gone.decoded("dtstamp") == NOW
    assert "Sidan hade personuppgifter." in gone["description"]
    assert not any(word in data.decode() for word in ("Barnens", "Namnen"))

    activity.publish(NOW)
    back = entry(client, address)
    assert (back["uid"], back["status"]) == (planned["uid"], "CONFIRMED")
    assert back["sequence"] > gone["sequence"]

    # It is told of for as long as it would have been in the calendar.
    activity.withdraw(NOW + datetime.timedelta(seconds=1), reason="Slut.")
    with time_machine.travel(swedish(2027, 3, 6, 23, 59), tick=False):
        assert entry(client, address)["status"] == "CANCELLED"
    with time_machine.travel(swedish(2027, 3, 7), tick=False):
        if address == CALENDAR:
            assert events(read(client, address)) == []
        else:
            assert client.get(address).status_code == 410


def test_what_nobody_has_met_is_no_entry_and_calendars_keep_to_their_choice(client):
    area = make_area(slug="hamnen")
    soon = [swedish(2027, 2, 3, 16)]
    make_activity(
        times=soon, published_at=NOW + datetime.timedelta(days=1), withdrawn_at=swedish(2028, 1, 1)
    )
    make_activity(times=soon, published_at=None, withdrawn_at=NOW)
    make_activity(times=soon, withdrawn_at=NOW, areas=[area], kind="visning")
    make_activity(times=soon, withdrawn_at=NOW, kind="samtal")
    assert len(events(read(client))) == 2
    assert len(events(read(client, f"{CALENDAR}?omrade=hamnen"))) == 1
    assert len(events(read(client, f"{CALENDAR}?slag=samtal"))) == 1
    assert events(read(client, f"{CALENDAR}?slag=verkstad")) == []


SAYING = "/tyck-till/kalender.ics"


def _plan():
    days = {"starts_on": datetime.date(2027, 1, 20), "ends_on": datetime.date(2027, 2, 20)}
    return make_plan(title="Kvarteret", steps=[days])


def _dialogue():
    opens, closes = datetime.date(2027, 1, 20), datetime.date(2027, 2, 20)
    return make_dialogue(title="Torget", opens_on=opens, closes_on=closes)


@pytest.mark.parametrize(
    ("make", "what_ends"),
    [(_plan, lambda plan: plan), (_plan, lambda plan: plan.area), (_dialogue, lambda row: row)],
    ids=["a plan", "the area of a plan", "a dialogue"],
)
def test_a_withdrawn_question_goes_out_as_cancelled(client, make, what_ends):
    with time_machine.travel(NOW - datetime.timedelta(days=7), tick=False):
        page = what_ends(make())
    planned = entry(client, SAYING)
    page.withdraw(NOW, reason="Frågan var fel.")
    gone = entry(client, SAYING)
    assert (gone["uid"], gone["status"]) == (planned["uid"], "CANCELLED")
    assert gone["sequence"] > planned["sequence"]
    assert gone.decoded("dtstart") == planned.decoded("dtstart")
    with time_machine.travel(NOW + datetime.timedelta(hours=1), tick=False):
        page.publish(NOW + datetime.timedelta(hours=1))
        back = entry(client, SAYING)
        assert (back["uid"], back["status"]) == (planned["uid"], "CONFIRMED")
        assert back["sequence"] > gone["sequence"]
        page.withdraw(NOW + datetime.timedelta(hours=2), reason="Slut.")
    with time_machine.travel(swedish(2027, 2, 21), tick=False):
        assert events(read(client, SAYING)) == []


def test_an_entry_keeps_its_id_and_counts_up_across_every_change(client, khal):
    """All that can happen to an activity, one after the other, as a program sees it."""
    activity = make_activity(slug="visning", times=[swedish(2027, 2, 10, 16)])

    def change(**values):
        occurrence = activity.occurrences.get()
        for name, value in values.items():
            setattr(occurrence, name, value)
        occurrence.save()

    def rename():
        activity.slug = "ny-visning"
        activity.save()

    later = {"starts_at": swedish(2027, 2, 10, 17), "ends_at": swedish(2027, 2, 10, 19)}
    changes = [
        ("moved", "CONFIRMED", lambda: change(state="moved", **later)),
        ("full", "CONFIRMED", lambda: change(state="full")),
        ("cancelled", "CANCELLED", lambda: change(state="cancelled", note="Sjukdom.")),
        ("planned again", "CONFIRMED", lambda: change(state="planned", note="")),
        ("renamed", "CONFIRMED", rename),
        ("withdrawn", "CANCELLED", lambda: activity.withdraw(NOW, reason="Fel.")),
        ("changed meanwhile", "CANCELLED", lambda: change(note="Ta med stövlar.")),
        ("back", "CONFIRMED", lambda: activity.publish(NOW)),
    ]
    first = entry(client)
    number = first["sequence"]
    khal.take(read(client))
    for what, status, happen in changes:
        happen()
        event = entry(client)
        assert event["uid"] == first["uid"], what
        assert event["status"] == status, what
        assert event["sequence"] > number, what
        number = event["sequence"]
        # A program that follows the calendar has one entry, as it is now.
        khal.take(read(client))
        (line,) = khal.shown()
        start = event.start.astimezone(STOCKHOLM)
        assert line.startswith(f"{start:%Y-%m-%d %H:%M}|"), what
        assert ("CANCELLED" in line) is (status == "CANCELLED"), what
        assert event["summary"] in line, what


@pytest.mark.parametrize("make", [_plan, _dialogue])
def test_a_last_day_keeps_its_id_and_counts_up_across_every_change(client, khal, make):
    """The same for what can be answered: another day, another title, a pause, withdrawn, back."""
    with time_machine.travel(NOW - datetime.timedelta(days=7), tick=False):
        page = make()
        first = entry(client, SAYING)
        khal.take(read(client, SAYING))

    def move():
        row = page.steps.get() if make is _plan else page
        setattr(row, "ends_on" if make is _plan else "closes_on", datetime.date(2027, 2, 25))
        row.save()
        # The admin saves a page with its rows.
        page.save()

    def rename():
        page.title, page.slug = "Nytt namn", "nytt-namn"
        page.save()

    def pause():
        make_step(page, "pausad", starts_on=datetime.date(2027, 2, 1), takes_answers=False)
        page.save()

    def resume():
        page.steps.filter(stage="pausad").delete()
        page.save()

    changes = [
        ("another day", "CONFIRMED", move),
        ("renamed", "CONFIRMED", rename),
        *(
            [("paused", "CANCELLED", pause), ("going on", "CONFIRMED", resume)]
            if make is _plan
            else []
        ),
        ("withdrawn", "CANCELLED", lambda: page.withdraw(timezone.now(), reason="Fel.")),
        ("back", "CONFIRMED", lambda: page.publish(timezone.now())),
    ]
    number = first["sequence"]
    for hours, (what, status, happen) in enumerate(changes):
        with time_machine.travel(NOW + datetime.timedelta(hours=hours), tick=False):
            happen()
            event = entry(client, SAYING)
            khal.take(read(client, SAYING))
        assert (event["uid"], event["status"]) == (first["uid"], status), what
        assert event["sequence"] > number, what
        number = event["sequence"]
        (line,) = khal.shown()
        assert line.startswith(f"{event.start:%Y-%m-%d}"), what
        assert ("CANCELLED" in line) is (status == "CANCELLED"), what
        assert event["summary"] in line, what
