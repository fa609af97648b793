"""Letters against a real mail server that refuses, delays and breaks off: each receiver gets one."""

import datetime
import os
import subprocess
import sys

import pytest
from django.conf import settings as site_settings
from django.urls import reverse
from django.utils import timezone

from helsingborgsrummet import due_work
from helsingborgsrummet.letters import (
    Paragraph,
    forget_address,
    personal,
    post,
    queue,
    sending,
    smtp,
    stop,
    undeliverable,
    write,
)
from helsingborgsrummet.letters.bounces import read_mailbox, read_one
from helsingborgsrummet.letters.journal import BEGUN, SENT, Journal
from helsingborgsrummet.letters.message import message_id
from helsingborgsrummet.models import Envelope, Letter
from helsingborgsrummet.serving.generation import generation
from tests.factory import swedish
from tests.shared_database import in_reach_of_others
from tests.smtp_sink import Handler, Sink

State = Envelope.State
NOW = swedish(2026, 11, 24, 12)
MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)


@pytest.fixture(params=[False, True], ids=["stepwise", "pipelining"])
def sink(request, settings):
    """A server that the site sends to."""
    with Sink(pipelining=request.param) as sink:
        use(settings, sink)
        yield sink.handler


def use(settings, sink):
    settings.EMAIL_HOST, settings.EMAIL_PORT = sink.hostname, sink.port
    settings.EMAIL_HOST_USER = None


def queued(*names, letter=None, now=NOW, **options):
    """A letter in envelopes for these names."""
    letter = letter or write("nyhet", "Nytt", [Paragraph("Något nytt.")], now, **options)
    post(letter, ((name, f"{name}@exempel.se", {}) for name in names), now)
    return letter


def send(now=NOW, **options):
    return sending.send_due(lambda: now, per_minute=0, **options)


def states():
    rows = Envelope.objects.order_by("pk").values_list("key", "state")
    return {key: State(state).name for key, state in rows}


def counted(handler):
    return {address.partition("@")[0]: count for address, count in handler.counts.items()}


@pytest.mark.django_db
def test_each_receiver_gets_one_and_is_forgotten(sink):
    names = [f"kim{number}" for number in range(450)]
    letter = queued(*names)
    before = generation()
    # Who is in the queue already is not put there again.
    queued("kim0", letter=letter)
    assert send().sent == 450
    queued("kim1", letter=letter)
    assert send().sent == 0
    assert counted(sink) == dict.fromkeys(names, 1)
    assert set(states().values()) == {"SENT"}
    assert not Envelope.objects.exclude(address="").exists()
    assert queue.counts([letter]) == {letter.pk: {State.SENT: 450}}
    # Kept pages stay what they are.
    assert generation() == before
    sender, _, data = sink.messages[0]
    assert sender == "brev@localhost" and b"Message-ID: <" in data


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "state", "count", "tries"),
    [
        ("finns-inte", "REFUSED", 0, 0),
        ("full", "WAITING", 0, 1),
        ("nej", "REFUSED", 0, 0),
        ("vanta", "WAITING", 0, 1),
        ("stang", "WAITING", 0, 1),
        ("bryt", "UNCERTAIN", 1, 0),
    ],
)
def test_one_bad_address_never_stops_the_rest(sink, name, state, count, tries):
    queued("ada", name, *[f"kim{number}" for number in range(8)])
    send()
    assert states() == {"ada": "SENT", name: state, **{f"kim{n}": "SENT" for n in range(8)}}
    expected = {"ada": 1, **{f"kim{n}": 1 for n in range(8)}, **({name: 1} if count else {})}
    assert counted(sink) == expected
    row = Envelope.objects.get(key=name)
    assert (row.tries, bool(row.address)) == (tries, state in ("WAITING", "UNCERTAIN"))
    # Nothing more happens at once, and nobody gets a second one.
    send()
    assert counted(sink) == expected


