"""Readability: sentences as a Swede sees them, and LIX with its usual words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsingborgsrummet.editing.readability import (
    WORD,
    assess,
    band_of,
    is_long,
    measure,
    split_sentences,
)

SENTENCES = [
    ("", []),
    ("Kom hit.", ["Kom hit."]),
    ("Kom hit. Se modellen!", ["Kom hit.", "Se modellen!"]),
    ("Vi öppnar kl. 9.30 i dag. Kom!", ["Vi öppnar kl. 9.30 i dag.", "Kom!"]),
    ("Öppet till kl. 17. Sedan är det stängt.", ["Öppet till kl. 17.", "Sedan är det stängt."]),
    ("Stängt kl. 17.30. Välkommen.", ["Stängt kl. 17.30.", "Välkommen."]),
    ("Se t.ex. Östra Ramlösa och bl.a. Maria station.", None),
    ("Det blir ca. 300 bostäder.", None),
    ("Läs sidan om plan nr. 12 och fr.o.m. Maj gäller den.", None),
    ("Den 3. maj börjar samrådet.", None),
    ("Tag med kikare m.m. så ser du mer.", None),
    ("Tag med kikare m.m. Kaffe finns.", ["Tag med kikare m.m.", "Kaffe finns."]),
    ("Vi ses på Helsingborg C. Därifrån går vi.", ["Vi ses på Helsingborg C.", "Därifrån går vi."]),
    ("Sagan är av H. C. Andersen från Danmark.", None),
    ("Det kostar 2,5 miljoner. Staden betalar.", ["Det kostar 2,5 miljoner.", "Staden betalar."]),
    ("”Kom hit!” säger hon.", None),
    ("Hon sa ”Kom hit.” Sedan gick hon.", ["Hon sa ”Kom hit.”", "Sedan gick hon."]),
    ("– Vi flyttar, säger chefen. – Det blir bra.", ["– Vi flyttar, säger chefen.", "– Det blir bra."]),
    ("Vad händer nu? 2026 börjar bygget.", ["Vad händer nu?", "2026 börjar bygget."]),
    ("Vi väntar … och ser.", None),
    ("Skriv till rum@helsingborg.se i dag.", None),
    ("Två  rader\nblir en.", ["Två rader blir en."]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences_end_where_a_swede_ends_them(text, expected):
    assert split_sentences(text) == ([text] if expected is None else expected)


@pytest.mark.parametrize(
    ("lix", "words"),
    [
        (0, "mycket lättläst"),
        (29, "mycket lättläst"),
        (30, "lättläst"),
        (39, "lättläst"),
        (40, "medelsvår"),
        (49, "medelsvår"),
        (50, "svår"),
        (59, "svår"),
        (60, "mycket svår"),
        (120, "mycket svår"),
    ],
)
def test_bands(lix, words):
    assert band_of(lix) == words


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("bostad", False),
        ("bostads", True),
        ("1000000000", False),
        ("09.30–15.30", False),
        ("t-banan", False),
        ("e-postbrev", True),
        ("åäöåäöå", True),
    ],
)
def test_a_word_is_long_from_the_seventh_letter(word, expected):
    assert is_long(word) is expected


@pytest.mark.parametrize(
    ("markdown", "words", "sentences", "long_words", "lix"),
    [
        # Counted by hand: words / sentences + 100 × long words / words.
        ("Vi bor i en stad. Den är stor.", 8, 2, 0, 4),
        ("Kommunfullmäktige beslutar om översiktsplanen.", 4, 1, 3, 79),
        ("## Rubrik\n\nVi ses i dag.", 5, 2, 0, 2),
        ("- en sak\n- en annan sak\n", 5, 2, 0, 2),
        ("Läs [om planen](https://exempel.example/en/mycket/lång/adress) nu.", 4, 1, 0, 4),
        ("| Kolumnrubriken | Byggnadsnämnden |\n|---|---|\n| a | b |\n\nEn mening.", 2, 1, 0, 2),
        ("```\nkod som ingen läser\n```\n\nEn mening.", 2, 1, 0, 2),
        ("::: faktaruta\nEn ruta.\n:::\n", 2, 1, 0, 2),
        ("![Modellen av staden](bild:1)\n\nEn mening.", 2, 1, 0, 2),
    ],
)
def test_the_words_of_the_text_are_counted(markdown, words, sentences, long_words, lix):
    found = assess(markdown)
    assert (found.words, found.sentences, found.long_words) == (words, sentences, long_words)
    assert found.lix == lix


@pytest.mark.parametrize("markdown", ["", "  \n", "---", "![bara en bild](bild:1)"])
def test_a_text_without_words_has_no_readability(markdown):
    assert assess(markdown) is None


def test_the_hardest_sentences_come_first_with_their_place():
    hard = (
        "Stadsbyggnadsförvaltningen sammanställer synpunkterna i en samrådsredogörelse "
        "inför granskningen."
    )
    harder = hard.replace("i en", "tillsammans med länsstyrelsens yttranden i en")
    found = assess(f"Kort mening.\n\n{hard}\n\n## Rubrik\n\nHej. {harder}\n").hardest
    assert [(each.text, each.line) for each in found] == [(harder, 6), (hard, 2)]


texts = st.text(
    alphabet=st.sampled_from(list("abÅö AB  ..!?…,:;”’()-–1 9\n")) | st.characters(codec="utf-8"),
    max_size=80,
)


@given(texts)
def test_no_word_is_lost_or_made_up_by_splitting(text):
    parts = split_sentences(text)
    assert " ".join(parts) == " ".join(text.split())
    assert all(parts)


@given(texts)
def test_a_sentence_is_not_split_again(text):
    for sentence in split_sentences(text):
        assert split_sentences(sentence) == [sentence]


@given(texts)
def test_pieces_are_the_sentence(text):
    sentence = measure(text)
    assert "".join(piece for piece, _ in sentence.pieces) == text
    assert sum(is_long for _, is_long in sentence.pieces) == sentence.long_words


@given(texts)
def test_figures_are_possible_figures(text):
    found = assess(text)
    if found:
        assert 0 < found.sentences <= found.words
        assert 0 <= found.long_words <= found.words
        assert found.words_per_sentence >= 1
        assert 0 <= found.long_share <= 100
        assert len(found.hardest) <= 3


@given(st.lists(st.sampled_from(["hus", "stad", "bygga", "kvarter", "park"]), min_size=1))
def test_a_full_stop_never_makes_a_text_harder(words):
    one = measure(" ".join(words) + ".")
    apart = assess(". ".join(word.capitalize() for word in words) + ".")
    assert apart.lix <= round(one.lix)
    assert len(WORD.findall(one.text)) == one.words
