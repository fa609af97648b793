"""What stays on one line in a page, and what is left as it is."""

import re
import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsingborgsrummet.content.no_breaks import JOINER, without_breaks
from helsingborgsrummet.content.words_sv import MONTHS


def marked(text, before="<p>", after="</p>"):
    """The text of a paragraph with its marks to be seen: ``_`` and ``~``."""
    html = f"<!doctype html><title>28 juni</title><body>{before}{text}{after}"
    begins = len(html) - len(text) - len(after)
    out = without_breaks(html.encode()).decode().replace("\u00a0", "_").replace(JOINER, "~")
    assert out.startswith(html[:begins]) and out.endswith(after)
    return out[begins : len(out) - len(after)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tyck till senast 28 juni", "Tyck till senast 28_juni"),
        ("måndag 3 december 2026, inte 4 maj.", "måndag 3_december_2026, inte 4_maj."),
        ("28\njuni", "28_juni"),
        ("5 februari–7 april 2024", "5_februari–7_april_2024"),
        ("12–16 maj 2026", "12–~16_maj_2026"),
        ("16 november 2026–15 januari 2027", "16_november_2026–15_januari_2027"),
        ("granskning,\naugusti\n2027 (preliminärt)", "granskning,\naugusti_2027 (preliminärt)"),
        ("Stängt i dag – öppnar måndag kl. 10", "Stängt i dag – öppnar måndag_kl._10"),
        ("30 september–28 oktober", "30_september–28_oktober"),
        ("Öppet i dag kl. 10.00–16.00", "Öppet i dag_kl._10.00–~16.00"),
        ("3 december kl. 16–18.30", "3_december kl._16–~18.30"),
        ("2026–2027", "2026–~2027"),
        ("5 kap. 11 § plan- och bygglagen", "5_kap._11_§ plan- och bygglagen"),
        ("enligt § 5, §§ 5–7", "enligt §_5, §§_5–~7"),
        ("kap. 3", "kap._3"),
        ("500 meter, 0,5 km, 90 m², 5 %", "500_meter, 0,5_km, 90_m², 5_%"),
        ("6 minuter till fots", "6_minuter till fots"),
        ("ring 042-10 50 00", "ring 042-10_50_00"),
        ("+46 42 10 50 00", "+46_42_10_50_00"),
        ("252 25 Helsingborg", "252_25 Helsingborg"),
        ("1 500 000 kronor", "1_500_000_kronor"),
        ("1\u00a0500 kvadratmeter", "1_500_kvadratmeter"),
        ("<button>laga kraft</button>, sedan. <button>x</button> y", "<button>laga kraft</button>~, sedan. <button>x</button> y"),
    ],
)  # fmt: skip
def test_dates_times_and_measures_hold_together(text, expected):
    assert marked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "juni 28", "april 20233", "april 1789", "apriljuni 2023 4567", "läxmaj 2023", "tag kl. sex", "28 junikvällar", "3 mål", "5 mil", "12 steg", "2026 4", "plan 1234 5678", "28  juni",
        "kl. sex", "skl. 18" , "Slut. 18 kom", "a–b", "maj–juni", "3 – 4", "10-16", "&#28; &amp; &#32;juni", "– 4",
        "10–&nbsp;16", "",
    ],
)  # fmt: skip
def test_other_words_may_part(text):
    assert marked(text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<textarea>", "</textarea>"), ("<select><option>", "</option></select>"), ("<pre>", "</pre>"),
        ('<script type="application/ld+json">', "</script>"), ("<pre><code>", "</code></pre>"),
        ('<time datetime="2026-06-28">', "</time>"), ('<p title="', '">Text</p>'), ("<!-- ", " -->"),
        ('<img alt="', '">'), ('<input value="', '">'),
    ],
)  # fmt: skip
def test_what_is_no_running_text_is_left_alone(before, after):
    assert marked("kl. 10–16 28 juni", before, after) == "kl. 10–16 28 juni"


WORDS = st.lists(
    st.sampled_from([*MONTHS, "kl.", "§", "kap.", "m²", "–", " ", "\n", "\u00a0", "1", "28", "042-", "å", "<", ">", '"'])
    | st.text(max_size=3),
    max_size=30,
).map("".join)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(["p", "time", "textarea", "h2", "a"]), WORDS, WORDS)))
def test_without_its_marks_a_page_is_what_it_was(elements):
    html = "".join(
        f'<{tag} title="{escape(title)}">{escape(text)}</{tag}>' for tag, title, text in elements
    )
    page = f"<!doctype html><head><title>1 maj</title></head><body>{html}</body>"
    page = page.replace(JOINER, "").encode("utf-8", "replace")
    out = without_breaks(page)
    plain = out.decode().replace(JOINER, "")
    assert re.sub("[ \n\u00a0]", " ", plain) == re.sub("[ \n\u00a0]", " ", page.decode())
    assert re.findall(b"<[^>]*>", out) == re.findall(b"<[^>]*>", page)
    assert without_breaks(out) == out


@pytest.mark.parametrize("text", ["1 22 ", "3 maj ", "<", ">", "1>", "<1", "kl. ", "10–16", "§ 1 "])
def test_the_work_grows_with_the_page_and_no_faster(text):
    def cost(length):
        page = b"<body><p>" + (text * (length // len(text))).encode()
        began = time.thread_time()
        without_breaks(page)
        return time.thread_time() - began

    short, long = (min(cost(length) for _ in range(5)) for length in (20_000, 200_000))
    assert long < 40 * short
