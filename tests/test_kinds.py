"""Every kind of page, one after the other: what the whole site promises of all of them.

A kind that is registered is tested here without being named; :func:`tests.factory.make_row` makes its
rows.
"""

import datetime
import json
import re

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from helsingborgsrummet.content import roles
from helsingborgsrummet.content.kinds import (
    all_kinds,
    is_example,
    kind_of,
    page_at,
    page_to_come_at,
    parameters,
)
from helsingborgsrummet.content.publishing import Publishable, State
from helsingborgsrummet.editing.checks import LinkState, Target
from helsingborgsrummet.editing.link_states import link_state
from helsingborgsrummet.models import ShareLink, StandingPage
from tests.factory import LONG_AGO, ROW_MAKERS, make_announcement, make_row, swedish

pytestmark = pytest.mark.django_db
NOW = swedish(2026, 11, 25, 9)
LATER = NOW + datetime.timedelta(days=7)
EARLIER = NOW - datetime.timedelta(days=7)
STATES = {
    State.PUBLISHED: {},
    State.DRAFT: {"published_at": None},
    State.SCHEDULED: {"published_at": LATER},
    State.WITHDRAWN: {
        "published_at": LONG_AGO,
        "withdrawn_at": EARLIER,
        "withdrawn_reason": "Sidan är hemlig numera.",
    },
}

KINDS = [pytest.param(kind, id=kind.name) for kind in all_kinds()]
PUBLISHED = [each for each in KINDS if issubclass(each.values[0].model, Publishable)]
SHOWN = [each for each in PUBLISHED if each.values[0].has_page]
# A dialogue is a place on a page, not a page: it has no address that could be asked for.
PAGES = [each for each in SHOWN if each.values[0].name != "exhibits.dialogue"]
BELOW = [each for each in KINDS if each.values[0].below]
WITH_EXAMPLES = [
    each
    for each in PAGES
    if "is_example" in {field.name for field in each.values[0].model._meta.fields}
]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW):
        yield


def make(kind, state=State.PUBLISHED, above=State.PUBLISHED, **kwargs):
    """A row of ``kind`` in one state, below a page in another."""
    if issubclass(kind.model, Publishable):
        kwargs = {**STATES[state], **kwargs}
    if kind.model is StandingPage:
        # The others have titles that stand nowhere else.
        kwargs.setdefault("title", "Provsidan")
    if not kind.below:
        return make_row(kind.model, **kwargs)
    parent = make(kind.above, above)
    if kind.model in (each.model for each in all_kinds() if issubclass(each.model, Publishable)):
        return make_row(kind.model, **{kind.below: parent, **kwargs})
    return make_row(kind.model, parent, **kwargs)


def text_of(address, status=200):
    response = Client().get(address)
    assert response.status_code == status, address
    return response.content.decode()


@pytest.fixture
def editor(client):
    user = User.objects.create_user("redaktor", is_staff=True)
    user.groups.add(Group.objects.get(name=roles.EDITOR))
    client.force_login(user)
    return client


# --- Whether a visitor may see it -----------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("above", State)
def test_one_meaning_of_what_a_visitor_may_see(kind, state, above):
    row = make(kind, state, above)
    is_shown = state is State.PUBLISHED or not isinstance(row, Publishable)
    is_shown = is_shown and (above is State.PUBLISHED or not kind.below)
    assert kind.is_visible(row, NOW) is is_shown
    assert (row in kind.visible(NOW)) is is_shown
    if hasattr(row, "slug"):
        address = row.get_absolute_url()
        assert page_at(address, NOW) == (row if is_shown and "#" not in address else None)


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize(
    ("state", "status"),
    [(State.PUBLISHED, 200), (State.DRAFT, 404), (State.SCHEDULED, 404), (State.WITHDRAWN, 410)],
)
def test_a_page_answers_as_its_state_is(kind, state, status):
    row = make(kind, state)
    page = text_of(row.get_absolute_url(), status)
    assert (str(row) in page) is (status == 200)
    assert ("Sidan är hemlig numera." in page) is (status == 410)


@pytest.mark.parametrize("kind", BELOW)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize(
    ("above", "status"), [(State.DRAFT, 404), (State.SCHEDULED, 404), (State.WITHDRAWN, 410)]
)
def test_nothing_is_told_of_what_lies_below_a_page_that_nobody_sees(kind, state, above, status):
    row = make(kind, state, above)
    page = text_of(row.get_absolute_url(), status)
    assert str(row) not in page
    address = row.get_absolute_url()
    elsewhere = make_announcement(**STATES[State.WITHDRAWN] | {"withdrawn_link": address})
    assert str(row) not in text_of(elsewhere.get_absolute_url(), 410)


@pytest.mark.parametrize("kind", PAGES)
def test_links_know_what_a_visitor_meets(kind):
    row = make(kind)
    assert link_state(row.get_absolute_url()) == LinkState(Target.OK)
    for state, target in (
        (State.DRAFT, Target.MISSING),
        (State.SCHEDULED, Target.SCHEDULED),
        (State.WITHDRAWN, Target.GONE),
    ):
        if kind.model is StandingPage:
            StandingPage.objects.all().delete()
        row = make(kind, state)
        assert link_state(row.get_absolute_url()).target is target, state
        is_coming = state is State.SCHEDULED
        assert page_to_come_at(row.get_absolute_url(), NOW) == (row if is_coming else None)


# --- Lists, sitemaps, search engines --------------------------------------------------------------


