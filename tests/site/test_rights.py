"""Who may not publish changes nothing that visitors meet, and who may not see a draft meets it nowhere."""

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, reverse
from django.utils import timezone

from exhibits.models import Activity, Area, Room
from helsingborgsrummet.content.publishing import Publishable, State
from helsingborgsrummet.content.roles import EDITOR, HOST, WRITER
from helsingborgsrummet.editing.forms import EditingAdmin
from helsingborgsrummet.models import Picture, ShareLink
from news.models import Byline
from tests.admin_form import read_form
from tests.factory import (
    make_activity,
    make_announcement,
    make_area,
    make_opportunity,
    make_picture,
    make_plan,
    make_room,
    make_row,
)

pytestmark = pytest.mark.django_db
EDITED = [model for model, each in admin.site._registry.items() if isinstance(each, EditingAdmin)]
ROLES = ["nobody", WRITER, HOST, EDITOR]


def test_every_model_that_people_edit_has_a_permission_to_publish():
    """Else the permission that is asked for would be nobody's."""
    there = set(Permission.objects.values_list("content_type__model", "codename"))
    for model in EDITED:
        name = model._meta.model_name
        assert (name, f"publish_{name}") in there, model


@pytest.fixture
def all_but_publishing(client):
    """Somebody who may do everything in the admin except publish."""
    user = User.objects.create_user("allt-utom", is_staff=True)
    user.user_permissions.set(Permission.objects.exclude(codename__startswith="publish_"))
    client.force_login(user)
    return client


# How a row that is met only on others comes to be met there.
SHOWN_BY = {
    Picture: [
        lambda picture, **when: make_announcement(picture=picture, **when),
        lambda picture, **when: make_announcement(body=f"![x](bild:{picture.pk})", **when),
        lambda picture, **when: make_area(**when).more_pictures.add(picture),
        lambda picture, **when: make_activity(picture=picture, **when),
        lambda picture, **when: make_opportunity(picture=picture, **when),
        lambda picture, **when: make_room(picture=picture),
    ],
    Byline: [lambda byline, **when: make_announcement(byline=byline, **when)],
}
DRAFT = {"published_at": None}


def cases():
    """``(model, how it is met, or None)`` for every model that people edit."""
    for model in EDITED:
        ways = SHOWN_BY.get(model, [None])
        yield from ((model, way) for way in ways)


def as_posted(form):
    return {name: values if len(values) > 1 else values[0] for name, values in form.items()}


@pytest.mark.parametrize(("model", "show"), list(cases()))
def test_who_may_not_publish_changes_nothing_that_visitors_meet(all_but_publishing, model, show):
    client, row = all_but_publishing, make_row(model)
    if show:
        show(row)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    stored = model._base_manager.filter(pk=row.pk).values().get()
    change = reverse(f"{name}_change", args=[row.pk])
    page = client.get(change)
    assert page.status_code == 200
    assert "ändras av den som får publicera" in page.content.decode()
    assert 'name="_save"' not in page.content.decode()
    assert client.post(change, {"_loaded": '{"key": "x"}', "title": "Ny"}).status_code == 403
    assert client.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(reverse(f"{name}_changelist"), chosen)
    assert model._base_manager.filter(pk=row.pk).values().get() == stored
    if admin.site._registry[model].is_seen_by_itself:
        assert client.get(reverse(f"{name}_add")).status_code == 403


@pytest.mark.parametrize("model", [Picture, Byline])
@pytest.mark.parametrize("is_used", [False, True])
def test_what_no_visitor_meets_is_changed_by_who_may_write(all_but_publishing, model, is_used):
    row = make_row(model)
    if is_used:
        for show in SHOWN_BY[model][:2]:
            show(row, **DRAFT)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    change = reverse(name, args=[row.pk])
    form = as_posted(read_form(all_but_publishing.get(change)))
    column = "title" if model is Picture else "name"
    assert all_but_publishing.post(change, {**form, column: "Ny"}).status_code == 302
    row.refresh_from_db()
    assert getattr(row, column) == "Ny"


@pytest.mark.parametrize("state", [State.PUBLISHED, State.SCHEDULED])
def test_a_writer_changes_no_picture_in_use_in_the_dialog_either(sign_in, state):
    picture = make_picture(alt="Ett hus.")
    now = timezone.now()
    hours = 1 if state is State.SCHEDULED else -1
    make_announcement(picture=picture, published_at=now + datetime.timedelta(hours=hours))
    client = sign_in(WRITER)
    address = f"/admin/helsingborgsrummet/picture/{picture.pk}/beskriv/"
    data = {"title": "T", "alt_state": "text", "alt": "Annat", "credit": "C", "kind": "photo"}
    assert client.post(address, data).status_code == 403
    picture.refresh_from_db()
    assert picture.alt == "Ett hus."


