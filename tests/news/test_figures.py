"""Figures about following: counted by the day, kept without persons, shown as a picture and tables."""

import datetime

import pytest
import time_machine

from helsingborgsrummet.models import Envelope, Letter
from news.figures import count_days, drawn
from news.followers import erase
from news.models import FollowingFigure
from tests.factory import make_area, make_topic, swedish
from tests.news.followers import make_follower

NOW = swedish(2026, 11, 24, 12)
DAY = datetime.timedelta(days=1)


@pytest.mark.django_db
def test_a_day_is_counted_once_and_outlives_those_who_were_counted(editor):
    topic, area = make_topic(title="Parker"), make_area()
    kim = make_follower("kim", topic, area, now=NOW - DAY)
    make_follower("robin", topic, now=NOW - DAY)
    make_follower("alex", now=NOW - DAY)
    make_follower("sam", now=NOW - DAY, scope="nyheter")
    letter = Letter.objects.create(kind="besked", subject="x", head="", body="", queued_at=NOW)
    for number, (state, at) in enumerate([(3, NOW), (2, NOW - DAY), (2, NOW - DAY), (6, NOW)]):
        Envelope.objects.create(letter=letter, key=str(number), state=state, ended_at=at)
    Envelope.objects.update(address="kim@exempel.se")
    for _ in range(2):
        count_days(NOW)
    Envelope.objects.all().delete()
    erase(kim)
    count_days(NOW + DAY)
    rows = FollowingFigure.objects.order_by("day", "about")
    assert list(rows.values_list("day", "about", "followers", "letters", "undelivered")) == [
        (NOW.date() - DAY, "alla", None, 2, 0),
        (NOW.date(), "all:allt", 1, 0, 0),
        (NOW.date(), "all:nyheter", 1, 0, 0),
        (NOW.date(), "alla", 4, 0, 2),
        (NOW.date(), f"area:{area.pk}", 1, 0, 0),
        (NOW.date(), f"topic:{topic.pk}", 2, 0, 0),
        (NOW.date() + DAY, "all:allt", 1, 0, 0),
        (NOW.date() + DAY, "all:nyheter", 1, 0, 0),
        (NOW.date() + DAY, "alla", 3, 0, 0),
        (NOW.date() + DAY, f"area:{area.pk}", 0, 0, 0),
        (NOW.date() + DAY, f"topic:{topic.pk}", 1, 0, 0),
    ]
    with time_machine.travel(NOW + DAY):
        page = editor.get("/admin/news/tiding/siffror/").content.decode()
    assert "<polyline points=" in page and "Parker" in page
    assert "Allt på webbplatsen" in page and "Bara nyheter" in page
    assert "exempel.se" not in page


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([], ""),
        ([5], "0.0,0.0"),
        ([0, 0], "0.0,10.0 100.0,10.0"),
        ([0, 2, 4], "0.0,10.0 50.0,5.0 100.0,0.0"),
    ],
)
def test_the_line_goes_from_edge_to_edge(counts, expected):
    points = [(NOW.date() + number * DAY, count) for number, count in enumerate(counts)]
    assert drawn(points, 100, 10) == expected