@pytest.mark.django_db
def test_what_is_not_taken_now_is_tried_again_with_growing_pauses(sink):
    queued("full", "vanta-en-gang")
    waited, now = [], NOW
    while row := Envelope.objects.filter(key="full", state=State.WAITING).first():
        waited.append(row.due_at - now)
        now = row.due_at
        send(now - datetime.timedelta(seconds=1))
        send(now)
    assert waited == [datetime.timedelta(), *queue.PAUSES]
    assert states() == {"full": "GIVEN_UP", "vanta-en-gang": "SENT"}
    assert counted(sink) == {"vanta-en-gang": 1} and sink.asked["full@exempel.se"] == 8


@pytest.mark.django_db
def test_a_letter_that_may_repeat_is_rather_sent_twice(sink):
    queued("bryt", may_repeat=True)
    send()
    assert states() == {"bryt": "WAITING"}
    send(NOW + 5 * MINUTE)
    assert counted(sink) == {"bryt": 2}


@pytest.mark.django_db
def test_staff_can_send_the_uncertain_ones_again(sink, editor):
    letter = queued("bryt", "kim")
    send()
    address = reverse("admin:helsingborgsrummet_letter_changelist")
    page = editor.get(address).content.decode()
    assert "1 skickat, 1 ovisst" in page and "exempel.se" not in page
    editor.post(address, {"action": "repeat_uncertain", "_selected_action": [letter.pk]})
    send(timezone.now())
    assert counted(sink) == {"bryt": 2, "kim": 1}


@pytest.mark.django_db
def test_a_server_that_refuses_everybody_is_let_be(sink):
    sink.everything = "554 5.7.1 No"
    names = [f"kim{number}" for number in range(60)]
    queued(*names)
    report = send()
    assert report.trouble == "Breven väntar: servern svarar 554 på allt"
    assert set(states().values()) == {"WAITING"}
    assert sum(sink.asked.values()) <= sending.REFUSALS + sending.CONNECTIONS
    sink.everything = ""
    send(NOW + 5 * MINUTE)
    assert counted(sink) == dict.fromkeys(names, 1)


@pytest.mark.django_db
def test_a_server_that_is_not_there_costs_no_letter(settings):
    queued("kim")
    with Sink() as sink:
        use(settings, sink)
    assert send().trouble.startswith("Breven väntar: servern går inte att nå")
    assert states() == {"kim": "WAITING"} and Envelope.objects.get().tries == 0
    with pytest.raises(due_work.WorkFailedError, match=r"går inte att nå.*0 skickade"):
        sending._send_for_a_while(NOW)


@pytest.mark.django_db
def test_a_slow_server_is_waited_for_and_asked_once(settings, monkeypatch):
    monkeypatch.setattr(smtp, "END_TIMEOUT", 0.2)
    with Sink(Handler(delay=0.5)) as sink:
        use(settings, sink)
        queued("kim")
        send()
        send()
        assert states() == {"kim": "UNCERTAIN"}
        assert sink.handler.asked["kim@exempel.se"] == 1


@pytest.mark.django_db
def test_letters_keep_to_the_rate_and_the_time(sink):
    queued(*[f"kim{number}" for number in range(40)])
    began = datetime.datetime.now()
    report = sending.send_due(lambda: NOW, per_minute=1200, seconds=0.5)
    # Twenty a second, and as many again as one round carries.
    assert 4 <= report.sent <= 18
    assert datetime.datetime.now() - began < datetime.timedelta(seconds=3)
    assert queue.waiting(NOW) == 40 - report.sent


@pytest.mark.django_db
def test_what_is_stopped_or_not_due_stays(sink):
    stopped = queued("ada")
    stop(stopped)
    later = write("nyhet", "Sedan", [Paragraph("…")], NOW)
    post(later, [("bo", "bo@exempel.se", {})], NOW, at=NOW + 15 * MINUTE)
    queued("kim")
    send()
    assert counted(sink) == {"kim": 1}
    queue.go_on(stopped)
    send(NOW + 15 * MINUTE)
    assert counted(sink) == {"kim": 1, "ada": 1, "bo": 1}


