"""Public forms: who is let in, who is stopped and how, and that nothing typed is lost."""

import datetime
import os
import re
import subprocess
import sys

import pytest
from django import forms
from django.conf import settings as site_settings
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import path

from helsingborgsrummet import due_work
from helsingborgsrummet.models import FormSource
from helsingborgsrummet.public_forms import (
    AddressField,
    PublicForm,
    PublicFormView,
    ReceiptView,
    limits,
)
from helsingborgsrummet.public_forms.origin import sender_networks
from helsingborgsrummet.public_forms.token import is_valid, make_token
from helsingborgsrummet.serving.generation import generation
from helsingborgsrummet.urls import urlpatterns as site_urls
from tests.factory import swedish
from tests.shared_database import in_reach_of_others

NOW = swedish(2026, 11, 24, 12)
SECOND, MINUTE, HOUR = (datetime.timedelta(seconds=each) for each in (1, 60, 3600))


class VisitForm(PublicForm):
    """A form with one field of each sort."""

    submit = "Skicka anmälan"
    name = forms.CharField(label="Vad heter gruppen?", help_text="Till exempel klass 8A.")
    email = AddressField(help_text="Hit skickas svaret.")
    what = forms.MultipleChoiceField(
        label="Vad vill ni se?",
        choices=[("modell", "Modellen"), ("film", "Filmen")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label="Vi är minst fem", required=False)


class VisitView(PublicFormView):
    """Accepts everything, and keeps it."""

    name, form_class, template = "besok", VisitForm, "form.html"
    accepted = []

    def accept(self, form):
        if form.cleaned_data["name"] == "full":
            form.add_error("name", "Den dagen är full.")
            return None
        self.accepted.append(form.cleaned_data)
        return "/tack/"


class Thanks(ReceiptView):
    """What is read afterwards."""

    template = "tack.html"


FORM = """{% extends "page.html" %}{% block title %}Anmäl{% endblock %}{% block label %}<h1>Anmäl</h1>{% endblock %}
{% block content %}<div class="wrap">{% include "components/public_form.html" %}</div>{% endblock %}"""
THANKS = """{% extends "page.html" %}{% block label %}<h1>Tack!</h1>{% endblock %}"""
urlpatterns = [
    path("anmal/", VisitView.as_view()),
    path("tack/", Thanks.as_view()),
    path("secret/<str:token>/", lambda request, token: HttpResponse()),
    *site_urls,
]
FILLED = {"name": "8A <b>", "email": "Lärare@Skola.SE", "what": ["film"], "agree": "on"}
RIGHT = {**FILLED, "email": "Kim+8a@Exempel.se"}
OWN = {"Origin": "http://testserver"}

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def _pages(monkeypatch, time_machine):
    """The two templates, which no page of the site has, and a clock that stands still."""
    time_machine.move_to(NOW, tick=False)
    engine = engines["django"].engine
    own = {"form.html": FORM, "tack.html": THANKS}
    find = engine.find_template

    def found(name, *args, **kwargs):
        if name in own:
            return engine.from_string(own[name]), None
        return find(name, *args, **kwargs)

    monkeypatch.setattr(engine, "find_template", found)
    VisitView.accepted = []


def send(data=RIGHT, headers=OWN, token=None, **extra):
    token = make_token("besok", NOW) if token is None else token
    return Client().post("/anmal/", {"nyckel": token, **data}, headers=headers, **extra)


def stands(answer, data):
    """Whether everything that was typed stands in the form."""
    text = answer.content.decode()
    return (
        'value="8A &lt;b&gt;"' in text
        and f'value="{data["email"]}"' in text
        and re.search(r'value="film"[^>]* checked', text) is not None
        and re.search(r'name="agree"[^>]* checked', text) is not None
    )


def test_a_form_that_is_right_leads_to_its_receipt():
    before = generation()
    answer = send()
    assert (answer.status_code, answer["Location"]) == (303, "/tack/")
    (accepted,) = VisitView.accepted
    assert accepted["email"] == "kim+8a@exempel.se"
    assert not answer.cookies and generation() == before
    receipt = Client().get("/tack/")
    assert receipt.status_code == 200 and 'content="noindex"' in receipt.content.decode()


def test_the_page_is_the_same_for_everybody_and_kept(client):
    pages = [Client(REMOTE_ADDR=address).get("/anmal/") for address in ("192.0.2.1", "192.0.2.2")]
    assert pages[0].content == pages[1].content
    assert pages[0]["Cache-Control"] == "public, no-cache" and not pages[0].cookies
    text = pages[0].content.decode()
    assert '<label for="id_name">' in text and "required" not in text
    assert 'aria-describedby="id_name_helptext"' in text and "(frivilligt)" in text
    assert "Formuläret är inte skickat" not in text


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"data": FILLED}, 422, "Skriv en e-postadress med @"),
        ({"data": {**RIGHT, "webbplats": "http://x"}}, 422, "Töm fältet"),
        ({"headers": {"Origin": "https://annan.example"}}, 403, "kom inte från den här sidan"),
        ({"headers": {"Origin": "null"}}, 403, "kom inte från den här sidan"),
        ({"headers": {}}, 403, "kom inte från den här sidan"),
        ({"headers": {"Sec-Fetch-Site": "cross-site"}}, 403, "kom inte från den här sidan"),
        ({"token": ""}, 403, "öppen för länge"),
        ({"token": make_token("annat", NOW)}, 403, "öppen för länge"),
        ({"token": make_token("besok", NOW - 48 * HOUR)}, 403, "öppen för länge"),
    ],
)
def test_whoever_is_stopped_is_told_why_and_loses_nothing(change, status, words, caplog):
    answer = send(**change)
    text = answer.content.decode()
    assert answer.status_code == status and words in text
    assert stands(answer, change.get("data", RIGHT))
    assert VisitView.accepted == [] and answer["Cache-Control"] == "private, no-store"
    assert not FormSource.objects.exists() and caplog.text == ""
    # What is shown can be sent as it is, once it is mended.
    fresh = re.search(r'name="nyckel" value="([^"]+)"', text)[1].replace("&#x3D;", "=")
    assert send(token=fresh).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        OWN,
        {"Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Referer": "http://testserver/anmal/"},
    ],
)
def test_our_own_page_is_known_by_what_browsers_say(headers):
    assert send(headers=headers).status_code == 303


