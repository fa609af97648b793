"""*Meddela följare* in the admin: what a form tells, stops and leaves, and the page where one sees to it."""

import datetime
import re

import pytest
import time_machine

from exhibits.models import Plan
from helsingborgsrummet.models import Envelope
from news import telling, watching
from news.deliveries import deliver, stop, tell
from news.models import Announcement, Tiding
from tests.admin_form import read_form
from tests.factory import (
    make_activity,
    make_announcement,
    make_area,
    make_dialogue,
    make_plan,
    make_topic,
    swedish,
)
from tests.news.followers import make_follower

NOW = swedish(2026, 11, 24, 12)  # a Tuesday
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)
ON_DAY = NOW.date()
pytestmark = pytest.mark.django_db
BOXES = ("tell_publication", "tell_new", "tell_again")
STEP = {"stage": "samrad", "starts_on": str(ON_DAY), "starts_precision": "day", "ends_on": str(ON_DAY + 21 * DAY),
        "ends_precision": "day", "respond_url": "https://example.org/svara", "feedback_until_precision": "day"}  # fmt: skip


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW):
        yield


def form_of(page):
    return f"/admin/{page._meta.app_label}/{page._meta.model_name}/{page.pk}/change/"


def box_in(fields):
    """The box that a form offers, and whether it is ticked."""
    (name,) = {each.removeprefix("initial-") for each in fields if each.endswith(BOXES)}
    return name, name in fields


def save(client, page, tick=None, **values):
    """Save the form of a page as a browser would, with ``values`` typed and the box as it stands unless told."""
    fields = read_form(client.get(form_of(page)))
    name, _ = box_in(fields)
    if tick is not None:
        fields.pop(name, None)
        if tick:
            fields[name] = ["on"]
    fields |= {key: [value] for key, value in values.items()}
    response = client.post(form_of(page), fields, follow=True)
    assert response.redirect_chain, re.findall(
        r"errorlist.*?</ul>", response.content.decode(), re.S
    )
    return [str(each) for each in response.context["messages"]]


def step_fields(page, **values):
    """A new step in the form of a plan."""
    number = page.steps.count()
    return {
        "steps-TOTAL_FORMS": str(number + 1),
        **{f"steps-{number}-{name}": value for name, value in {**STEP, **values}.items()},
    }


def pending():
    return {each.key: each.sentence for each in Tiding.objects.all() if telling._is_pending(each)}


# --- What the form offers -------------------------------------------------------------------------


def told(page, what=None):
    tell(page, NOW - DAY, what=what)
    Tiding.objects.update(told_at=NOW - DAY + HOUR)


@pytest.mark.parametrize(
    ("make", "before", "expected"),
    [
        (lambda: make_announcement(published_at=None), None, ("tell_publication", True)),
        (lambda: make_announcement(published_at=NOW + DAY), None, ("tell_publication", True)),
        (lambda: make_announcement(published_at=NOW + DAY), lambda p: stop(p, NOW),
         ("tell_publication", False)),
        # Within the grace, told, stopped, and never told.
        (lambda: make_announcement(published_at=NOW), None, ("tell_new", True)),
        (lambda: make_announcement(published_at=NOW), told, ("tell_again", False)),
        (lambda: make_announcement(published_at=NOW), lambda p: stop(p, NOW), ("tell_again", False)),
        (make_announcement, None, ("tell_again", False)),
        (lambda: make_plan(published_at=None), None, ("tell_publication", True)),
        (make_plan, None, ("tell_new", True)),
        (make_dialogue, None, ("tell_new", True)),
        (lambda: make_activity(times=[NOW + DAY]), None, ("tell_new", True)),
    ],
)  # fmt: skip
def test_a_form_offers_to_tell_what_is_new_and_not_what_is_edited(editor, make, before, expected):
    page = make()
    if before:
        before(page)
    assert box_in(read_form(editor.get(form_of(page)))) == expected