# --- Views that ask "staff?" and not "this object?" -------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", [ShareLink, Area, Room])
def test_the_way_to_the_site_asks_what_may_be_seen(sign_in, role, model):
    draft = make_area(published_at=None)
    if model is ShareLink:
        row = ShareLink.objects.create(
            page=draft,
            created_by=User.objects.create_user("annan"),
            expires_at=timezone.now() + datetime.timedelta(days=1),
        )
    else:
        row = draft if model is Area else make_room()
    client = sign_in(role)
    key = ContentType.objects.get_for_model(model).pk
    response = client.get(f"/admin/r/{key}/{row.pk}/")
    for other in (
        f"{key}/%20{row.pk}",
        f"%20{key}/{row.pk}",
        f"{key}/x",
        f"x/{row.pk}",
        f"{key}/{'9' * 40}",
    ):
        assert client.get(f"/admin/r/{other}/").status_code == 404
    may_see = model is Area and role in (WRITER, EDITOR)
    assert response.status_code == (302 if may_see else 404 if model is not Area else 403)
    assert "/utkast/" not in response.get("Location", "")


def addresses():
    """``(name, model or None)`` of every address in the admin."""
    models = {
        f"{model._meta.app_label}_{model._meta.model_name}": model for model in admin.site._registry
    }
    for pattern in admin.site.get_urls():
        for each in getattr(pattern, "url_patterns", [pattern]):
            if isinstance(each, URLPattern) and each.name:
                label = next((label for label in models if each.name.startswith(f"{label}_")), None)
                yield each.name, models.get(label), tuple(each.pattern.converters)


# What everybody who may enter may ask for: nothing in them is anybody's.
FOR_ALL_STAFF = {
    "index", "login", "logout", "password_change", "password_change_done", "jsi18n", "day_in_words",
    "session", "app_list", "autocomplete", "view_on_site",
}  # fmt: skip


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_without_a_role_open_nothing(sign_in, method):
    """Walks every address that the admin has."""
    client, rows, asked = sign_in("nobody"), {}, 0
    for name, model, converters in addresses():
        if name in FOR_ALL_STAFF:
            continue
        arguments = []
        if model and converters:
            if model not in rows:
                rows[model] = make_row(model)
            arguments = [rows[model].pk, *[1] * (len(converters) - 1)]
        elif converters:
            continue
        response = getattr(client, method)(reverse(f"admin:{name}", args=arguments))
        is_closed = response.status_code in (403, 404, 405)
        # Opening hours lead to their own screen, which asks.
        assert is_closed or response.get("Location") == reverse("admin:exhibits_opening_hours"), (
            name
        )
        asked += 1
    assert asked > 100


# --- Drafts in choices ------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "is_named"), [(HOST, False), (WRITER, True), (EDITOR, True)])
def test_drafts_stand_in_no_choice_of_who_may_not_see_them(sign_in, role, is_named):
    drafts = [
        make_area(title="Hemligt område", published_at=None),
        make_plan(title="Hemlig plan", published_at=None),
        make_announcement(title="Hemlig nyhet", published_at=None),
    ]
    activity = make_activity(published_at=None, times=[timezone.now()])
    make_row(Room), make_row(Activity)
    client = sign_in(role)
    seen = ""
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        if issubclass(model, Publishable) and model is not Activity:
            continue
        for address in (
            reverse(f"{name}_changelist"),
            reverse(f"{name}_changelist").rstrip("/") + "/add/",
        ):
            response = client.get(address)
            seen += response.content.decode() if response.status_code == 200 else ""
    seen += client.get(f"/admin/exhibits/activity/{activity.pk}/change/").content.decode()
    assert ("Hemligt område" in seen) == is_named
    if not is_named:
        assert not [row for row in drafts if row.title in seen]


@pytest.mark.parametrize("words", ["Hemlig plan", "{key}"])
def test_a_draft_is_chosen_by_nobody_who_may_not_see_it(sign_in, words):
    plan = make_plan(title="Hemlig plan", published_at=None)
    activity = make_activity()
    client = sign_in(HOST)
    change = f"/admin/exhibits/activity/{activity.pk}/change/"
    form = as_posted(read_form(client.get(change)))
    sent = {"plan": "", "plan-shown": "", "plan-words": words.format(key=plan.pk)}
    answer = client.post(change, {**form, **sent})
    assert answer.status_code == 200 and "finns inget som heter" in answer.content.decode()


def test_what_an_editor_chose_stays_when_a_host_saves(sign_in):
    area = make_area(published_at=None)
    activity = make_activity(areas=[area], plan=make_plan(published_at=None))
    client = sign_in(HOST)
    change = f"/admin/exhibits/activity/{activity.pk}/change/"
    form = as_posted(read_form(client.get(change)))
    assert client.post(change, {**form, "summary": "Ny ingress."}).status_code == 302
    activity.refresh_from_db()
    assert activity.summary == "Ny ingress."
    assert activity.plan and list(activity.areas.all()) == [area]
