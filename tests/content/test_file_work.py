"""The process in which files are read: its limits, its line, and what becomes of it when somebody is killed."""

import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from exhibits.uploads import documents
from helsingborgsrummet.content import file_work, pictures
from helsingborgsrummet.content.file_work import Limits, work
from tests.documents import docx, pdf

pytestmark = pytest.mark.processes
LIMITS = Limits(memory=300 * 2**20, cpu_seconds=10, seconds=20)
HERE = "tests.content.file_jobs"


def do(job, limits=LIMITS, **arguments):
    with file_work.copied(io.BytesIO(b"fil"), 10) as copy:
        return work(f"{HERE}.{job}", copy, limits, **arguments)


def photo():
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), "#102030").save(buffer, "JPEG")
    return buffer.getvalue()


def test_a_job_is_done_in_another_process_that_knows_nothing_of_the_site(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hemligt")
    facts, parts = do("tell", word="å")
    assert parts == [b"fil", "å".encode()]
    assert facts["pid"] != os.getpid()
    assert facts["environment"].keys() <= {"MALLOC_ARENA_MAX", "LC_CTYPE"}
    assert facts["niceness"] > os.nice(0)
    # It starts quickly because it loads little.
    assert not {"django", "PIL", "pypdf", "helsingborgsrummet.settings"} & set(facts["modules"])


def test_pictures_and_documents_are_read_there():
    cleaned = pictures.check_and_clean(ContentFile(photo()))
    assert (cleaned.width, cleaned.height) == (60, 40)
    renditions = pictures.renditions_of((60, 40))
    parts = pictures.render(io.BytesIO(cleaned.content), renditions)
    assert [Image.open(io.BytesIO(part)).width for part in parts] == [60, 60, 1200]
    assert documents.check(ContentFile(pdf(3))).page_count == 3
    assert documents.check(ContentFile(docx())).format == "docx"
    for check in (pictures.check_and_clean, documents.check):
        with pytest.raises(ValidationError) as caught:
            check(ContentFile(b"MZ program"))
        assert caught.value.code == "format"


@pytest.mark.parametrize(
    ("job", "limits"),
    [
        ("fill_the_memory", LIMITS),
        ("run_for_ever", Limits(300 * 2**20, 1, 20)),
        ("sleep", Limits(300 * 2**20, 10, 0.5)),
        ("crash", LIMITS),
        ("write_without_end", LIMITS),
    ],
)
def test_what_takes_too_much_is_stopped_and_the_next_job_is_done(job, limits):
    began = time.monotonic()
    assert do(job, limits) == ({"problem": "heavy"}, [])
    assert time.monotonic() - began < 10
    assert do("tell", word="")[1][0] == b"fil"


@pytest.mark.parametrize("job", ["miss_a_library", "divide"])
def test_a_fault_of_the_server_is_called_one_and_the_log_tells_nothing_of_the_file(job, caplog):
    with pytest.raises(ValidationError) as caught:
        do(job)
    assert caught.value.code == "fault"
    assert "fel på servern" in caught.value.message
    (record,) = caplog.records
    assert "file_jobs.py" in record.getMessage() and "hemligt" not in record.getMessage()


def test_one_at_a_time_in_the_order_in_which_people_came(tmp_path, monkeypatch):
    """Threads stand for server processes: each lock belongs to a file that is opened anew."""
    monkeypatch.setattr(file_work, "ENTERING_SECONDS", 0.3)
    log, threads = tmp_path / "log", []
    for number in range(file_work.PLACES):
        turn = {"path": str(log), "number": number, "seconds": 0.1 if number else 2.5}
        threads.append(threading.Thread(target=do, args=("take_turns",), kwargs=turn))
        threads[-1].start()
        time.sleep(0.3)
    # The line is full: who comes now is told so, and has not waited for long.
    with pytest.raises(ValidationError) as caught:
        do("tell", word="")
    assert caught.value.code == "busy" and "Vänta en minut" in caught.value.message
    assert log.read_text().split() == ["+0"]
    for thread in threads:
        thread.join()
    lines = log.read_text().split()
    assert lines == [f"{step}{n}" for n in range(file_work.PLACES) for step in ("+", "-")]


def test_waiting_ends(monkeypatch):
    monkeypatch.setattr(file_work, "WAITING_SECONDS", 0.3)
    slow = threading.Thread(target=do, args=("sleep", Limits(300 * 2**20, 10, 3)))
    slow.start()
    time.sleep(0.3)
    with pytest.raises(ValidationError, match="Servern arbetar med andra filer"):
        do("tell", word="")
    slow.join()


WAITING = """
import django; django.setup()
import io
from tests.content.test_file_work import do
do("take_turns", path={path!r}, number=0, seconds=2)
"""


def test_what_a_killed_server_began_still_has_its_turn(tmp_path):
    log = tmp_path / "log"
    env = {**os.environ, "DATA_DIR": str(settings.DATA_DIR)}
    server = subprocess.Popen(
        [sys.executable, "-c", WAITING.format(path=str(log))], cwd=settings.BASE_DIR, env=env
    )
    while not log.exists():
        assert server.poll() is None
        time.sleep(0.02)
    server.send_signal(signal.SIGKILL)
    server.wait()
    do("take_turns", path=str(log), number=1)
    assert log.read_text().split() == ["+0", "-0", "+1", "-1"]


def test_nothing_stays_on_disk(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    do("tell", word="x")
    do("crash")
    assert list(tmp_path.iterdir()) == []


def test_the_limits_of_the_real_jobs_are_told_to_the_process():
    for limits in (pictures.LIMITS, documents.LIMITS):
        facts, _ = do("tell", limits, word="")
        assert facts["limits"] == [limits.memory, limits.cpu_seconds]
