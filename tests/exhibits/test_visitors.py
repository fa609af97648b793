"""The tally: each tap once, whatever the network does; figures by the hour, without anything of persons."""

import datetime
import json
import re
import uuid

import pytest
import time_machine

from exhibits.models import VisitCount
from exhibits.models.visitors import count_visitors
from exhibits.rules.visit_picture import draw_visits, scale_of
from helsingborgsrummet.serving.generation import generation
from tests.factory import swedish

pytestmark = pytest.mark.django_db
TALLY = "/admin/exhibits/visitcount/"
NOW = swedish(2026, 12, 7, 12)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


def tap(count=1, at=None, **more):
    at = (at or NOW).astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
    return {"uid": str(uuid.uuid4()), "count": count, "at": at, **more}


def send(client, *taps):
    return client.post(f"{TALLY}tryck/", {"taps": json.dumps(taps)})


def test_two_phones_send_what_they_have_kept_and_each_tap_counts_once(person):
    one, other = person("Kim", "Värd"), person("Robin", "Värd")
    an_hour_ago = NOW - datetime.timedelta(hours=1)
    kept = [tap(), tap(5, an_hour_ago), tap(30, an_hour_ago)]
    assert send(one, *kept).json()["total"] == 36
    before = generation()
    # The answer was lost: the same once more, with what came since.
    answer = send(one, *kept, tap()).json()
    assert answer["total"] == 37
    assert answer["settled"][:3] == [each["uid"] for each in kept]
    assert send(other, tap(5)).json()["total"] == 42
    # Taken back by the other, before and after the tap itself has come.
    assert send(other, {**kept[2], "undone": True}).json()["total"] == 12
    late = tap(10)
    assert send(one, {**late, "undone": True}, late).json()["total"] == 12
    assert generation() == before
    hours = [(row["hour"], row["visitors"]) for row in VisitCount.objects.by_hour()]
    assert hours == [(11, 5), (12, 7)]


@pytest.mark.parametrize(
    ("counted_at", "stored"),
    [
        (NOW - datetime.timedelta(days=30), NOW - datetime.timedelta(days=30)),
        (NOW - datetime.timedelta(days=32), NOW),
        (NOW + datetime.timedelta(minutes=1), NOW),
    ],
)
def test_a_wrong_clock_counts_as_now(counted_at, stored):
    count_visitors(uuid.uuid4(), counted_at, 1, NOW)
    assert VisitCount.objects.get().counted_at == stored


@pytest.mark.parametrize(
    "taps",
    [
        "",
        "{",
        "[" * 3000,
        "[1, null]",
        "{}",
        '[{"uid": "x", "count": 1}]',
        '[{"count": 0}]',
        '"x"',
        "3",
    ],
)
def test_what_is_no_tap_is_counted_as_nothing(host, taps):
    assert host.post(f"{TALLY}tryck/", {"taps": taps}).status_code in (200, 400)
    assert not VisitCount.objects.exists()


def test_without_a_script_each_button_is_a_form(host):
    page = host.get(TALLY).content.decode()
    uids = re.findall(r'name="uid" value="([\w-]{36})"', page)
    assert len(set(uids)) == 3
    for _ in range(2):
        assert host.post(TALLY, {"uid": uids[0], "count": "5"}).status_code == 302
    assert VisitCount.objects.total() == 5
    host.post(TALLY, {"uid": uids[2], "count": "28"})
    for count, why in (
        ("", "Skriv hur många"),
        ("0", "Minst en person"),
        ("501", "Högst 500"),
        ("två", "siffror"),
    ):
        assert why in host.post(TALLY, {"uid": uids[1], "count": count}).content.decode()
    page = host.get(TALLY).content.decode()
    assert "<span data-total>33</span>" in page
    last = VisitCount.objects.get(count=28).uid
    host.post(TALLY, {"uid": last, "count": "28", "undone": "1"})
    assert VisitCount.objects.total() == 5


def test_figures_as_a_picture_a_table_and_a_file(host):
    for year, count in ((2025, 40), (2026, 25)):
        VisitCount.objects.create(
            counted_at=swedish(year, 3, 1, 10, 30), count=count, is_example=year == 2025
        )
    VisitCount.objects.create(counted_at=NOW, count=9, is_undone=True)
    page = host.get(TALLY).content.decode()
    assert 'class="tally-picture"' in page
    assert re.search(r">Mars</th>\s*<td>40</td>\s*<td>25</td>", page)
    assert "Exempel" in page
    response = host.get(f"{TALLY}besok.csv")
    assert response.content.decode("utf-8-sig").splitlines() == [
        "datum;timme;besökare;exempel", "2025-03-01;10;40;ja", "2026-03-01;10;25;nej",
    ]  # fmt: skip


def test_nothing_is_kept_of_who_came_or_who_tapped():
    names = {field.name for field in VisitCount._meta.get_fields()}
    assert names == {"id", "uid", "counted_at", "count", "is_undone", "is_example"}


def test_who_may_not_count_sees_nothing(writer):
    assert writer.get(TALLY).status_code == 403
    assert send(writer, tap()).status_code == 403
    assert writer.get(f"{TALLY}besok.csv").status_code == 403


@pytest.mark.parametrize(
    ("largest", "top"), [(1, 4), (4, 4), (5, 8), (33, 40), (81, 200), (1999, 2000)]
)
def test_the_picture_is_as_high_as_a_round_number(largest, top):
    assert scale_of(largest)[0] == top
    bars = re.findall(
        r'height="([\d.]+)"/>', draw_visits([largest] + [0] * 11, [0] * 12, ["x"] * 12)
    )
    assert float(max(bars, key=float)) <= 220
    assert bars.count("0.0") + bars.count("0") == 23
