"""Kept pages when something is wrong: with their files, with the folder, with the database."""

import datetime
import gzip
import json
import os
import shutil
import time
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest
from django.db import OperationalError

from helsingborgsrummet.serving import page_cache
from helsingborgsrummet.serving.page_cache import PageCache
from tests.factory import swedish

NOON = swedish(2026, 11, 24, 12)


class Site:
    """What the page cache asks: a database that knows one number, and pages that say who rendered them."""

    number, is_gone, asked = 7, False, 0

    def generation(self):
        self.asked += 1
        if self.is_gone:
            raise OperationalError("unable to open database file")
        return self.number

    def worker(self, folder):
        return Worker(self, folder)


class Worker:
    """One process with a page cache of its own; ``rendered`` are the pages that it did not find."""

    def __init__(self, site, folder):
        self.site, self.rendered = site, []
        self.cache = PageCache(self.render, folder)

    def render(self, environ, start_response):
        self.rendered.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [f"{environ['PATH_INFO']} {self.site.number} ".encode() * 50]

    def get(self, path, coding=""):
        environ = {"PATH_INFO": path, "HTTP_ACCEPT_ENCODING": coding}
        setup_testing_defaults(environ)
        answer = {}

        def start_response(status, headers, exc_info=None):
            answer.update(status=status, headers=headers)

        return {"body": b"".join(self.cache(environ, start_response)), **answer}


@pytest.fixture
def site(monkeypatch, time_machine):
    time_machine.move_to(NOON, tick=False)
    site = Site()
    monkeypatch.setattr(page_cache, "generation", site.generation)
    monkeypatch.setattr(page_cache, "clock_until", lambda now: NOON + datetime.timedelta(hours=1))
    monkeypatch.setattr(page_cache, "monotonic", time.time)
    return site


@pytest.fixture
def worker(site, tmp_path):
    return site.worker(tmp_path)


# --- Files that are not what was written --------------------------------------------------------


def checked(content):
    """A file whose checksum is right, whatever it holds."""
    return page_cache.checksum(content) + content


def flipped(data, place):
    """The same bytes with one bit turned over."""
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def other_page(data):
    """A whole file of the same generation, under the key of another page."""
    head, _, rest = data[page_cache.CHECKSUM_SIZE :].partition(b"\n")
    return checked(head.replace(b"/?", b"/nyheter/?", 1) + b"\n" + rest)


def other_generation(data):
    head, _, rest = data[page_cache.CHECKSUM_SIZE :].partition(b"\n")
    changed = {**json.loads(head), "generation": -1}
    return checked(json.dumps(changed).encode() + b"\n" + rest)


