"""A row that cannot be shown stops nothing else, and who may mend it can: whatever is wrong with it."""

import datetime
import logging
from contextlib import suppress

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection, models
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, reverse
from django.urls.resolvers import RoutePattern
from django.utils import timezone

from exhibits.models import Dialogue, Milestone, Occurrence, PlanStep
from helsingborgsrummet.content.kinds import all_kinds
from helsingborgsrummet.content.publishing import Publishable, State
from helsingborgsrummet.content.slugs import slug_of
from helsingborgsrummet.models import StandingPage
from helsingborgsrummet.serving.now import forget
from helsingborgsrummet.urls import urlpatterns
from tests.admin_form import read_form
from tests.factory import ROW_MAKERS, make_announcement, make_row, make_standing_page, swedish

pytestmark = pytest.mark.django_db
NOW = swedish(2026, 11, 25, 9)
SOON = NOW + datetime.timedelta(days=3)
KINDS = [pytest.param(kind, id=kind.name) for kind in all_kinds()]
PUBLISHED = [each for each in KINDS if issubclass(each.values[0].model, Publishable)]
WITH_SLUGS = [
    each
    for each in KINDS
    if hasattr(each.values[0].model, "slug")
    and each.values[0].model._meta.get_field("slug").editable
    and each.values[0].model is not StandingPage
]
EARLY, LATE = datetime.date(1, 1, 1), datetime.date(9999, 12, 31)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def chief(client):
    client.force_login(User.objects.create_superuser("chef"))
    return client


def store(row, **values):
    """Write to a row what no constraint lets through, as an old database may hold it."""
    table = row._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            # Triggers that wait for the commit would keep the table as it is.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for constraint in row._meta.constraints:
                if isinstance(constraint, models.CheckConstraint):
                    cursor.execute(
                        f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{constraint.name}"'
                    )
        for column, value in values.items():
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, row.pk])
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
    forget()


def make(kind, title):
    """A published row with everything that lists tell of it."""
    kwargs = {"title": title}
    if kind.model is Dialogue:
        kwargs["closes_on"] = SOON.date()
    if kind.below:
        above = make(kind.above, f"Ovanför {title}")
        kwargs |= {kind.below: above}
    if kind.model in ROW_MAKERS:
        above = kwargs.pop(kind.below)
        return make_row(kind.model, above, **kwargs)
    row = make_row(kind.model, **kwargs)
    for name, maker, values in (
        ("occurrences", Occurrence, {"starts_at": SOON}),
        ("steps", PlanStep, {"starts_on": NOW.date(), "ends_on": SOON.date()}),
        ("milestones", Milestone, {}),
    ):
        if hasattr(row, name):
            if maker is Occurrence:
                ROW_MAKERS[maker](row).delete()
                Occurrence.objects.create(
                    activity=row, starts_at=SOON, ends_at=SOON + datetime.timedelta(hours=2)
                )
            else:
                ROW_MAKERS[maker](row, **values)
    return row


def shared_pages(patterns=urlpatterns):
    """The addresses of what tells of many rows: each page, feed, calendar and sitemap without a name in it."""
    found = []
    for each in patterns:
        if isinstance(each, URLResolver):
            if str(each.pattern) != "admin/":
                found += shared_pages(each.url_patterns)
        elif isinstance(each.pattern, RoutePattern) and not {"<", "."} & set(
            str(each.pattern)[:-4]
        ):
            found.append(f"/{each.pattern}")
    return found


def sections():
    return [f"/sitemap-{each.sitemap}.xml" for each in all_kinds() if each.sitemap]


def breakages(model):
    """What may be wrong with a column of a row: pairs of column and what stands there."""
    for field in model._meta.local_concrete_fields:
        if field.name == "slug" and model is not StandingPage:
            yield from (("slug", ""), ("slug", "a/b"), ("slug", "\n"))
        elif isinstance(field, models.DateField) and not field.auto_now:
            yield from ((field.column, "0001-01-01"), (field.column, "9999-12-31"))
            if isinstance(field, models.DateTimeField):
                yield field.column, "9999-12-31 23:30:00"
        elif isinstance(field, models.JSONField):
            yield from (
                (field.column, "[]"),
                (field.column, '{"type": "Polygon", "coordinates": "x"}'),
            )
        elif field.choices and isinstance(field, models.CharField):
            yield field.column, "trasig"[: field.max_length]


def below(row):
    """The rows below a row that lists tell of."""
    for name in ("occurrences", "steps", "milestones"):
        if hasattr(row, name):
            yield getattr(row, name).get()