@pytest.mark.django_db
def test_urgent_letters_go_before_thousands(sink, monkeypatch):
    monkeypatch.setattr(sending, "CONNECTIONS", 1)
    queued("ada", "bo")
    urgent = write("bekräftelse", "Bekräfta", [Paragraph("…")], NOW)
    post(urgent, [("kim", "kim@exempel.se", {})], NOW + MINUTE, is_urgent=True)
    send(NOW + MINUTE)
    assert next(address for _, address, _ in sink.messages) == "kim@exempel.se"


@pytest.mark.django_db
def test_an_envelope_fits_its_letter():
    letter = write("nyhet", "Nytt", [], NOW, leave=f"/x/{personal('leave')}/")
    for address, values in (("kim@exempel.se", {}), ("kim", {"leave": "a"})):
        with pytest.raises(ValueError):
            post(letter, [("kim", address, values)], NOW)
    assert not Envelope.objects.exists()


@pytest.mark.django_db
def test_without_a_server_letters_become_files(settings, tmp_path):
    settings.EMAIL_HOST, settings.LETTERS_DIR = "", tmp_path
    queued("ada", "kim")
    assert send().sent == 2
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".eml", ".eml"]
    assert b"To: ada@exempel.se\r\n" in b"".join(path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.django_db
def test_whoever_leaves_gets_nothing_more_and_is_forgotten(sink):
    queued("bryt")
    send()
    queued("bryt", "kim")
    other = write("bekräftelse", "Bekräfta", [Paragraph("…")], NOW)
    post(other, [("bryt", "bryt@exempel.se", {})], NOW)
    forget_address("Bryt@exempel.se", ["nyhet"])
    assert [(row.letter.kind, row.address) for row in Envelope.objects.order_by("pk")] == [
        ("nyhet", ""),
        ("nyhet", "kim@exempel.se"),
        ("bekräftelse", "bryt@exempel.se"),
    ]
    forget_address("bryt@exempel.se")
    send()
    assert counted(sink) == {"bryt": 1, "kim": 1}


# --- What dead senders leave --------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("is_killed", [False, True])
def test_what_a_dead_sender_had_is_settled_by_what_it_noted(sink, is_killed):
    queued("ny", "begun", "sent")
    journal = Journal()
    _, begun, sent = queue.claim(journal.name, NOW, 10)
    journal.note(BEGUN, begun.pk)
    journal.note(BEGUN, sent.pk)
    journal.note(SENT, sent.pk)
    if is_killed:
        journal.abandon()
    send()
    alive = {"ny": "SENDING", "begun": "SENDING", "sent": "SENDING"}
    dead = {"ny": "SENT", "begun": "UNCERTAIN", "sent": "SENT"}
    assert states() == (dead if is_killed else alive)
    assert counted(sink) == ({"ny": 1} if is_killed else {})
    assert journal.path.exists() is not is_killed
    if not is_killed:
        journal.close()


@pytest.mark.django_db
def test_after_a_power_cut_only_what_was_noted_is_known(sink, monkeypatch):
    monkeypatch.setattr("helsingborgsrummet.letters.journal._boot", lambda: b"before")
    queued("ny", "sent")
    journal = Journal()
    _, sent = queue.claim(journal.name, NOW, 10)
    journal.note(SENT, sent.pk)
    journal.abandon()
    monkeypatch.setattr("helsingborgsrummet.letters.journal._boot", lambda: b"after")
    send()
    assert states() == {"ny": "UNCERTAIN", "sent": "SENT"} and counted(sink) == {}


@pytest.mark.django_db
def test_what_a_server_that_is_gone_had_is_uncertain_after_an_hour(sink):
    queued("kim")
    queue.claim("of another server", NOW, 10)
    send(NOW + HOUR)
    assert states() == {"kim": "SENDING"}
    send(NOW + HOUR + MINUTE)
    assert states() == {"kim": "UNCERTAIN"} and counted(sink) == {}


# --- What comes back, and what goes -------------------------------------------------------------

REPORT = """From: MAILER-DAEMON@mx.example\r
To: brev@localhost\r
Subject: Undelivered Mail Returned to Sender\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
It did not go.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example\r
\r
Final-Recipient: rfc822; kim@exempel.se\r
Action: {action}\r
Status: {status}\r
\r
--b\r
Content-Type: {kind}\r
\r
From: brev@localhost\r
Message-ID: {message_id}\r
\r
--b--\r
"""


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize(
    ("action", "status", "expected"),
    [("failed", "5.1.1", "BOUNCED"), ("delayed", "4.4.1", "SENT"), ("failed", "4.4.7", "SENT")],
)
def test_letters_that_come_back_are_noted_once(sink, tmp_path, kind, action, status, expected):
    told = []
    receiver = lambda sender, **said: told.append((said["kind"], said["key"], said["code"]))  # noqa: E731
    undeliverable.connect(receiver)
    queued("kim")
    send()
    pk = Envelope.objects.get().pk
    text = REPORT.format(action=action, status=status, kind=kind, message_id=message_id(pk))
    is_new = expected == "BOUNCED"
    assert read_one(text.encode(), NOW) is is_new
    (tmp_path / "mbox").write_text(f"From x Tue Nov 24 12:00:00 2026\n{text}\n".replace("\r", ""))
    assert read_mailbox(tmp_path / "mbox", NOW) == (0, 1)
    assert states() == {"kim": expected}
    assert told == ([("nyhet", "kim", 550)] if is_new else [])
    forged = text.replace(message_id(pk), f"<{pk}.{'0' * 16}@localhost>")
    assert read_one(forged.encode(), NOW) is False
    assert read_one(b"From: kim@exempel.se\r\n\r\nHej!", NOW) is False


@pytest.mark.django_db
def test_the_log_goes_after_a_week(sink):
    queued("kim", "bryt")
    waits = queued("full")
    send()
    week = datetime.timedelta(days=7)
    queue.forget(NOW + week)
    assert Letter.objects.count() == 2
    assert queue.forget(NOW + week + MINUTE) == 1
    assert list(Letter.objects.all()) == [waits] and states() == {"full": "WAITING"}


# --- Several processes --------------------------------------------------------------------------


def run_senders(database, port, data_dir, kills, count=1):
    """Run ``count`` senders, each killed ``kills`` times, on ``database``; until nothing is left."""
    env = {**os.environ, "DATA_DIR": str(data_dir), "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    env["PYTHONWARNINGS"] = "ignore"
    command = [sys.executable, "-m", "tests.letters.killed_sender", database, str(kills)]
    senders = [subprocess.Popen(command, cwd=site_settings.BASE_DIR, env=env) for _ in range(count)]
    assert [sender.wait(60) for sender in senders] == [0] * count


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kills", "senders"), [(20, 1), (0, 2), (5, 2)])
def test_killed_senders_and_several_at_once_send_each_letter_once(tmp_path, kills, senders):
    names = [f"kim{number}" for number in range(1500)]
    with Sink(Handler(keep=False, delay=0.003)) as sink:
        queued(*names, now=timezone.now())
        with in_reach_of_others(tmp_path) as database:
            run_senders(database, sink.port, tmp_path, kills, senders)
        uncertain = {key for key, state in states().items() if state == "UNCERTAIN"}
        got = counted(sink.handler)
    assert set(states().values()) <= {"SENT", "UNCERTAIN"}
    # Nobody gets two; what nobody can know is told, and is at most what was under way at each kill.
    assert set(got.values()) == {1}
    assert set(names) - got.keys() <= uncertain
    assert len(uncertain) <= kills * senders * sending.CONNECTIONS
