"""Comparison of texts: it loses nothing, and it reads well."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsingborgsrummet.editing.comparison import compare_lists, compare_texts, fold

MARKS = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]", "folded": "…"}


def read(pieces):
    return "".join(MARKS[piece.kind].format(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("Lika.", "Lika.", "Lika."),
        ("", "Ny text.", "[+Ny text.+]"),
        ("Gammal text.", "", "[-Gammal text.-]"),
        ("Lekplatsen blir röd.", "Lekplatsen blir blå.", "Lekplatsen blir [-röd-][+blå+]."),
        (
            "Den invigs i maj av Anna.",
            "Den invigs på lördag av Anna.",
            "Den invigs [-i maj-][+på lördag+] av Anna.",
        ),
        ("Ett\n\nTvå\n", "Ett\n\nNytt\n\nTvå\n", "Ett\n\n[+Nytt\n\n+]Två\n"),
        ("Röd, blå.", "Röd och blå.", "Röd[-,-][+ och+] blå."),
        ("# Rubrik\nText här.", "## Rubrik\nText där.", "[+#+]# Rubrik\nText [-här-][+där+]."),
    ],
)  # fmt: skip
def test_a_comparison_reads_word_for_word(old, new, expected):
    assert read(compare_texts(old, new)) == expected


TEXTS = st.lists(
    st.sampled_from(["ån", "bron", "blir", "röd", " ", "  ", "\n", "\n\n", ".", "**", "å", "_"])
).map("".join) | st.text(max_size=40)


@given(TEXTS, TEXTS)
def test_a_comparison_contains_both_texts(old, new):
    pieces = compare_texts(old, new)
    for folded in (pieces, fold(pieces, context=2)):
        assert "".join(each.text for each in folded if each.kind != "added") == old
        assert "".join(each.text for each in folded if each.kind != "removed") == new
    assert all(piece.text for piece in pieces)
    assert (old == new) == all(piece.kind == "same" for piece in pieces)


def test_what_is_far_from_a_change_is_folded():
    long = " ".join(f"ord{number}" for number in range(40))
    folded = fold(compare_texts(f"{long} röd {long}", f"{long} blå {long}"), context=3)
    assert [piece.kind for piece in folded] == [
        "folded", "same", "removed", "added", "same", "folded",
    ]  # fmt: skip
    assert folded[1].text == "ord37 ord38 ord39 "
    assert folded[0].word_count == 37
    assert folded[4].text == " ord0 ord1 ord2"


def test_what_is_hardly_longer_than_the_fold_stays():
    text = "Ett två tre fyra fem."
    assert read(fold(compare_texts(f"{text} sex", f"{text} sju"), context=3)) == (
        f"{text} [-sex-][+sju+]"
    )


@pytest.mark.parametrize("lines", [1, 400])
def test_long_texts_that_share_nothing_are_not_compared_word_for_word(lines):
    """It would take minutes where every word differs and white space is the same everywhere."""
    old = ("a " * (20_000 // lines) + "\n") * lines
    pieces = compare_texts(old, old.replace("a", "b"))
    assert [piece.kind for piece in pieces] == ["removed", "added", "same"]


def test_lists_are_compared_by_name():
    pieces = compare_lists(["Bostäder", "Trafik"], ["Trafik", "Grönt"])
    assert read(pieces) == "[-Bostäder-]Trafik[+Grönt+]"