def test_who_may_not_publish_is_offered_nothing(writer, client):
    page = make_announcement(published_at=None)
    fields = read_form(writer.get(form_of(page)))
    assert not [name for name in fields if "tell" in name]
    assert "Meddela följare" not in writer.get("/admin/news/announcement/add/").content.decode()
    fields = {**fields, "tell_publication": ["on"], "initial-tell_publication": ["True"]}
    writer.post(form_of(page), {**fields, "tell_sentence": ["Hej"], "initial-tell_sentence": [""]})
    assert not Tiding.objects.exists()
    address = telling.address_of_telling(page)
    assert writer.get(address).status_code == 403
    data = {"entry": f"news.announcement:{page.pk}:nyhet", "do": "tell"}
    assert writer.post(address, data).status_code == 403
    assert not Tiding.objects.exists()


# --- What saving tells ----------------------------------------------------------------------------

PUBLISH = {"_publish": "1"}
CASES = {
    "news that is published": (
        lambda: make_announcement(published_at=None), None, PUBLISH, {"nyhet": ""}),
    "with a sentence": (
        lambda: make_announcement(published_at=None), None,
        {**PUBLISH, "tell_sentence": "Läs!"}, {"nyhet": "Läs!"}),
    "not to be told": (lambda: make_announcement(published_at=None), False, PUBLISH, {}),
    "a comma": (make_announcement, None, {"lead": "Rättad, ja."}, {}),
    "a comma, to be told": (make_announcement, True, {"lead": "Rättad."}, {"nyhet": ""}),
    "within the grace": (
        lambda: make_announcement(published_at=NOW), None, {"tell_sentence": "Läs!"},
        {"nyhet": "Läs!"}),
    "stopped within the grace": (
        lambda: make_announcement(published_at=NOW), False, {"lead": "Rättad."}, {}),
    "news from the archive": (
        lambda: make_announcement(published_at=None), None,
        {"published_at_0": "2019-03-04", "published_at_1": "09:00:00"}, {}),
    "a step that has begun": (make_plan, None, step_fields, {"oppnar": ""}),
    "a step and a sentence": (
        make_plan, None, lambda p: {**step_fields(p), "tell_sentence": "Nu!"}, {"oppnar": "Nu!"}),
    "a step, not to be told": (make_plan, False, step_fields, {}),
    "a step of long ago": (
        make_plan, None,
        lambda p: step_fields(p, starts_on="1998-02-03", ends_on="1998-03-03"), {}),
    "a step that is only expected": (
        make_plan, None, lambda p: step_fields(p, is_expected="on"), {}),
    "a plan's text": (make_plan, None, {"summary": "Rättad."}, {}),
    "a result": (make_dialogue, None, {"result": "Lekplats."}, {"resultat": ""}),
    "a result and a sentence": (
        make_dialogue, None, {"result": "Lekplats.", "tell_sentence": "Tack!"},
        {"resultat": "Tack!"}),
    "a result, not to be told": (make_dialogue, False, {"result": "Lekplats."}, {}),
    "a result that is mended": (
        lambda: make_dialogue(result="Lekplts."), None, {"result": "Lekplats."}, {}),
    "feedback": (
        lambda: make_activity(times=[NOW - 9 * DAY]), None,
        {"heard": "Mörkt.", "feedback_on": str(ON_DAY)}, {"resultat": ""}),
    "an activity that is published": (
        lambda: make_activity(published_at=None, times=[NOW + DAY]), None, PUBLISH,
        {"aktivitet": ""}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_saving_tells_what_is_new_as_it_was_chosen(editor, case):
    make, tick, values, expected = CASES[case]
    page = make()
    save(editor, page, tick, **(values(page) if callable(values) else values))
    watching.tell_what_time_brings(NOW + MINUTE)
    assert {key.split(":")[2]: sentence for key, sentence in pending().items()} == expected


def test_what_is_typed_in_a_draft_waits_for_its_publication(editor):
    page = make_announcement(published_at=None)
    save(editor, page, tell_sentence="Kom och titta!")
    fields = read_form(editor.get(form_of(page)))
    assert fields["tell_sentence"] == ["Kom och titta!"]
    assert deliver(NOW + 400 * DAY) == 0
    page.refresh_from_db()
    page.publish(NOW + DAY)
    tiding = Tiding.objects.get()
    assert (tiding.at, tiding.sentence) == (NOW + DAY, "Kom och titta!")
    plan = make_plan(published_at=None)
    save(editor, plan, **step_fields(plan, starts_on=str(ON_DAY + 5 * DAY)), tell_sentence="Nu!")
    Plan.objects.get(pk=plan.pk).publish(NOW + DAY)
    # On the morning when it opens.
    assert Tiding.objects.get(what="oppnar").at == swedish(2026, 11, 29, 7)
    # And when that day is moved, then.
    plan.refresh_from_db()
    save(editor, plan, **{"steps-0-starts_on": str(ON_DAY + 7 * DAY)})
    assert Tiding.objects.get(what="oppnar").at == swedish(2026, 12, 1, 7)


def test_a_form_that_was_opened_before_others_told_it_tells_nothing_twice(editor):
    page = make_announcement(published_at=None)
    fields = read_form(editor.get(form_of(page)))
    Announcement.objects.get().publish(NOW)
    Tiding.objects.update(told_at=NOW, sentence="Den andras.")
    editor.post(form_of(page), {**fields, "lead": ["Rättad."]})
    assert list(Tiding.objects.values_list("told_at", "sentence")) == [(NOW, "Den andras.")]


def test_a_sentence_that_nobody_gets_is_given_back(editor):
    said = save(editor, make_plan(), tell_sentence="En viktig sak.")
    assert any("”En viktig sak.”" in each for each in said)
    assert not Tiding.objects.exists()


# --- The page about a page ------------------------------------------------------------------------


def act(client, page, do, what, **values):
    entry = f"{page._meta.label_lower}:{page.pk}:{what}"
    return client.post(
        telling.address_of_telling(page), {"entry": entry, "do": do, **values}, follow=True
    )


def test_one_sees_how_many_get_the_letter_and_how_it_looks(editor):
    topic, area = make_topic(), make_area()
    page = make_announcement(published_at=NOW, topics=[topic], areas=[area], title="Ny bro & park")
    make_follower("ena", topic, now=NOW - DAY)
    make_follower("bada", topic, area, now=NOW - DAY)
    assert "2 följare får brevet" in editor.get(form_of(page)).content.decode()
    assert "2 följare får brevet" in editor.get(telling.address_of_telling(page)).content.decode()
    letter = f"/admin/news/tiding/brev/news.announcement/{page.pk}/nyhet/"
    response = editor.post(letter, {"sentence": "Kom <snart>!"})
    html = response.content.decode()
    assert "Ny bro &amp; park" in html and "Kom &lt;snart&gt;!" in html and "\x01" not in html
    assert "unsafe" not in response["Content-Security-Policy"]
    assert editor.get(letter).status_code == 405


def test_the_letter_of_an_unsaved_form_looks_as_it_will(editor, django_user_model):
    django_user_model.objects.update(email="red@rummet.example")
    area, other = make_area(title="Kajen"), make_area(title="Söder")
    plan = make_plan(area, title="Kvarteret", published_at=NOW - DAY)
    make_follower("kajen", area, now=NOW - DAY)
    make_follower("soder", other, now=NOW - DAY)
    fields = read_form(editor.get(form_of(plan)))
    address = form_of(plan).replace("change/", "brev/")
    assert "Inget nytt att meddela" in editor.post(address, fields).content.decode()
    fields["title"], fields["tell_sentence"] = ["Kvarteret Sjöhästen"], ["Nu händer det <snart>!"]
    fields["other_areas"] = [other.pk]
    fields |= {f"steps-0-{name}": [value] for name, value in STEP.items()}
    fields["steps-TOTAL_FORMS"] = ["1"]
    response = editor.post(address, fields)
    html = response.content.decode()
    assert "<h1>Tyck till: Kvarteret Sjöhästen</h1>" in html and "Samrådet har börjat." in html
    assert (
        "Nu händer det &lt;snart&gt;!" in html and "2 följare får brevet. Inget är sparat." in html
    )
    assert "unsafe" not in response["Content-Security-Policy"] and "\x01" not in html
    assert not plan.steps.exists() and not Envelope.objects.filter(letter__kind="prov").exists()
    html = editor.post(address, {**fields, "_test": ["ja"]}).content.decode()
    assert "Ett prov är på väg till red@rummet.example." in html
    assert (
        Envelope.objects.get(letter__kind="prov").letter.subject
        == "Prov: Tyck till: Kvarteret Sjöhästen"
    )
    # It is the very letter that goes once the form is saved.
    said = editor.post(address, fields).content.decode().partition("<h1>")[2]
    del fields["other_areas"], fields["tell_sentence"]
    editor.post(form_of(plan), {**fields, "tell_sentence": ["Nu händer det <snart>!"]})
    step = plan.steps.get()
    stored = f"/admin/news/tiding/brev/exhibits.planstep/{step.pk}/oppnar/"
    sent = editor.post(stored, {"sentence": "Nu händer det <snart>!"}).content.decode()
    assert sent.partition("<h1>")[2] == said
    # What is there already is not told again.
    deliver(NOW + HOUR)
    fields = read_form(editor.get(form_of(plan)))
    fields["steps-0-note"] = ["Rättat."]
    assert "Inget nytt att meddela" in editor.post(address, fields).content.decode()


@pytest.mark.parametrize("make", [make_announcement, make_dialogue, make_activity])
def test_a_new_page_has_a_letter_before_it_is_saved(editor, make):
    stored = make(title="Något nytt", published_at=None)
    fields = read_form(editor.get(form_of(stored)))
    kind = form_of(stored).partition(f"{stored.pk}/")[0]
    html = editor.post(f"{kind}brev/", {**fields, "slug": ["annat"]}).content.decode()
    assert "Något nytt" in html and "Ingen följer det än. Inget är sparat" in html
    assert type(stored).objects.count() == 1


def test_who_may_not_publish_sees_no_letter(writer):
    plan = make_plan(published_at=None)
    assert writer.post(form_of(plan).replace("change/", "brev/")).status_code == 403


def test_a_test_goes_to_the_editor_alone(editor, django_user_model):
    page = make_announcement(published_at=NOW)
    assert "ingen e-postadress" in act(editor, page, "test", "nyhet").content.decode()
    django_user_model.objects.update(email="red@rummet.example")
    response = act(editor, page, "test", "nyhet", sentence="Läs!")
    assert "red@rummet.example" in response.content.decode()
    assert "Läs!</textarea>" in response.content.decode()
    assert [each.address for each in Envelope.objects.all()] == ["red@rummet.example"]
    assert Tiding.objects.get().told_at is None


def test_it_can_be_stopped_and_told_after_all_and_again_only_on_purpose(editor):
    topic = make_topic()
    page = make_announcement(published_at=NOW, topics=[topic])
    make_follower("kim", topic, now=NOW - DAY)
    groups = editor.get("/admin/").context["groups"]
    (row,) = [row for each in groups if each.title.startswith("Brev till") for row in each.rows]
    assert row.text == page.title
    assert row.note == "går tidigast 24 november 2026 kl. 12.15 och kan stoppas"
    assert editor.get(row.url).headers["Location"] == telling.address_of_telling(page)
    assert pending()
    act(editor, page, "stop", "nyhet")
    assert deliver(NOW + HOUR) == 0
    act(editor, page, "tell", "nyhet", sentence="Ändå.")
    assert list(pending().values()) == ["Ändå."]
    assert deliver(NOW + HOUR) == 1
    for values in ({}, {"do": "tell"}):
        act(editor, page, values.get("do", "again"), "nyhet")
        assert not pending()
    act(editor, page, "again", "nyhet", is_meant="ja")
    assert deliver(NOW + 2 * HOUR) == 1
    assert Tiding.objects.count() == 2


def test_results_that_nobody_was_told_of_offer_themselves(editor):
    page = make_dialogue(result="Det blev en lekplats.")
    assert not pending()
    response = editor.get(telling.address_of_telling(page))
    assert "Inte meddelat" in response.content.decode()
    act(editor, page, "tell", "resultat")
    assert len(pending()) == 1
