"""What an editor is refused or told when something becomes public, and what happens when it ends."""

import datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from helsingborgsrummet.content.past_fields import PastDateField, PastDateTimeField
from helsingborgsrummet.models.pictures import says_nothing
from news.models import Announcement
from tests.admin_form import read_form
from tests.admin_forms import announcement_fields, moment_fields
from tests.factory import (
    LONG_AGO,
    make_announcement,
    make_area,
    make_opportunity,
    make_picture,
    make_plan,
    make_standing_page,
)

pytestmark = pytest.mark.django_db
NEWS = "/admin/news/announcement/"
DAY = datetime.timedelta(days=1)


# --- What has been done lies behind us ----------------------------------------------------------------


def test_no_day_of_something_done_is_to_come():
    """Every such column of every model; which columns they are is told by their names."""
    done = {"checked_on", "updated_at", "feedback_on", "result_on", "corrected_at", "noted_on"}
    models = [model for model in apps.get_models() if model.__module__.split(".")[0] in
              ("exhibits", "news", "helsingborgsrummet")]  # fmt: skip
    columns = [each for model in models for each in model._meta.local_fields if each.name in done]
    assert {each.name for each in columns} == done and len(columns) >= 12
    today, now = timezone.localdate(), timezone.now()
    for column in columns:
        assert isinstance(column, PastDateField | PastDateTimeField), column
        past, to_come = (now, now + DAY) if column.name.endswith("_at") else (today, today + DAY)
        column.run_validators(past)
        with pytest.raises(ValidationError, match="Det kan inte ha skett än"):
            column.run_validators(to_come)


@pytest.mark.parametrize(
    "sent",
    [
        {"checked_on": (timezone.localdate() + DAY).isoformat()},
        moment_fields("updated_at", timezone.now() + DAY),
    ],
    ids=lambda sent: next(iter(sent)),
)
def test_a_form_refuses_what_has_not_been_done_yet(editor, sent):
    answer = editor.post(f"{NEWS}add/", announcement_fields(**sent))
    assert "Det kan inte ha skett än" in answer.content.decode()
    assert not Announcement.objects.exists()


# --- What is empty or not described -----------------------------------------------------------------------


@pytest.mark.parametrize("body", ["", "   ", "#", "---", "<!-- -->", "&nbsp;", "***"])
def test_nothing_empty_is_published(editor, body):
    moment = timezone.now() - DAY
    sent = announcement_fields(lead="", body=body, **moment_fields("published_at", moment))
    answer = editor.post(f"{NEWS}add/", sent)
    assert answer.status_code == 200
    assert not Announcement.objects.exists()
    assert editor.post(f"{NEWS}add/", announcement_fields(lead="", body=body)).status_code == 302
    editor.post(
        NEWS, {"action": "publish_now", "_selected_action": [Announcement.objects.get().pk]}
    )
    assert Announcement.objects.get().published_at is None


