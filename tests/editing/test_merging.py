"""Two people edit the same thing: nothing is overwritten unseen, and nobody is asked in vain."""

import re
import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from exhibits.models import KeyFact
from helsingborgsrummet.editing import history
from helsingborgsrummet.editing.merging import LOADED
from helsingborgsrummet.models import Notice
from news.models import Announcement
from tests.admin_form import read_form, row_number
from tests.factory import make_announcement, make_area, make_topic

pytestmark = pytest.mark.django_db
NEWS = "/admin/news/announcement/"


@pytest.fixture
def anna(person):
    return person("anna")


@pytest.fixture
def bo(person):
    return person("bo")


def address_of(obj):
    return f"/admin/{obj._meta.app_label}/{obj._meta.model_name}/{obj.pk}/change/"


def open_form(client, obj):
    return read_form(client.get(address_of(obj)))


def save(client, obj, fields, **changes):
    return client.post(address_of(obj), {**fields, **changes})


def choices(response):
    """The answers that the page asks for: values by name of the question."""
    found = {}
    for name, value in re.findall(
        r'<input type="radio" name="(merge-[^"]+)" value="([^"]+)"', response.content.decode()
    ):
        found.setdefault(name, []).append(value)
    return found


def messages_of(response, client):
    page = client.get(response["Location"]).content.decode()
    return re.sub(
        r"<[^>]+>", "", " ".join(re.findall(r'<ul class="messagelist">.*?</ul>', page, re.S))
    )