DAMAGED_BYTES = {
    "empty": lambda data: b"",
    "one byte short": lambda data: data[:-1],
    "half": lambda data: data[: len(data) // 2],
    "only the checksum": lambda data: data[: page_cache.CHECKSUM_SIZE],
    "half a checksum": lambda data: data[:8],
    "only the head": lambda data: data[: data.index(b"\n") + 1],
    "a bit in the checksum": lambda data: flipped(data, 3),
    "a bit in the head": lambda data: flipped(data, 40),
    "a bit in a compressed body": lambda data: flipped(data, data.index(b"\n") + 50),
    "a bit in the page": lambda data: flipped(data, len(data) - 20),
    "more at the end": lambda data: data + b"x",
    "more at the beginning": lambda data: b"x" + data,
    "twice": lambda data: data * 2,
    "zeros, as after a power cut": lambda data: bytes(len(data)),
    "no checksum": lambda data: data[page_cache.CHECKSUM_SIZE :],
    "another page": other_page,
    "another generation": other_generation,
    "words": lambda data: "det här är ingen sida".encode(),
    "not UTF-8": lambda data: b"\xff\xfe" * 100,
    "JSON of another kind": lambda data: checked(b"[]\n"),
    "JSON without what is asked for": lambda data: checked(b"{}\n"),
    "no JSON": lambda data: checked(b"{\n"),
    "deep JSON": lambda data: checked(b"[" * 100),
    "JSON with a wrong type": lambda data: checked(
        data[page_cache.CHECKSUM_SIZE :].replace(b'"bodies": [', b'"bodies": [3, ', 1)
    ),
    "larger than any page": lambda data: data + bytes(page_cache.MAX_FILE),
}


def replaced(path, make):
    path.unlink()
    make(path)


def by_a_copy(path):
    copy = path.with_name("copy")
    path.rename(copy)
    path.symlink_to(copy)


def without_a_folder(path):
    shutil.rmtree(path.parent.parent)


def with_a_file_for_a_folder(path):
    shutil.rmtree(path.parent.parent)
    path.parent.parent.write_text("här skulle en mapp vara")


def with_a_loop_for_a_folder(path):
    shutil.rmtree(path.parent)
    path.parent.symlink_to(path.parent)


DAMAGED_KINDS = {
    "gone": Path.unlink,
    "a folder": lambda path: replaced(path, Path.mkdir),
    "a pipe": lambda path: replaced(path, os.mkfifo),
    "a link to nothing": lambda path: replaced(path, lambda new: new.symlink_to("finns-inte")),
    "a link to itself": lambda path: replaced(path, lambda new: new.symlink_to(new)),
    "a link to a copy": by_a_copy,
    "no folder": without_a_folder,
    "a file for a folder": with_a_file_for_a_folder,
    "a loop for a folder": with_a_loop_for_a_folder,
}
DAMAGES = {
    **{name: (lambda path, make=make: path.write_bytes(make(path.read_bytes())))
       for name, make in DAMAGED_BYTES.items()},
    **DAMAGED_KINDS,
}  # fmt: skip
# What a new file cannot take the place of; the page is rendered by each worker until content changes.
LASTING = {"a folder", "a file for a folder", "a loop for a folder"}


@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_lies_where_a_page_should_costs_a_rendering_and_no_more(site, tmp_path, damage):
    whole = site.worker(tmp_path).get("/besok/")
    (path,) = tmp_path.glob("*/*/*")
    DAMAGES[damage](path)
    other, third = site.worker(tmp_path), site.worker(tmp_path)
    assert [other.get("/besok/"), other.get("/besok/"), third.get("/besok/")] == [whole] * 3
    assert gzip.decompress(third.get("/besok/", "gzip")["body"]) == whole["body"]
    assert other.rendered == ["/besok/"]
    assert third.rendered == (["/besok/"] if damage in LASTING else [])


@pytest.mark.parametrize("call", ["open", "scandir", "replace", "unlink", "mkdir"])
def test_what_nobody_may_read_or_write_costs_a_rendering_and_no_more(
    site, tmp_path, monkeypatch, caplog, call
):
    site.worker(tmp_path).get("/besok/")
    other = site.worker(tmp_path)
    site.number = 8

    def refuse(*args, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(page_cache.os, call, refuse)
    answers = [other.get(path) for path in ("/besok/", "/", "/nyheter/", "/besok/")]
    monkeypatch.undo()
    assert [answer["status"] for answer in answers] == ["200 OK"] * 4
    assert other.rendered == ["/besok/", "/", "/nyheter/"]
    assert caplog.text.count("pages cannot be written") <= 1


def test_a_page_that_could_not_be_written_leaves_nothing_behind(worker, tmp_path, monkeypatch):
    def refuse(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(page_cache.os, "replace", refuse)
    worker.get("/besok/")
    assert list(tmp_path.glob("*/*/*")) == []


def test_old_releases_leave_the_disk_and_nothing_else_does(worker, tmp_path):
    for name in ("0123456789abcdef/5", "fedcba9876543210/7", "annat/7"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "sida").write_text("gammal")
    PageCache(worker.render, tmp_path, "fedcba9876543210").forget(7)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["annat", "fedcba9876543210"]
    assert (tmp_path / "fedcba9876543210/7/sida").exists()


# --- A database that is gone --------------------------------------------------------------------


def told(caplog):
    return [row.getMessage() for row in caplog.records if row.name == page_cache.logger.name]


def test_kept_pages_are_served_while_the_database_is_gone(site, worker, caplog, time_machine):
    whole = worker.get("/besok/")
    site.is_gone = True
    for seconds in (0, 300, page_cache.WITHOUT_DATABASE - 1):
        time_machine.move_to(NOON + datetime.timedelta(seconds=seconds), tick=False)
        assert worker.get("/besok/") == whole
    assert worker.rendered == ["/besok/"]
    assert told(caplog) == [
        "page cache: the database does not answer (OperationalError); "
        "kept pages are served for 15 minutes"
    ]
    time_machine.move_to(NOON + datetime.timedelta(seconds=page_cache.WITHOUT_DATABASE), tick=False)
    worker.get("/besok/")
    assert worker.rendered == ["/besok/"] * 2


def test_pages_of_other_workers_are_served_too(site, worker, tmp_path):
    other = site.worker(tmp_path)
    other.get("/")
    whole = worker.get("/besok/")
    site.is_gone = True
    assert other.get("/besok/") == whole
    assert other.rendered == ["/"]


def test_what_is_not_kept_is_left_to_django_while_the_database_is_gone(site, worker):
    worker.get("/besok/")
    site.is_gone = True
    for _ in range(2):
        worker.get("/nyheter/")
    assert worker.rendered == ["/besok/", "/nyheter/", "/nyheter/"]


def test_a_worker_that_never_met_the_database_serves_nothing_kept(site, worker, tmp_path):
    worker.get("/besok/")
    site.is_gone = True
    other = site.worker(tmp_path)
    other.get("/besok/")
    assert other.rendered == ["/besok/"]


def test_a_database_that_is_gone_is_asked_once_a_second(site, worker, time_machine):
    worker.get("/besok/")
    site.is_gone = True
    worker.get("/besok/")
    before = site.asked
    for _ in range(10):
        worker.get("/besok/")
    assert site.asked == before
    time_machine.move_to(NOON + datetime.timedelta(seconds=2), tick=False)
    worker.get("/besok/")
    assert site.asked > before


def test_a_database_that_is_back_decides_again(site, worker, caplog, time_machine):
    worker.get("/nyheter/")
    site.is_gone = True
    worker.get("/nyheter/")
    site.is_gone, site.number = False, 8
    time_machine.move_to(NOON + datetime.timedelta(seconds=1), tick=False)
    assert worker.get("/nyheter/")["body"].startswith(b"/nyheter/ 8 ")
    assert told(caplog)[1:] == ["page cache: the database answers again"]


def test_time_still_ends_kept_pages_while_the_database_is_gone(site, worker, time_machine):
    time_machine.move_to(NOON + datetime.timedelta(minutes=59), tick=False)
    worker.get("/besok/")
    site.is_gone = True
    time_machine.move_to(NOON + datetime.timedelta(minutes=60), tick=False)
    worker.get("/besok/")
    assert len(worker.rendered) == 2