@pytest.mark.parametrize("kind", KINDS)
def test_one_row_that_cannot_be_shown_stops_nothing_else(kind):
    if kind.model is StandingPage:
        broken = [(make_standing_page(), each) for each in (("slug", "x"), ("slug", ""))]
    else:
        broken = [(make(kind, f"Trasig {n}"), each) for n, each in enumerate(breakages(kind.model))]
        for part in (type(each) for each in below(broken[0][0])):
            for n, each in enumerate(breakages(part)):
                row = make(kind, f"Trasig {part.__name__} {n}")
                broken.append(
                    (next(part_row for part_row in below(row) if type(part_row) is part), each)
                )
    sound = make(kind, "Den hela raden")
    for row, (column, value) in broken:
        store(row, **{column: value})
    client = Client(raise_request_exception=False)
    wrong = {}
    for address in [*shared_pages(), *sections(), sound.get_absolute_url().partition("#")[0]]:
        response = client.get(address)
        if response.status_code >= 500:
            wrong[address] = response.status_code
    assert not wrong
    if kind.list_url:
        assert "Den hela raden" in Client().get(kind.list_url).content.decode()


@pytest.mark.parametrize("kind", WITH_SLUGS)
def test_a_row_without_a_page_is_told_in_the_log_with_what_finds_it(kind, caplog):
    row = make(kind, "Utan sida")
    is_page = "#" not in row.get_absolute_url()
    store(row, slug="")
    with caplog.at_level(logging.ERROR):
        for address in [*shared_pages(), *sections()]:
            assert Client().get(address).status_code < 400, address
    told = [each for each in caplog.records if each.name == "helsingborgsrummet.content.shown"]
    # A dialogue is a place on a page, whatever it is called.
    assert told or not is_page
    if told:
        assert any(f"{row.pk} cannot be shown" in each.getMessage() for each in told)
        assert all(each.exc_info for each in told)


@pytest.mark.parametrize("kind", WITH_SLUGS)
def test_the_admin_opens_mends_and_withdraws_a_row_without_a_page(kind, chief):
    opts = kind.model._meta
    base = f"admin:{opts.app_label}_{opts.model_name}"
    for slug, what in (("", "mend"), ("a/b", "withdraw")):
        row = make(kind, f"Utan sida {what} {slug}")
        store(row, slug=slug)
        assert chief.get(reverse("admin:index")).status_code == 200
        assert chief.get(reverse(f"{base}_changelist")).status_code == 200
        change = reverse(f"{base}_change", args=[row.pk])
        page = chief.get(change)
        assert page.status_code == 200 and row.title in page.content.decode()
        for name in ("history", "delete", "preview", "checks", "share"):
            with suppress(NoReverseMatch):
                assert chief.get(reverse(f"{base}_{name}", args=[row.pk])).status_code < 500
        if what == "mend":
            # What stands there cannot be saved, and says so; what is left empty is made.
            for typed, status in (("å/ä", 200), ("", 302)):
                response = chief.post(change, {**read_form(page), "slug": [typed]})
                assert response.status_code == status, response.context["errors"]
            row.refresh_from_db()
            assert row.slug == slug_of(row.title)
        elif issubclass(kind.model, Publishable):
            action = {"action": "withdraw_now", "_selected_action": [row.pk], "withdraw": "1"}
            action |= {"withdrawn_reason": "Den är trasig.", "withdrawn_link": ""}
            assert chief.post(reverse(f"{base}_changelist"), action).status_code == 302
            row.refresh_from_db()
            assert row.state_at(timezone.now()) is State.WITHDRAWN and row.slug


@pytest.mark.parametrize("kind", PUBLISHED)
def test_whatever_is_wrong_with_a_row_the_admin_opens_it(kind, chief):
    opts = kind.model._meta
    for number, (column, value) in enumerate(breakages(kind.model)):
        if kind.model is StandingPage:
            kind.model.objects.all().delete()
        row = make_standing_page() if kind.model is StandingPage else make(kind, f"Trasig {number}")
        store(row, **{column: value})
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
        assert chief.get(address).status_code == 200, (column, value)
    assert (
        chief.get(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")).status_code
        == 200
    )
    assert chief.get(reverse("admin:index")).status_code == 200


def test_the_start_page_tells_news_though_the_newest_cannot_be_shown(client):
    make_announcement(title="Den förra", published_at=NOW - datetime.timedelta(days=2))
    newest = make_announcement(title="Den nyaste", published_at=NOW - datetime.timedelta(days=1))
    assert client.get("/").content.decode().count("Den nyaste") >= 2
    store(newest, slug="")
    page = client.get("/").content.decode()
    assert page.count("Den förra") >= 2 and "Den nyaste" not in page
    assert "Det finns inga nyheter" not in page
