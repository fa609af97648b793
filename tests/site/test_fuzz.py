"""Every field of every form and every parameter of every address, with values that nobody should type.

No answer is a server error, and what is saved breaks no other page. A sample runs with the suite;
``make fuzz`` runs everything, on SQLite, or on PostgreSQL with ``DATABASE_URL``.
"""

import random
import re
from contextlib import suppress

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.handlers import wsgi
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import NoReverseMatch, reverse

from helsingborgsrummet.content.kinds import all_kinds, parameters
from tests.admin_form import read_form, read_own_form
from tests.factory import PAGE_MAKERS, make_area, make_room, make_row, swedish
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
OF_FORMSETS = ("_FORMS", "-id", "_loaded", "version", "count_seasons", "count_exceptions")
COUNTS_EVERY = 3  # turns
# Forms of our own answer 303, those of the admin 302.
SAVED = (302, 303)
OWN_PAGE = {"sec-fetch-site": "same-origin"}
SAMPLE_OF_ROUNDS, SAMPLE_OF_PARAMETERS = 2, 40


# Pages of our own with a form: who makes what it needs, its address, and what must be filled in to save it.
OWN_FORMS = {
    "opening hours": (
        make_room,
        "admin:exhibits_opening_hours",
        {"save": "1", "week-1_opens": "10", "week-1_closes": "16"},
    ),
    "today": (
        make_room,
        "admin:exhibits_opening_today",
        {"choice": "other", "opens": "10", "closes": "16"},
    ),
    "red days": (make_room, "admin:exhibits_red_days", {"decide": "2026-12-24 closed"}),
    "visitors": (
        make_room,
        "admin:exhibits_visitcount_changelist",
        {"count": "3"},
    ),
    "follow": (make_area, "news:follow", {"epost": "a@example.org", "hur": "direkt", "allt": "ja"}),
    "group visit": (
        make_room,
        "exhibits:group_visit",
        {
            "sort": "skola",
            "who": "Klass 8A",
            "wishes": "Se modellen",
            "day": "2027-03-15",
            "part_of_day": "formiddag",
            "people": "25",
            "email": "larare@example.org",
        },
    ),
}


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


class Tried:
    """What came of one form: how many values it saved and refused, and the changes that broke something."""

    def __init__(self, client, form, addresses, pages):
        self.client, self.form, self.addresses, self.pages = client, form, addresses, pages
        self.saved = self.refused = self.saves = 0
        self.broken, self.suspects = [], set()

    def send(self, address, changes):
        """Post the form with ``changes``, values by name, and take back what it did.

        Returns what the answer refuses (``None`` when it was saved), and what broke.
        """
        wrong, refused = {}, None
        try:
            with transaction.atomic():
                form = self.form | {name: [value] for name, value in changes.items()}
                response = self.client.post(address, form, headers=OWN_PAGE)
                if b'name="seen"' in response.content:  # Looked at once more before it is saved.
                    _, shown = read_own_form(response)
                    shown |= {name: values for name, values in form.items() if name in changes}
                    response = self.client.post(address, shown | {"save": "1"}, headers=OWN_PAGE)
                if response.status_code >= 500:
                    wrong = {address: response.status_code}
                elif response.status_code in SAVED:
                    self.saves += 1
                    codes = {page: self.client.get(page).status_code for page in self.pages}
                    wrong = {page: code for page, code in codes.items() if code >= 500}
                    if self.saves % 40 == 0:
                        wrong |= dict.fromkeys(pages_that_break(), 500)
                else:
                    refused = names_with_errors(response)
                raise TakenBack
        except TakenBack:
            return refused, wrong

    def each_of(self, changes):
        """Send many changed fields at once; what is refused steps back until the others are saved.

        What is refused or breaks something without naming a field is divided until it is alone.
        """
        outcomes = [self.send(address, changes) for address in self.addresses]
        wrong = {page: code for _, broken in outcomes for page, code in broken.items()}
        named = set().union(*(refused or () for refused, _ in outcomes))
        at_fault = {name for name in changes if name in named or name.rpartition("_")[0] in named}
        if not wrong and all(refused is None for refused, _ in outcomes):
            self.saved += len(changes)
        elif not wrong and at_fault:
            self.refused += len(at_fault)
            others = {name: value for name, value in changes.items() if name not in at_fault}
            if others:
                self.each_of(others)
        elif len(changes) == 1:
            self.refused += not wrong
            self.broken += [(changes, wrong)] if wrong else []
            self.suspects |= set(changes)
        else:
            known = len(self.broken)
            # Whoever was at fault alone before is likely to be it again.
            suspects = [name for name in changes if name in self.suspects]
            others = [name for name in changes if name not in self.suspects]
            if not suspects or not others:
                half = len(changes) // 2
                suspects, others = list(changes)[:half], list(changes)[half:]
            for part in (others, suspects):
                self.each_of({name: changes[name] for name in part})
            if wrong and len(self.broken) == known:
                self.broken.append((changes, wrong))