MINE, THEIRS = 0, 1
# What I change, what the other changes meanwhile, what I answer, what is stored in the end.
CASES = {
    "only mine": ({"lead": "Min."}, {}, {}, {"lead": "Min."}),
    "only theirs": ({}, {"lead": "Din."}, {}, {"lead": "Din."}),
    "different fields": ({"lead": "Min."}, {"title": "Din"}, {}, {"lead": "Min.", "title": "Din"}),
    "the same change": ({"lead": "Lika."}, {"lead": "Lika."}, {}, {"lead": "Lika."}),
    "keep mine": ({"lead": "Min."}, {"lead": "Din."}, {"merge-lead": MINE}, {"lead": "Min."}),
    "take theirs": ({"lead": "Min."}, {"lead": "Din."}, {"merge-lead": THEIRS}, {"lead": "Din."}),
    "one of each": (
        {"lead": "Min.", "body": "Mitt.", "source": "Jag"},
        {"lead": "Din.", "body": "Ditt.", "title": "Din"},
        {"merge-lead": MINE, "merge-body": THEIRS},
        {"lead": "Min.", "body": "Ditt.", "source": "Jag", "title": "Din"},
    ),
    "line ends are no change": (
        {"lead": "Min."}, {"body": "Ett stycke.\r\n\r\nEtt till."}, {},
        {"lead": "Min.", "body": "Ett stycke.\r\n\r\nEtt till."},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_changes_of_two_people_meet(anna, bo, case):
    mine, theirs, answers, expected = CASES[case]
    page = make_announcement(title="Titel", lead="Först.", body="Ett stycke.\n\nEtt till.")
    fields = open_form(anna, page)
    assert save(bo, page, open_form(bo, page), **theirs).status_code == 302
    response = save(anna, page, fields, **mine)
    if answers:
        assert response.status_code == 200
        content = response.content.decode()
        assert "Någon annan har sparat medan du skrev" in content
        assert re.search(r"Ändrades också av bo kl\. \d", content)
        for value in mine.values():
            assert value in content
        asked = choices(response)
        assert set(asked) == set(answers)
        page.refresh_from_db()
        assert all(getattr(page, name) == value for name, value in theirs.items())
        again = read_form(response)
        # Without an answer nothing is saved.
        assert save(anna, page, again).status_code == 200
        response = save(anna, page, again, **{key: asked[key][answers[key]] for key in asked})
    assert response.status_code == 302
    page.refresh_from_db()
    for name, value in expected.items():
        assert getattr(page, name) == value


def test_what_came_from_others_is_said(anna, bo):
    page = make_announcement()
    fields = open_form(anna, page)
    save(bo, page, open_form(bo, page), lead="Bos ingress.", title="Bos rubrik")
    response = save(anna, page, fields, body="Annas text.")
    told = messages_of(response, anna)
    assert re.search(r"Medan du skrev ändrade bo kl\. [\d.]+: rubrik och ingress\.", told)
    entry = history.entries(history.versions_of(page)[:2], is_complete=False)[0]
    assert (entry.user_name, entry.changes) == ("anna", ["brödtext"])


def test_a_third_change_is_asked_about_anew(anna, bo):
    page = make_announcement()
    fields = open_form(anna, page)
    save(bo, page, open_form(bo, page), lead="Den andra.")
    response = save(anna, page, fields, lead="Min.")
    answer = {"merge-lead": choices(response)["merge-lead"][MINE]}
    save(bo, page, open_form(bo, page), lead="Den tredje.")
    response = save(anna, page, read_form(response), **answer)
    assert response.status_code == 200
    assert "tredje" in response.content.decode()
    page.refresh_from_db()
    assert page.lead == "Den tredje."


def test_topics_changed_by_both_are_asked_about(anna, bo):
    first, second, third = (make_topic(title=title) for title in ("Ett", "Två", "Tre"))
    page = make_announcement(topics=[first])
    fields = open_form(anna, page)
    save(bo, page, open_form(bo, page), topics=[first.pk, second.pk])
    response = save(anna, page, fields, topics=[third.pk])
    assert set(choices(response)) == {"merge-topics"}
    key, (mine, _) = choices(response).popitem()
    assert save(anna, page, read_form(response), **{key: mine}).status_code == 302
    assert list(page.topics.all()) == [third]


def test_topics_changed_by_the_other_alone_are_kept(anna, bo):
    page, topic = make_announcement(), make_topic()
    fields = open_form(anna, page)
    save(bo, page, open_form(bo, page), topics=[topic.pk])
    assert save(anna, page, fields, lead="Ny.").status_code == 302
    assert list(page.topics.all()) == [topic]


def test_a_form_of_a_draft_does_not_take_back_the_publishing(anna, bo):
    page = make_announcement(published_at=None)
    fields = open_form(anna, page)
    bo.post(NEWS, {"action": "publish_now", "_selected_action": [page.pk]})
    response = save(anna, page, fields, lead="Ny ingress.")
    page.refresh_from_db()
    assert page.published_at
    assert page.lead == "Ny ingress."
    assert "ändrade bo" in messages_of(response, anna)


def test_a_writer_whose_draft_was_published_gets_the_text_back(bo, person):
    page = make_announcement(title="Orörd", published_at=None)
    writer = person("vera", "Skribent")
    fields = open_form(writer, page)
    bo.post(NEWS, {"action": "publish_now", "_selected_action": [page.pk]})
    response = save(writer, page, fields, body="Mycket möda.")
    assert response.status_code == 403
    content = response.content.decode()
    assert "Mycket möda." in content
    assert "av bo kl." in content
    page.refresh_from_db()
    assert page.body == "Ett stycke text."


def test_who_edits_what_was_deleted_gets_the_text_back(anna, bo):
    page = make_announcement(published_at=None)
    fields = open_form(anna, page)
    bo.post(f"{NEWS}{page.pk}/delete/", {"post": "yes"})
    response = save(anna, page, fields, body="Mycket möda.")
    assert response.status_code == 404
    assert "Mycket möda." in response.content.decode()


def test_two_tabs_of_one_person_are_two_people(anna):
    page = make_announcement()
    first, second = open_form(anna, page), open_form(anna, page)
    save(anna, page, first, lead="Ena fliken.")
    response = save(anna, page, second, lead="Andra fliken.")
    assert response.status_code == 200
    assert "Ändrades också av anna" in response.content.decode()


def test_the_preview_shows_mine_and_what_only_others_changed(anna, bo):
    page = make_announcement()
    fields = open_form(anna, page)
    save(bo, page, open_form(bo, page), lead="Bos ingress.", title="Bos rubrik")
    response = anna.post(f"{NEWS}{page.pk}/forhandsvisning/", {**fields, "lead": "Annas ingress."})
    content = response.content.decode()
    assert "Annas ingress." in content
    assert "<h1>Bos rubrik</h1>" in content


@pytest.mark.parametrize(
    "loaded",
    [
        "",
        "{",
        "[]",
        "[" * 3000,
        '{"a":' * 1000,
        '{"fields": 3, "rows": []}',
        '{"rows": {"key_facts": 1}}',
    ],
)
def test_marks_that_make_no_sense_save_as_without(anna, loaded):
    page = make_area()
    fields = {**open_form(anna, page), LOADED: loaded}
    assert save(anna, page, fields, summary="Ny.").status_code == 302
    page.refresh_from_db()
    assert page.summary == "Ny."


# --- Rows below a page --------------------------------------------------------------------------


@pytest.fixture
def area():
    area = make_area()
    for number in range(3):
        KeyFact.objects.create(area=area, label=f"Uppgift {number}", value="1", place=number)
    return area


def fact(area, number):
    return area.key_facts.get(label=f"Uppgift {number}")


def change_row(fields, row, **values):
    number = row_number(fields, "key_facts", row.pk)
    return {f"key_facts-{number}-{name}": value for name, value in values.items()}


def values_of(area):
    return {row.label: row.value for row in area.key_facts.all()}


def test_rows_changed_by_two_people_meet(anna, bo, area):
    fields, theirs = open_form(anna, area), open_form(bo, area)
    save(bo, area, theirs, **change_row(theirs, fact(area, 0), value="Bos"))
    response = save(anna, area, fields, **change_row(fields, fact(area, 1), value="Annas"))
    assert response.status_code == 302
    assert values_of(area) == {"Uppgift 0": "Bos", "Uppgift 1": "Annas", "Uppgift 2": "1"}
    assert "nyckeluppgifter" in messages_of(response, anna)


@pytest.mark.parametrize(("answer", "value"), [(MINE, "Annas"), (THEIRS, "Bos")])
def test_a_row_changed_by_both_is_asked_about(anna, bo, area, answer, value):
    row = fact(area, 1)
    fields, theirs = open_form(anna, area), open_form(bo, area)
    save(bo, area, theirs, **change_row(theirs, row, value="Bos"))
    response = save(anna, area, fields, **change_row(fields, row, value="Annas"))
    key = f"merge-key_facts-{row.pk}-value"
    assert set(choices(response)) == {key}
    assert "Ändrades också av bo" in response.content.decode()
    again = {**read_form(response), key: choices(response)[key][answer]}
    assert save(anna, area, again).status_code == 302
    assert values_of(area)["Uppgift 1"] == value


def test_a_row_that_the_other_removed_stays_removed(anna, bo, area):
    fields, theirs = open_form(anna, area), open_form(bo, area)
    save(bo, area, theirs, **change_row(theirs, fact(area, 0), DELETE="on"))
    response = save(anna, area, fields, **change_row(fields, fact(area, 2), value="Annas"))
    assert response.status_code == 302
    assert values_of(area) == {"Uppgift 1": "1", "Uppgift 2": "Annas"}


def test_a_row_that_the_other_removed_and_i_changed_comes_back_when_i_insist(anna, bo, area):
    fields, theirs = open_form(anna, area), open_form(bo, area)
    save(bo, area, theirs, **change_row(theirs, fact(area, 1), DELETE="on"))
    changes = change_row(fields, KeyFact(pk=fields["key_facts-1-id"][0]), value="Annas")
    response = save(anna, area, fields, **changes)
    assert response.status_code == 200
    assert "De står kvar som nya rader längre ned: Uppgift 1: Annas" in response.content.decode()
    assert values_of(area) == {"Uppgift 0": "1", "Uppgift 2": "1"}
    assert save(anna, area, read_form(response)).status_code == 302
    assert values_of(area) == {"Uppgift 0": "1", "Uppgift 1": "Annas", "Uppgift 2": "1"}


@pytest.mark.parametrize(("answer", "expected"), [(MINE, None), (THEIRS, "Bos")])
def test_a_row_that_i_removed_and_the_other_changed_is_asked_about(
    anna, bo, area, answer, expected
):
    row = fact(area, 1)
    fields, theirs = open_form(anna, area), open_form(bo, area)
    save(bo, area, theirs, **change_row(theirs, row, value="Bos"))
    response = save(anna, area, fields, **change_row(fields, row, DELETE="on"))
    key = f"merge-key_facts-{row.pk}"
    assert set(choices(response)) == {key}
    again = {**read_form(response), key: choices(response)[key][answer]}
    assert save(anna, area, again).status_code == 302
    assert values_of(area).get("Uppgift 1") == expected


def test_a_row_that_the_other_added_stays(anna, bo, area):
    fields, theirs = open_form(anna, area), open_form(bo, area)
    save(bo, area, theirs, **{
        "key_facts-TOTAL_FORMS": "4", "key_facts-3-label": "Ny", "key_facts-3-value": "2",
        "key_facts-3-place": "9",
    })  # fmt: skip
    assert save(anna, area, fields, summary="Annas.").status_code == 302
    assert values_of(area)["Ny"] == "2"


# --- Twice --------------------------------------------------------------------------------------


def test_a_double_click_adds_one(anna):
    address = "/admin/helsingborgsrummet/notice/add/"
    fields = {**read_form(anna.get(address)), "text": "Hissen är trasig."}
    answers = [anna.post(address, fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Notice.objects.count() == 1
    # The same form with something else in it is something else.
    assert anna.post(address, {**fields, "text": "Dörren är trasig."}).status_code == 302
    assert Notice.objects.count() == 2


def test_the_same_words_in_a_new_form_are_new(anna):
    address = "/admin/helsingborgsrummet/notice/add/"
    for _ in range(2):
        anna.post(address, {**read_form(anna.get(address)), "text": "Hissen är trasig."})
    assert Notice.objects.count() == 2


def test_a_double_click_adds_one_row(anna, area):
    fields = {
        **open_form(anna, area), "key_facts-TOTAL_FORMS": "4", "key_facts-3-label": "Ny",
        "key_facts-3-value": "2", "key_facts-3-place": "9",
    }  # fmt: skip
    assert [save(anna, area, fields).status_code for _ in range(2)] == [302, 302]
    assert area.key_facts.count() == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="the tests' SQLite database lives in one connection"
)
def test_two_savings_at_the_same_moment_do_not_both_pass():
    for user in ("anna", "bo"):
        User.objects.create_superuser(user)
    page = make_announcement()
    clients, forms, answers = [], [], []
    for user in User.objects.all():
        client = Client()
        client.force_login(user)
        clients.append(client)
        forms.append(open_form(client, page))
    start = threading.Barrier(2)

    def post(client, fields, words):
        start.wait()
        answers.append(save(client, page, fields, lead=words).status_code)
        connection.close()

    threads = [
        threading.Thread(target=post, args=(client, fields, words))
        for client, fields, words in zip(clients, forms, ("Annas.", "Bos."), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 302]
    assert Announcement.objects.get().lead in ("Annas.", "Bos.")
