"""Numbers in Swedish."""

import pytest

from helsingborgsrummet.content.numbers import format_bytes, format_number, format_square_metres


def plain(text):
    """With ordinary spaces; every other kind would tear a number apart."""
    assert " " not in text.replace("från ", "").replace("upp till ", "")
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0"), (999, "999"), (1500, "1 500"), (12345678, "12 345 678")]
)
def test_thousands_are_apart(number, words):
    assert plain(format_number(number)) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "1 kB"), (1, "1 kB"), (1499, "1 kB"), (1500, "2 kB"), (999_499, "999 kB"),
        (999_500, "1,0 MB"), (2_449_000, "2,4 MB"), (9_949_000, "9,9 MB"), (9_950_000, "10 MB"),
        (52_428_800, "52 MB"), (1_500_000_000, "1 500 MB"),
    ],
)  # fmt: skip
def test_the_size_of_a_file(size, words):
    assert plain(format_bytes(size)) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, None, ""), (250, 600, "250–600 m²"), (1500, None, "från 1 500 m²"),
        (None, 90, "upp till 90 m²"), (400, 400, "400 m²"), (900, 12000, "900–12 000 m²"),
    ],
)  # fmt: skip
def test_a_range_of_square_metres(low, high, words):
    assert plain(format_square_metres(low, high)) == words