def names_with_errors(response):
    """The names of the fields beside which a page says that something is wrong."""
    return set(re.findall(r'id="id_([^"]+?)_error', response.content.decode()))


def form_of_a_row(client, model):
    """The form of a new row of a model as a browser reads it and can save it, where it goes, and the row's pages.

    ``None`` for what is only looked at, which takes nothing.
    """
    opts = model._meta
    row = make_row(model)
    try:
        change = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    except NoReverseMatch:  # All rows stand in one form, which is among OWN_FORMS.
        return None
    form = read_form(client.get(change))
    if not set(form) - set(PLUMBING):
        stored = model.objects.filter(pk=row.pk).values().get()
        client.post(change, form)
        assert model.objects.filter(pk=row.pk).values().get() == stored
        return None
    pages = [change, "/"]
    if hasattr(row, "slug"):
        pages.append(row.get_absolute_url().partition("#")[0])
    return Tried(client, completed(client, change, form), [change], pages)


def completed(client, address, form):
    """The form with a word in what it asks for; it must be saved as it is, or nothing was tried."""
    tried = Tried(client, form, [address], [])
    refused, wrong = tried.send(address, {})
    if refused:
        tried.form |= {name: ["Ett ord"] for name in form if name in refused}
        refused, wrong = tried.send(address, {})
    assert refused is None and not wrong, (address, refused, wrong)
    return tried.form


def own_form(client, name):
    """A form of a page of our own, filled in so that it can be saved."""
    make, view, fill = OWN_FORMS[name]
    make()
    page = reverse(view)
    action, form = read_own_form(client.get(page))
    form |= {field: [value] for field, value in fill.items()}
    address = action.partition("#")[0] or page
    return Tried(client, completed(client, address, form), [address], [page, "/", "/besok/"])


