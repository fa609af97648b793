"""Recurring work: done once when it is due, by one process at a time, whatever fails or is killed."""

import datetime
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from helsingborgsrummet import due_work
from helsingborgsrummet.models import DueWork
from tests.factory import swedish

NOW = swedish(2026, 11, 24, 12)
MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def pieces(monkeypatch):
    """No work but what the test registers."""
    found = {}
    monkeypatch.setattr(due_work, "_pieces", found)
    return found


def done_at(moments, *names):
    """Register work that notes when it is done, and return the notes."""
    done = []
    due_work.register("arbete", "Arbetet", HOUR, lambda now: done.append(now) or "gjort")
    for moment in moments:
        due_work.run(lambda moment=moment: moment, names)
    return done


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ([NOW, NOW + 59 * MINUTE, NOW + HOUR], [NOW, NOW + HOUR]),
        # After a week's pause it is done once.
        ([NOW, NOW + 168 * HOUR, NOW + 168 * HOUR + MINUTE], [NOW, NOW + 168 * HOUR]),
        # A clock that was ahead stops nothing.
        ([NOW + 48 * HOUR, NOW], [NOW + 48 * HOUR, NOW]),
    ],
)
def test_work_is_done_when_it_is_due(pieces, moments, expected):
    assert done_at(moments) == expected


@pytest.mark.django_db
def test_what_has_more_to_do_goes_on_when_the_others_have_had_their_turn(pieces):
    moment, done = [NOW], []

    def long(now):
        moment[0] += due_work.SLICE
        done.append("lång")
        return "mer finns"

    due_work.register("lang", "Långt", due_work.SLICE, long)
    due_work.register("kort", "Kort", HOUR, lambda now: done.append("kort") or "klart")
    due_work.run(lambda: moment[0])
    assert done == ["lång", "kort"] + ["lång"] * 19


@pytest.mark.django_db
def test_named_work_is_done_before_it_is_due(pieces):
    assert done_at([NOW, NOW + MINUTE], "arbete") == [NOW, NOW + MINUTE]


@pytest.mark.django_db
def test_what_fails_stops_nothing_else_and_tells_nothing_personal(pieces, caplog, client):
    def fail(now):
        raise ValueError("kim@exempel.se")

    due_work.register("trasigt", "Trasigt", HOUR, fail)
    done = done_at([])
    assert due_work.run(lambda: NOW) == ["trasigt"] and done == [NOW]
    broken, well = due_work.state(NOW)
    assert broken.failure.startswith("ValueError i ") and "test_due_work.py:" in broken.failure
    assert (well.failure, well.result, well.duration) == ("", "gjort", datetime.timedelta())
    answer = client.get("/halsa/redo/")
    assert answer.status_code == 200
    assert "trasigt: felar, senast 2026-11-24T11:00:00Z" in answer.content.decode()
    assert "kim@" not in caplog.text + answer.content.decode()
    # It is tried again sooner than it is due, and the failure is forgotten when it goes well.
    due_work.register("trasigt", "Trasigt", HOUR, lambda now: "bra")
    assert due_work.run(lambda: NOW + 5 * MINUTE) == []
    assert due_work.state(NOW)[0].failure
    due_work.run(lambda: NOW + 10 * MINUTE)
    row = DueWork.objects.get(name="trasigt")
    assert (row.failure, row.failing_since, row.result) == ("", None, "bra")


@pytest.mark.django_db
def test_what_was_killed_is_done_again_at_once(pieces):
    def killed(now):
        raise SystemExit

    due_work.register("arbete", "Arbetet", HOUR, killed)
    with pytest.raises(SystemExit):
        due_work.run(lambda: NOW)
    assert DueWork.objects.get().is_under_way
    assert done_at([NOW + MINUTE]) == [NOW + MINUTE]
    assert not DueWork.objects.get().is_under_way


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "expected"), [(0, False), (2, False), (3, True)])
def test_work_that_has_not_gone_well_for_long_is_late(pieces, hours, expected):
    done_at([NOW])
    (state,) = due_work.state(NOW + hours * HOUR)
    assert state.is_late is expected


@pytest.mark.django_db
def test_work_that_nobody_registers_any_more_is_forgotten(pieces):
    done_at([NOW])
    pieces.clear()
    due_work.run(lambda: NOW)
    assert not DueWork.objects.exists()


@pytest.mark.django_db
def test_the_list_in_the_admin_is_for_reading(pieces, editor):
    def fail(now):
        raise ValueError

    due_work.register("trasigt", "Något går sönder", HOUR, fail)
    done_at([NOW])
    page = editor.get(reverse("admin:helsingborgsrummet_duework_changelist"))
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("Något går sönder", "Felar sedan", "ValueError i ", "Arbetet", "0,0 s"):
        assert words in text
    assert editor.get(reverse("admin:helsingborgsrummet_duework_add")).status_code == 403


@pytest.mark.django_db
def test_the_command_does_what_it_is_told(pieces, capsys):
    done = done_at([])
    call_command("run_due")
    assert len(done) == 1 and "Arbetet: gjort" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Okänt arbete: annat"):
        call_command("run_due", "annat")


def test_the_site_registers_what_it_needs():
    assert {"collect_links", "check_links", "remove_unused_files"} <= {
        piece.name for piece in due_work.pieces()
    }


# --- Processes ----------------------------------------------------------------------------------

HOLD = """
import os, sys, time, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from helsingborgsrummet import due_work
with due_work.alone() as is_alone:
    print(is_alone, flush=True)
    time.sleep(60)
"""


@pytest.mark.processes
@pytest.mark.django_db
def test_one_process_works_at_a_time_and_a_dead_one_holds_nothing_up(pieces):
    from django.db import connection

    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(connection.settings_dict["NAME"])],
        cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "helsingborgsrummet.settings"},
    )  # fmt: skip
    try:
        assert holder.stdout.readline() == "True\n"
        assert due_work.run(lambda: NOW) is None
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert done_at([NOW]) == [NOW]


@pytest.mark.processes
def test_the_loop_ends_with_the_process_that_started_it(tmp_path):
    env = {**os.environ, "DATA_DIR": str(tmp_path), "PYTHONWARNINGS": "ignore", "DATABASE_URL": ""}
    start = (
        "import subprocess, sys, time; p = subprocess.Popen([sys.executable, 'manage.py', 'run_due', "
        "'--every', '0.1'], stderr=subprocess.DEVNULL); print(p.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", start], cwd=settings.BASE_DIR, env=env,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    pid = int(parent.stdout.readline())
    parent.stdout.close()
    # The lock shows that the loop has begun; it computes when nobody else wants to, so it gets its time.
    for _ in range(3600):
        if (tmp_path / "run_due.lock").exists():
            break
        time.sleep(0.05)
    assert (tmp_path / "run_due.lock").exists()
    assert os.sched_getscheduler(pid) == os.SCHED_IDLE
    parent.kill()
    parent.wait()
    stat = Path(f"/proc/{pid}/stat")
    for _ in range(3600):
        # One that has ended and whom nobody waits for is a zombie.
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    raise AssertionError("the loop lives on")