@pytest.mark.parametrize(
    "kwargs", [{"lead": "Ingress.", "body": ""}, {"lead": "", "body": "Ord."}], ids=str
)
def test_a_lead_or_a_text_is_enough(editor, kwargs):
    row = make_announcement(published_at=None, **kwargs)
    editor.post(NEWS, {"action": "publish_now", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.published_at


NOTHING_SAID = [
    "IMG_4711.jpg", "img 4711", "DSC00012", "DSCF0001.JPG", "bild", "Bild 3", "Bilden", "foto", "Foto.",
    "kajen.png", "min fil.jpeg", "P1010034", "PXL_20260101_1200", "20260101_120000", "…", "-", "Skärmbild 2026-01-01",
    "image", "photo", "bild bild", "namnlös",
]  # fmt: skip


@pytest.mark.parametrize("alt", NOTHING_SAID)
def test_what_says_nothing_describes_no_picture(editor, alt):
    picture = make_picture(alt="")
    url = f"/admin/helsingborgsrummet/picture/{picture.pk}/"
    form = {name: values[0] for name, values in read_form(editor.get(f"{url}change/")).items()}
    answers = [
        editor.post(f"{url}change/", {**form, "alt": alt}),
        editor.post(f"{url}beskriv/", {"title": "T", "alt_state": "text", "alt": alt,
                                       "credit": "C", "kind": "photo"}),
    ]  # fmt: skip
    for answer in answers:
        assert "säger inte vad bilden visar" in answer.content.decode()
    picture.refresh_from_db()
    assert picture.alt == ""


@pytest.mark.parametrize(
    "alt",
    ["Ett hus.", "Bild av Karl Johans staty", "Fotoutställning i hamnen", "P-huset vid kajen"],
)
def test_what_says_something_is_no_name_of_a_file(alt):
    assert not says_nothing(alt)


# --- What to know ---------------------------------------------------------------------------------------------


def told(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def person(**kwargs):
    return make_picture(title="Invigningen", shows_people=True, **kwargs)


CASES = [
    ("utan samtycke", lambda: make_announcement(picture=person(), published_at=None),
     "visar personer, men samtycke saknas"),
    ("samtycke slut", lambda: make_announcement(
        picture=person(consent_until=timezone.localdate() - DAY), published_at=None), "har gått ut"),
    ("i texten", lambda: make_announcement(
        body=f"Se.\n\n![x](bild:{person().pk})", published_at=None), "samtycke saknas"),
    ("inte kontrollerad", lambda: make_opportunity(published_at=None, checked_on=None),
     "står inte i listan förrän någon har kontrollerat"),
    ("för gammal kontroll", lambda: make_opportunity(
        published_at=None, checked_on=timezone.localdate() - 121 * DAY), "står inte i listan förrän"),
    ("inte ledig", lambda: make_opportunity(published_at=None, state="gone"), "står inte i listan över"),
    ("plan i utkast", lambda: make_plan(make_area(title="Hamnen", published_at=None), published_at=None),
     "visas inte förrän ”Hamnen” visas"),
    ("inget att veta", lambda: make_opportunity(published_at=None, checked_on=timezone.localdate()), ""),
]  # fmt: skip


@pytest.mark.parametrize(("make", "words"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
@pytest.mark.parametrize("door", ["list", "form"])
def test_who_publishes_is_told_what_to_know(editor, make, words, door):
    row = make()
    address = f"/admin/{row._meta.app_label}/{row._meta.model_name}/"
    if door == "list":
        chosen = {"action": "publish_now", "_selected_action": [row.pk]}
        answer = editor.post(address, chosen, follow=True)
    else:
        change = f"{address}{row.pk}/change/"
        form = read_form(editor.get(change))
        # What stands in a template for further pictures is sent by no browser.
        sent = {name: [value for value in values if value] for name, values in form.items()}
        answer = editor.post(change, {**sent, "_publish": "1"}, follow=True)
    row.refresh_from_db()
    assert row.published_at
    if words:
        assert words in told(answer)
    else:
        assert "står inte" not in told(answer) and "visas inte" not in told(answer)


def test_the_chooser_and_the_form_say_whose_consent_lacks(editor):
    person(), person(consent_until=timezone.localdate() - DAY)
    fine = person(consent_until=timezone.localdate())
    page = editor.get("/admin/helsingborgsrummet/picture/valj/").content.decode()
    assert page.count('data-consent-words="Samtycke saknas"') == 1
    assert page.count('data-consent-words="Samtycket har gått ut"') == 1
    assert page.count('data-consent-words=""') == 1
    row = make_announcement(picture=fine)
    assert "Samtycke" not in editor.get(f"{NEWS}{row.pk}/change/").content.decode()
    row.picture = person()
    row.save()
    assert "Samtycke saknas" in editor.get(f"{NEWS}{row.pk}/change/").content.decode()


# --- The place at the top -------------------------------------------------------------------------------------


def withdraw_in_the_list(editor, row):
    sent = {"action": "withdraw_now", "_selected_action": [row.pk], "withdraw": "1"}
    editor.post(NEWS, {**sent, "withdrawn_reason": "Slut."})


def withdraw_in_the_form(editor, row):
    change = f"{NEWS}{row.pk}/change/"
    form = {
        name: values for name, values in read_form(editor.get(change)).items() if values != [""]
    }
    moment = moment_fields("withdrawn_at", timezone.now())
    editor.post(change, {**form, **moment, "withdrawn_reason": "Slut."})


@pytest.mark.parametrize("withdraw", [withdraw_in_the_list, withdraw_in_the_form])
def test_what_is_withdrawn_leaves_the_top(editor, withdraw):
    row = make_announcement(pinned_place=1)
    withdraw(editor, row)
    row.refresh_from_db()
    assert (row.withdrawn_at is not None, row.pinned_place) == (True, None)
    row.publish(timezone.now())
    row.refresh_from_db()
    assert row.pinned_place is None


def test_what_was_withdrawn_by_the_clock_gives_its_place_to_another(editor):
    gone = make_announcement(pinned_place=1, withdrawn_at=LONG_AGO + DAY)
    sent = announcement_fields(pinned_place="1", **moment_fields("published_at", LONG_AGO))
    assert editor.post(f"{NEWS}add/", sent).status_code == 302
    gone.refresh_from_db()
    assert gone.pinned_place is None
    assert Announcement.objects.get(pinned_place=1).title == "Skriven i admin"


def test_a_place_at_the_top_that_is_taken_stays_taken(editor):
    taken = make_announcement(pinned_place=1)
    answer = editor.post(f"{NEWS}add/", announcement_fields(pinned_place="1"))
    assert "redan fäst på den platsen" in answer.content.decode()
    taken.refresh_from_db()
    assert taken.pinned_place == 1


def test_other_pages_are_published_as_before(editor):
    page = make_standing_page(published_at=None, summary="Om oss.", body="Text.")
    editor.post(
        "/admin/helsingborgsrummet/standingpage/",
        {"action": "publish_now", "_selected_action": [page.pk]},
    )
    page.refresh_from_db()
    assert page.published_at
