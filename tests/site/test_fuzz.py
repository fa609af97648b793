"""Every field of every form and every parameter of every address, with values that nobody should type.

No answer is a server error, and what is saved breaks no other page. A sample runs with the suite;
``make fuzz`` runs everything, on SQLite, or on PostgreSQL with ``DATABASE_URL``.
"""

import random
from contextlib import suppress

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from helsingborgsrummet.content.kinds import all_kinds, parameters
from tests.admin_form import read_form
from tests.factory import PAGE_MAKERS, make_room, make_row, swedish
from tests.nasty import VALUES
from tests.site.test_broken_rows import sections, shared_pages

pytestmark = pytest.mark.django_db
NOW = swedish(2026, 11, 25, 9)
OURS = ("helsingborgsrummet", "exhibits", "news")
MODELS = [
    model
    for model in admin.site._registry
    if model._meta.app_label in OURS and model in PAGE_MAKERS
]
PARAMETERS = sorted({*parameters(), "vecka", "q", "p", "x"})
OF_THE_ADMIN = (
    "q",
    "p",
    "o",
    "e",
    "all",
    "lage",
    "fran",
    "till",
    "sida",
    "_changelist_filters",
    "_popup",
    "_to_field",
    "id__exact",
    "title__regex",
)
# Names of fields that a browser sends and nobody types.
PLUMBING = ("csrfmiddlewaretoken", "_save", "_continue", "_addanother")
SAMPLE_OF_FIELDS, SAMPLE_OF_PARAMETERS = 6, 40


class TakenBack(Exception):
    """Ends a transaction that is not to be kept."""


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def chief(client):
    client.raise_request_exception = False
    client.force_login(User.objects.create_superuser("chef"))
    return client


def pages_that_break():
    """The addresses of what tells of many rows that answer with an error."""
    client = Client(raise_request_exception=False)
    addresses = [
        *shared_pages(),
        *sections(),
        *(kind.list_url for kind in all_kinds() if kind.list_url),
    ]
    return [each for each in dict.fromkeys(addresses) if client.get(each).status_code >= 500]


def try_forms(client, model, pairs_of):
    """Post a row's form once for each pair of field and value that ``pairs_of(fields)`` gives.

    Returns how many were saved and how many refused, and the pairs that broke something.
    """
    opts = model._meta
    row = make_row(model)
    try:
        change = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    except NoReverseMatch:  # All rows stand in one form.
        change = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    form = read_form(client.get(change))
    saved = refused = 0
    broken = []
    for name, value in pairs_of([name for name in form if name not in PLUMBING]):
        addresses = [change]
        if name in ("title", "slug", "name"):
            addresses.append(reverse(f"admin:{opts.app_label}_{opts.model_name}_add"))
        for address in addresses:
            try:
                with transaction.atomic():
                    response = client.post(address, {**form, name: [value]})
                    if response.status_code >= 500:
                        broken.append((name, value[:80], response.status_code))
                    elif response.status_code == 302:
                        saved += 1
                        pages = [
                            change,
                            *([row.get_absolute_url()] if hasattr(row, "slug") else []),
                        ]
                        pages += ["/"]
                        codes = [client.get(page.partition("#")[0]).status_code for page in pages]
                        wrong = max(codes) >= 500 or (saved % 40 == 0 and pages_that_break())
                        if wrong:
                            broken.append((name, value[:80], codes, wrong))
                    else:
                        refused += 1
                    raise TakenBack
            except TakenBack:
                pass
    return saved, refused, broken


def try_addresses(client, addresses, names, values):
    """Ask for every address with every parameter and value; return those that broke, and how many were asked."""
    asked, broken = 0, []
    for address in addresses:
        for name in names:
            for value in values:
                asked += 1
                response = client.get(address, {name: value})
                if response.status_code >= 500:
                    broken.append((address, name, value[:80]))
    return broken, asked


def addresses_of_the_admin():
    for model, model_admin in admin.site._registry.items():
        opts = model._meta
        names = [each.name for each in model_admin.get_urls() if each.name]
        for name in names:
            if name.endswith(("_changelist", "_add", "_matches", "_choose")):
                yield reverse(f"admin:{name}")
        if model in PAGE_MAKERS and opts.app_label in OURS:
            row = model.objects.first() or make_row(model)
            for view in ("history", "compare", "change"):
                with suppress(NoReverseMatch):
                    yield reverse(f"admin:{opts.app_label}_{opts.model_name}_{view}", args=[row.pk])


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_sample_of_values_in_the_fields_of_a_form_breaks_nothing(model, chief):
    chosen = random.Random(f"{model.__name__}")

    def pairs(names):
        # What is only looked at has no fields.
        count = SAMPLE_OF_FIELDS if names else 0
        return [(chosen.choice(names), chosen.choice(VALUES)) for _ in range(count)]

    _, _, broken = try_forms(chief, model, pairs)
    assert not broken


def test_a_sample_of_values_in_addresses_breaks_nothing(chief):
    make_room()
    for kind in all_kinds():
        if kind.model in PAGE_MAKERS:
            make_row(kind.model)
    chosen = random.Random("addresses")
    public, edited = shared_pages(), sorted(set(addresses_of_the_admin()))
    for _ in range(SAMPLE_OF_PARAMETERS):
        for pages, names in ((public, PARAMETERS), (edited, OF_THE_ADMIN)):
            broken, _ = try_addresses(
                chief, [chosen.choice(pages)], [chosen.choice(names)], [chosen.choice(VALUES)]
            )
            assert not broken


@pytest.mark.fuzz
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_value_in_every_field_breaks_nothing(model, chief):
    saved, refused, broken = try_forms(
        chief, model, lambda names: [(name, value) for name in names for value in VALUES]
    )
    print(f"{model.__name__}: {saved} saved, {refused} refused, {len(broken)} broken")
    assert not broken


@pytest.mark.fuzz
def test_every_value_in_every_parameter_breaks_nothing(chief):
    make_room()
    for kind in all_kinds():
        if kind.model in PAGE_MAKERS:
            make_row(kind.model)
    for pages, names in (
        (shared_pages(), PARAMETERS),
        (sorted(set(addresses_of_the_admin())), OF_THE_ADMIN),
    ):
        broken, asked = try_addresses(chief, pages, names, VALUES)
        print(f"{asked} addresses asked for, {len(broken)} broken")
        assert not broken