@pytest.mark.parametrize("kind", [each for each in PAGES if each.values[0].sitemap])
def test_the_sitemap_names_what_visitors_see_and_dates_nothing_by_drafts(kind):
    row = make(kind, **({"is_example": False} if _has(kind, "is_example") else {}))
    address = f"/sitemap-{kind.sitemap}.xml"
    page = text_of(address)
    assert f"{row.get_absolute_url()}</loc>" in page
    with time_machine.travel(LATER):
        hidden = [make(kind, state) for state in (State.DRAFT, State.WITHDRAWN)]
        if kind.below:
            hidden.append(make(kind, above=State.DRAFT))
    assert not [each for each in hidden if f"{each.get_absolute_url()}</loc>" in text_of(address)]
    if kind.list_url:
        assert text_of(address) == page


@pytest.mark.parametrize("kind", WITH_EXAMPLES)
def test_examples_say_so_and_are_not_for_search_engines(kind):
    row = make(kind, is_example=True)
    assert is_example(row)
    page = text_of(row.get_absolute_url())
    assert "Exempel" in page
    assert '<meta name="robots" content="noindex">' in page
    assert row.get_absolute_url() not in text_of(f"/sitemap-{kind.sitemap}.xml")
    true = make(kind, is_example=False)
    assert 'content="noindex"' not in text_of(true.get_absolute_url())


@pytest.mark.parametrize("kind", [each for each in KINDS if each.values[0].list_url])
def test_a_list_is_there(kind):
    text_of(kind.list_url)
    assert kind.parameters <= parameters()


@pytest.mark.parametrize("kind", KINDS)
def test_what_visitors_search_is_plain_text(kind):
    row = make(kind)
    assert kind.text_of(row).startswith(str(getattr(row, kind.searched[0])))
    assert "<" not in kind.text_of(row)


@pytest.mark.parametrize("kind", [each for each in PAGES if each.values[0].structured_data])
def test_a_page_tells_search_engines_what_its_kind_says(kind):
    row = make(kind)
    for part in kind.model._meta.related_objects:
        if part.related_model in ROW_MAKERS:
            make_row(part.related_model, row)
    said = kind.structured_data(row, NOW)
    assert said
    page = text_of(row.get_absolute_url())
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(json.dumps(said)) in [json.loads(block) for block in blocks]


def _has(kind, name):
    return name in {field.name for field in kind.model._meta.fields}


# --- In the admin ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SHOWN)
@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED])
def test_an_editor_sees_the_page_before_it_is_public(editor, kind, state):
    row = make(kind, state)
    name = f"admin:{kind.model._meta.app_label}_{kind.model._meta.model_name}_preview"
    response = editor.get(reverse(name, args=[row.pk]))
    assert response.status_code == 200
    page = response.content.decode()
    assert str(row) in page
    assert "Förhandsvisning av det som är sparat." in page
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("kind", SHOWN)
def test_a_share_link_shows_a_draft_and_leads_to_what_is_public(editor, kind):
    row = make(kind, State.DRAFT)
    link = ShareLink.objects.create(page=row, expires_at=LATER)
    assert str(row) in text_of(link.get_absolute_url())
    row.publish(NOW)
    response = Client().get(link.get_absolute_url())
    assert (response.status_code, response["Location"]) == (302, row.get_absolute_url())


@pytest.mark.parametrize("kind", [each for each in SHOWN if each.values[0].below])
def test_a_share_link_shows_what_is_published_below_a_draft(kind):
    row = make(kind, above=State.DRAFT)
    link = ShareLink.objects.create(page=row, expires_at=LATER)
    assert str(row) in text_of(link.get_absolute_url())


@pytest.mark.parametrize("kind", PUBLISHED)
def test_what_is_handed_over_waits_on_the_first_page(editor, kind):
    row = make(kind, State.DRAFT, handed_over_at=EARLIER)
    assert str(row) in editor.get("/admin/").content.decode()


@pytest.mark.parametrize("kind", PUBLISHED)
def test_every_published_kind_has_an_admin_and_a_history(editor, kind):
    row = make(kind)
    label = f"{kind.model._meta.app_label}_{kind.model._meta.model_name}"
    assert kind.model in admin.site._registry
    assert editor.get(reverse(f"admin:{label}_history", args=[row.pk])).status_code == 200


# --- Roles ----------------------------------------------------------------------------------------


def rights_in_the_database(role):
    permissions = Group.objects.get(name=role).permissions.filter(
        content_type__app_label__in=("exhibits", "news", "helsingborgsrummet")
    )
    return {
        f"{app}.{name}"
        for app, name in permissions.values_list("content_type__app_label", "codename")
    }


@pytest.mark.parametrize("role", [roles.EDITOR, roles.WRITER, roles.HOST])
def test_migrating_keeps_the_roles_right(role):
    group = Group.objects.get(name=role)
    assert rights_in_the_database(role) == roles.rights_of(role)
    group.permissions.clear()
    group.permissions.add(*_permissions("helsingborgsrummet", "delete_redirect"))
    group.permissions.add(*_permissions("auth", "view_user"))
    call_command("migrate", verbosity=0, interactive=False)
    assert rights_in_the_database(role) == roles.rights_of(role)
    # What an operator has given besides is left alone.
    assert group.permissions.filter(codename="view_user").exists()


def _permissions(app, name):
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(content_type__app_label=app, codename=name)


@pytest.mark.parametrize("kind", PUBLISHED)
def test_only_roles_that_may_publish_do(kind):
    label, name = kind.model._meta.app_label, kind.model._meta.model_name
    assert f"{label}.publish_{name}" in roles.rights_of(roles.EDITOR)
    assert f"{label}.publish_{name}" not in roles.rights_of(roles.WRITER)


def test_a_kind_is_what_it_is_registered_for():
    assert [kind_of(kind.model) for kind in all_kinds()] == all_kinds()
    for kind in all_kinds():
        assert kind.searched
        assert kind.roles
