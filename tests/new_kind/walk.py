"""What the new kind gets by itself: all that is asked of every kind, and its own pages."""

import itertools

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helsingborgsrummet.content.kinds import kind_of
from tests.factory import LONG_AGO, PAGE_MAKERS
from tests.new_kind.models import Pamphlet
from tests.test_kinds import *  # noqa: F403
from tests.test_kinds import _now  # noqa: F401

pytestmark = pytest.mark.django_db
numbers = itertools.count(1)


def make_pamphlet(**kwargs):
    """A published pamphlet."""
    number = next(numbers)
    defaults = {"title": f"Broschyr {number}", "slug": f"broschyr-{number}", "summary": "Kort."}
    return Pamphlet.objects.create(**{**defaults, "published_at": LONG_AGO, **kwargs})


PAGE_MAKERS[Pamphlet] = make_pamphlet


def test_the_new_kind_has_a_list_with_pages_and_a_feed():
    rows = [make_pamphlet() for _ in range(31)]
    first = Client().get("/broschyrer/").content.decode()
    cursor = first.partition("?fore=")[2].partition('"')[0]
    second = Client().get(f"/broschyrer/?fore={cursor}").content.decode()
    for row in rows:
        address = f'href="{row.get_absolute_url()}"'
        assert (address in first) != (address in second)
    assert rows[-1].title in Client().get("/broschyrer/atom.xml").content.decode()
    assert Client().get("/broschyrer/?fore=fel").status_code == 404


def test_the_list_of_the_new_kind_asks_as_much_for_one_as_for_many():
    counts = []
    for _ in range(2):
        make_pamphlet()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert Client().get("/broschyrer/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_renamed_row_of_the_new_kind_leads_on():
    row = make_pamphlet()
    old = row.get_absolute_url()
    row.slug = "nytt-namn"
    row.save()
    response = Client().get(old)
    assert (response.status_code, response["Location"]) == (301, "/broschyrer/nytt-namn/")


def test_the_samples_of_the_new_kind_are_loaded():
    call_command("load_demo_content", verbosity=0)
    assert Pamphlet.objects.get().is_example
    assert kind_of(Pamphlet).samples