def test_what_is_wrong_is_said_at_the_field_and_above_the_form():
    text = send({"name": "", "email": ""}).content.decode()
    assert '<a href="#id_name">Svara på frågan: Vad heter gruppen?</a>' in text
    assert 'aria-describedby="id_name_helptext id_name_error"' in text
    assert (
        '<p class="form-error" id="id_name_error">Svara på frågan: Vad heter gruppen?</p>' in text
    )
    assert 'action="/anmal/#formular"' in text
    answer = send({**RIGHT, "name": "full"})
    assert answer.status_code == 422 and "Den dagen är full." in answer.content.decode()


@pytest.mark.parametrize(
    ("made", "sent", "expected"),
    [
        ((2026, 11, 24, 23, 59), (2026, 11, 25, 23, 59), True),
        ((2026, 11, 24, 0, 0), (2026, 11, 26, 0, 0), False),
        ((2026, 11, 25, 0, 1), (2026, 11, 24, 23, 59), False),
        # Days are Swedish ones, long and short.
        ((2026, 10, 25, 0, 0), (2026, 10, 26, 23, 59), True),
        ((2026, 3, 29, 0, 0), (2026, 3, 31, 0, 0), False),
    ],
)
def test_a_token_is_good_until_the_end_of_the_next_day(made, sent, expected):
    assert is_valid(make_token("besok", swedish(*made)), "besok", swedish(*sent)) is expected


# --- Limits -------------------------------------------------------------------------------------

HOME = ("192.0.2.7/32", "192.0.2.0/24")


def passed(moments, networks=HOME):
    """Which of the moments a form may come at, in turn."""
    return [limits.seconds_to_wait(networks, moment) for moment in moments]


