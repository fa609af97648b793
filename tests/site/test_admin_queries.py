"""What each page of the admin asks of the database: little, and the same for few rows and for many."""

import datetime

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from helsingborgsrummet.editing import history
from helsingborgsrummet.editing.forms import EditingAdmin
from helsingborgsrummet.models import Correction, ExternalLink, LinkUse, Picture, StandingPage
from news.models import Announcement
from tests.factory import make_account, make_announcement, make_row

pytestmark = pytest.mark.django_db
LIMIT = 15
# What Django asks is the same on PostgreSQL, so a few rows are enough to see that it answers there.
FEW, MANY = 1, 50 if connection.vendor == "sqlite" else 10
# There are four of these, and the first few take one.
AT_MOST = {StandingPage: 3}


def make_content(count):
    """``count`` rows of everything that is registered, each linked with the others.

    The first of each has ``count`` versions and ``count`` rows of each kind that stands below it:
    returns its key.
    """
    rows = {
        model: [make_row(model) for _ in range(min(count, AT_MOST.get(model, count)))]
        for model in site._registry
    }
    for model, pages in rows.items():
        _link(model, pages, rows)
        kinds = [inline.model for inline in site._registry[model].inlines]
        below = {kind: [make_row(kind, pages[0])] for kind in kinds}
        if isinstance(site._registry[model], EditingAdmin):
            for number in range(count):
                history.record(pages[0], None, f"Version {number}")
        for kind, found in below.items():
            found += [make_row(kind, pages[0]) for _ in range(count - 1)]
        for kind, found in below.items():
            _link(kind, found, {**rows, **below}, is_below=model)
    _let_things_wait(count, rows)
    return {model: pages[0].pk for model, pages in rows.items()}


def _link(model, rows, targets, is_below=None):
    """Let each row refer to another one, and be on lists of all; what a row stands below it keeps."""
    for column in model._meta.local_fields:
        target = column.related_model
        if column.is_relation and column.editable and target in targets and target != is_below:
            for number, row in enumerate(rows):
                chosen = targets[target][number - 1]
                model.objects.filter(pk=row.pk).update(**{column.name: chosen})
    for column in model._meta.local_many_to_many:
        for row in rows:
            if column.related_model in targets:
                getattr(row, column.name).set(targets[column.related_model])


def _let_things_wait(count, rows):
    """What the first page of the admin tells about, and pictures that links lead from."""
    now = timezone.now()
    Picture.objects.update(shows_people=True)
    for number, picture in enumerate(rows[Picture]):
        page = make_announcement(body=f"![x](bild:{picture.pk})")
        Correction.objects.create(page=page, note="Fel dag.")
        make_announcement(published_at=None, handed_over_at=now)
        make_announcement(published_at=now + datetime.timedelta(days=1 + number))
        make_announcement(review_by=datetime.date(2025, 1, 1))
        for link in rows[ExternalLink]:
            LinkUse.objects.create(link=link, page=rows[Announcement][number])
    ExternalLink.objects.update(
        checked_at=now, status=404, failure_count=9, failing_since=now - datetime.timedelta(days=30)
    )


def pages(keys):
    """Every list, search, form and history of the admin, by name; what is not offered is left out."""
    yield "the first page", "/admin/"
    yield "opening hours", reverse("admin:exhibits_opening_hours")
    for model, model_admin in site._registry.items():
        label = model._meta.label
        for view in ("changelist", "add", "change", "history"):
            key = [keys[model]] if view in ("change", "history") else []
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}"
            try:
                address = reverse(name, args=key)
            except NoReverseMatch:
                continue
            yield f"{label}: {view}", address
            if view == "changelist" and model_admin.search_fields:
                yield f"{label}: search", f"{address}?q=a"


@pytest.fixture
def people():
    """An editor, and somebody who may everything; permissions cost only the editor queries."""
    clients = []
    for user in (make_account("Redaktör"), User.objects.create_superuser("drift")):
        clients.append(Client())
        clients[-1].force_login(user)
    # Django keeps these for the life of the process.
    ContentType.objects.get_for_models(*apps.get_models())
    return clients


def ask(people, keys):
    """What each page asks, of the editor where an editor may open it."""
    asked = {}
    for name, address in pages(keys):
        for client in people:
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address)
            if response.status_code != 403:
                break
        if response.status_code == 403:
            continue  # Nobody may add one.
        assert response.status_code in (200, 302), (address, response.status_code)
        asked[name] = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]
    return asked


def test_every_page_of_the_admin_asks_little_and_the_same_of_many_rows(people):
    few = ask(people, make_content(FEW))
    many = ask(people, make_content(MANY))
    assert few.keys() == many.keys()
    too_much = {
        name: statements
        for name, statements in many.items()
        if not len(statements) <= len(few[name]) <= LIMIT
    }
    assert too_much == {}, "\n".join(
        f"{name}: {len(few[name])}, then {len(statements)}\n" + "\n".join(statements)
        for name, statements in too_much.items()
    )


def test_a_model_that_nobody_knows_how_to_make_is_named():
    with pytest.raises(LookupError, match=r"PAGE_MAKERS .* contenttypes\.ContentType"):
        make_row(ContentType)
