"""Work on a text grows with its length and no faster, and so does what comes of it, whatever the text."""

import datetime
import sys
import time

import pytest

from helsingborgsrummet.content.prose import MOST_PICTURES, _without_pictures, render
from helsingborgsrummet.editing.checks import Subject, check
from helsingborgsrummet.editing.comparison import compare_texts
from helsingborgsrummet.editing.readability import assess
from tests.nasty import PIECES, long_texts

TODAY = datetime.date(2026, 11, 25)
SHORT, LONG = 1000, 2000
WORKS = {
    "render": render,
    "assess": assess,
    "check": lambda text: check(Subject("Titel", text, TODAY)),
    "compare": lambda text: compare_texts(text, text[::2] + "slut"),
}
# Of these the work stands in single calls, which nobody can count.
IN_ONE_CALL = (
    "dots", "marks", "addresses without a scheme", "hosts without an end", "mail without an end",
    "marks of notes", "days", "lines",
)  # fmt: skip


def calls(work, text):
    """How many functions are called for a text, those of C too."""
    count = 0
    _without_pictures.cache_clear()

    def note(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", ["render", "check"])
def test_twice_the_text_is_at_most_twice_the_work(name):
    work = WORKS[name]
    longer = dict(long_texts(LONG))
    slow = {}
    for text_name, text in long_texts(SHORT):
        # A table of n × n cells has as many as its text has characters, give or take a row.
        work(text)  # What is looked up for the first time is no work on a text.
        ratio = calls(work, longer[text_name]) / calls(work, text)
        if ratio > 2.4:
            slow[text_name] = round(ratio, 1)
    assert not slow


@pytest.mark.parametrize("name", WORKS)
def test_a_text_of_a_hundred_kilobytes_takes_no_minutes(name):
    for piece in IN_ONE_CALL:
        text = (PIECES[piece] * 100_000)[:100_000]
        began = time.process_time()
        WORKS[name](text)
        assert time.process_time() - began < 4, piece


def test_what_comes_of_a_text_is_bounded():
    for name, text in long_texts(4_000):
        assert len(render(text)) < 30 * len(text), name
        assert len(check(Subject("Titel", text, TODAY))) < 500, name
    pictures = "![a](bild:1)\n\n" * 1000
    assert render(pictures, pictures={1: "<figure>"}).count("<figure>") == MOST_PICTURES


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("> " * 30 + "kvar", "kvar"),
        ("- " * 30 + "kvar", "kvar"),
        ("Ett[^1].\n\n[^1]: En *not*.", '<li id="fotnot-1"><p>En <em>not</em>.'),
        (
            "Ett[^1].\n\n[^1]: Not.",
            '<a href="#fotnot-1" id="till-fotnot-1" aria-label="Fotnot 1">1</a>',
        ),
        ("Ett[^a] och[^a].\n\n[^a]: Not.", '<a href="#till-fotnot-1">Tillbaka till texten</a>'),
        ("Inget.\n\n[^1]: Ingen pekar hit.", "Ingen pekar hit."),
        ("Ett[^1].\n\n[^1]: Först.\n\n[^1]: Sedan.", "Sedan."),
        ("[^ett ord]: kvar", "[^ett ord]: kvar"),
        ("Ett[^2].\n\n[^1]: Not.", "Ett[^2]."),
        ("(https://a.se/b_(c)) och https://a.se/?x=1&y=2!", '<a href="https://a.se/b_(c)">'),
        ("(https://a.se/b_(c)) och https://a.se/?x=1&y=2!", '<a href="https://a.se/?x=1&amp;y=2">'),
        ("**https://a.se/x**", '<strong><a href="https://a.se/x">'),
        ("[https://a.se/x](/b)", '<a href="/b">https://a.se/x</a>'),
        ("https://å.se/ö", '<a href="https://xn--5ca.se/%C3%B6">https://å.se/ö</a>'),
        ("// a.se //a.se/ ://", "<p>// a.se //a.se/ ://</p>"),
        ("Skriv till rum+a@x-y.se!", '<a href="mailto:rum+a@x-y.se">rum+a@x-y.se</a>!'),
    ],
)
def test_nothing_that_was_written_disappears(markdown, html):
    assert html in render(markdown)


def test_names_of_headings_are_each_given_once():
    html = render("# a\n\n# a-2\n\n# a\n\n# a\n\n# " + "lång " * 100)
    names = [part.partition('"')[0] for part in html.split('id="')[1:]]
    assert names[:4] == ["avsnitt-a", "avsnitt-a-2", "avsnitt-a-3", "avsnitt-a-4"]
    assert len(names[4]) < 100