def rounds_of(tried):
    """Changes for each round: every value comes to every field once, and each round has another mixture.

    What a browser sends and nobody types, such as how many rows there are, gets every third value, alone.
    """
    names = [name for name in tried.form if name not in PLUMBING]
    typed = [name for name in names if not name.endswith(OF_FORMSETS)]
    counts = [name for name in names if name.endswith(OF_FORMSETS)]
    for turn, value in enumerate(VALUES):
        yield {name: VALUES[(turn + place) % len(VALUES)] for place, name in enumerate(typed)}
        if counts and turn % COUNTS_EVERY == 0:
            yield {counts[turn // COUNTS_EVERY % len(counts)]: value}


def try_titles(tried, model):
    """New rows with every value for a title."""
    names = [name for name in ("title", "slug", "name") if name in tried.form]
    try:
        new = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    except NoReverseMatch:
        return
    tried.addresses = [new]
    for value in VALUES if names else ():
        # An address that is left empty is made of the title.
        tried.each_of({name: "" if name == "slug" else value for name in names})


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


def read_by(page, client):
    """Those of the ``PARAMETERS`` that a page asks for by name, and two for all that it does not.

    The address that search engines are told takes what other pages understand, whatever its name, and no ``x``.
    """
    looked_for = set()

    class Watched(QueryDict):
        is_made = False

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.is_made = True

        def note(self, name):
            if self.is_made:
                looked_for.add(name)

        def __getitem__(self, name):
            self.note(name)
            return super().__getitem__(name)

        def __contains__(self, name):
            self.note(name)
            return super().__contains__(name)

        def getlist(self, name, default=None):
            self.note(name)
            return super().getlist(name, default)

        def items(self):
            return ((name, super(Watched, self).__getitem__(name)) for name in self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wsgi, "QueryDict", Watched)
        for value in ("1", "2026-11", "2026-48"):
            for name in PARAMETERS:
                client.get(page, {name: value})
    passed_over = next(name for name in sorted(parameters()) if name not in looked_for)
    return [*sorted(looked_for & set(PARAMETERS)), passed_over, "x"]


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


def make_one_of_each():
    make_room()
    for kind in all_kinds():
        if kind.model in PAGE_MAKERS:
            make_row(kind.model)


FORMS = [*(pytest.param(model, id=model.__name__) for model in MODELS), *OWN_FORMS]


def form_of(client, which):
    """What is to be tried of a model or a page of our own; ``None`` where nothing can be filled in."""
    return own_form(client, which) if which in OWN_FORMS else form_of_a_row(client, which)


@pytest.mark.parametrize("which", FORMS)
def test_a_sample_of_values_in_the_fields_of_a_form_breaks_nothing(which, chief):
    tried = form_of(chief, which)
    if tried:
        rounds = list(rounds_of(tried))
        for changes in random.Random(f"{which}").sample(rounds, SAMPLE_OF_ROUNDS):
            tried.each_of(changes)
        assert not tried.broken


def test_a_sample_of_values_in_addresses_breaks_nothing(chief):
    make_one_of_each()
    chosen = random.Random("addresses")
    public, edited = shared_pages(), sorted(set(addresses_of_the_admin()))
    for _ in range(SAMPLE_OF_PARAMETERS):
        for pages, names in ((public, PARAMETERS), (edited, OF_THE_ADMIN)):
            broken, _ = try_addresses(
                chief, [chosen.choice(pages)], [chosen.choice(names)], [chosen.choice(VALUES)]
            )
            assert not broken


def test_a_field_without_a_name_is_refused_by_every_page_of_a_row(chief):
    make_one_of_each()
    changes = [each for each in addresses_of_the_admin() if each.endswith("/change/")]
    assert len(changes) > 20
    pages = [*changes, *(each.replace("/change/", "/delete/") for each in changes)]
    for page in pages:
        assert chief.get(page, {"_to_field": ""}).status_code == 400, page
        assert chief.post(page, {"_to_field": ""}, headers=OWN_PAGE).status_code == 400, page


@pytest.mark.fuzz
@pytest.mark.parametrize("which", FORMS)
def test_every_value_in_every_field_breaks_nothing(which, chief):
    tried = form_of(chief, which)
    if tried:
        for changes in rounds_of(tried):
            tried.each_of(changes)
        if which not in OWN_FORMS:
            try_titles(tried, which)
        print(
            f"{getattr(which, '__name__', which)}: {len(tried.form)} fields, {tried.saved} saved, "
            f"{tried.refused} refused, {len(tried.broken)} broken",
            flush=True,
        )
        assert not tried.broken


@pytest.mark.fuzz
@pytest.mark.parametrize("page", shared_pages())
def test_every_value_in_every_parameter_breaks_nothing(page, chief):
    make_one_of_each()
    names = read_by(page, chief)
    broken, asked = try_addresses(chief, [page], names, VALUES)
    print(f"{page}{names}: {asked} addresses asked for, {len(broken)} broken", flush=True)
    assert not broken


@pytest.mark.fuzz
def test_every_value_in_a_parameter_of_every_page_of_the_admin_breaks_nothing(chief):
    """Each page gets each value once, and each parameter gets each value on several pages."""
    make_one_of_each()
    broken, asked = [], 0
    for place, page in enumerate(sorted(set(addresses_of_the_admin()))):
        for turn, value in enumerate(VALUES):
            name = OF_THE_ADMIN[(turn + place) % len(OF_THE_ADMIN)]
            more, _ = try_addresses(chief, [page], [name], [value])
            broken, asked = broken + more, asked + 1
    print(f"the admin: {asked} addresses asked for, {len(broken)} broken", flush=True)
    assert not broken