def test_four_a_minute_come_through_and_the_fifth_waits_its_time():
    assert passed([NOW, NOW, NOW + 10 * SECOND, NOW + 20 * SECOND]) == [0, 0, 0, 0]
    assert passed([NOW + 30 * SECOND]) == [31]
    assert passed([NOW + 61 * SECOND] * 3) == [0, 0, 10]
    # Somebody else from the same network is not in the way.
    assert passed([NOW + 61 * SECOND], ("192.0.2.8/32", HOME[1])) == [0]


def test_forty_an_hour_come_through_over_the_change_of_salts():
    start = swedish(2026, 11, 24, 12, 30)
    moments = [start + number * MINUTE for number in range(40)]
    assert passed(moments) == [0] * 40
    assert passed([start + 40 * MINUTE]) == [20 * 60 + 1]
    assert passed([start + HOUR + SECOND]) == [0]


def test_a_network_has_its_own_limit():
    one = [(f"192.0.2.{number}/32", HOME[1]) for number in range(17)]
    assert [limits.seconds_to_wait(each, NOW) for each in one] == [0] * 16 + [61]
    assert passed([NOW], ("198.51.100.1/32", "198.51.100.0/24")) == [0]


def test_an_office_behind_one_address_gets_all_its_forms_through():
    moment, waits = NOW, 0
    for _ in range(30):
        while wait := limits.seconds_to_wait(HOME, moment):
            moment += wait * SECOND
            waits += 1
    assert moment - NOW < 10 * MINUTE and waits < 30


def test_the_answer_says_how_long_to_wait_and_forms_that_are_wrong_cost_nothing():
    for _ in range(10):
        assert send(FILLED).status_code == 422
    assert [send().status_code for _ in range(5)] == [303] * 4 + [429]
    answer = send()
    assert answer["Retry-After"] == "61" and "vänta 2 minuter" in answer.content.decode()
    assert stands(answer, RIGHT)


def test_addresses_are_hashed_and_forgotten_within_the_hour(caplog):
    send()
    assert FormSource.objects.count() == 2
    stored = str(list(FormSource.objects.values()))
    assert "127.0.0" not in stored + caplog.text
    assert limits.forget(NOW + HOUR) == 0
    assert limits.forget(NOW + HOUR + SECOND) == 2
    assert "forget_form_sources" in {piece.name for piece in due_work.pieces()}


@pytest.mark.parametrize(
    ("address", "forwarded", "is_proxied", "expected"),
    [
        ("192.0.2.7", "198.51.100.1", False, HOME),
        ("127.0.0.1", "203.0.113.9, 192.0.2.7", True, HOME),
        ("::ffff:192.0.2.7", "", False, HOME),
        ("2001:db8:1:2:3::4", "", False, ("2001:db8:1:2::/64", "2001:db8:1::/48")),
        ("", "", False, None),
        ("127.0.0.1", "okänd", True, None),
    ],
)
def test_where_a_form_comes_from(settings, address, forwarded, is_proxied, expected):
    settings.BEHIND_TLS_PROXY = is_proxied
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory(REMOTE_ADDR=address).get("/", headers=headers)
    found = sender_networks(request)
    assert (found and tuple(map(str, found))) == expected


MANY_AT_ONCE = """
import sys, threading, datetime, django
django.setup()
from django.db import connection, connections
from helsingborgsrummet.public_forms import limits
connection.settings_dict["NAME"] = sys.argv[1]
now = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
found = []
def send():
    connections["default"].settings_dict["NAME"] = sys.argv[1]
    found.append(limits.seconds_to_wait(("192.0.2.7/32", "192.0.2.0/24"), now))
    connections["default"].close()
threads = [threading.Thread(target=send) for _ in range(12)]
[each.start() for each in threads]
[each.join() for each in threads]
print(found.count(0))
"""


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_the_limit_is_exact_for_all_workers_together(tmp_path):
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "helsingborgsrummet.settings"}
    with in_reach_of_others(tmp_path) as database:
        workers = [
            subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", MANY_AT_ONCE, database],
                cwd=site_settings.BASE_DIR, env=env, stdout=subprocess.PIPE, text=True,
            )
            for _ in range(2)
        ]  # fmt: skip
        counts = [int(worker.communicate(timeout=60)[0]) for worker in workers]
    assert sum(counts) == 4
