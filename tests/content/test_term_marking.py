"""Words with an explanation are found where they stand in running text, once, and nowhere else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsingborgsrummet.content.term_marking import Explained, forms_of, mark

PLAN = Explained(
    "detaljplan",
    "detaljplan",
    "En karta med regler.",
    forms_of("detaljplan", "detaljplanen, detaljplaner"),
)
FORCE = Explained(
    "laga-kraft", "laga kraft", "Gäller & kan inte överklagas.", forms_of("laga kraft", "")
)
PROGRAMME = Explained("program", "program", "Mål.", forms_of("program", "programmet"))
PLAN_PROGRAMME = Explained("planprogram", "planprogram", "Tidigt.", forms_of("planprogram", ""))
TERMS = (PLAN, FORCE, PROGRAMME, PLAN_PROGRAMME)
BUTTON = re.compile(
    r'<button type="button" class="term" popovertarget="ord-([^"]+)">([^<]+)</button>'
)


def marked(inner):
    return BUTTON.findall(mark(f"<body><main>{inner}</main></body>", TERMS, "/ord/"))


@pytest.mark.parametrize(
    ("title", "forms", "expected"),
    [
        ("Samråd", "samrådet", ("samråd", "samrådet", "samråds", "samrådets")),
        (
            "kungörelse",
            " kungörelsen ,",
            ("kungörelse", "kungörelsen", "kungörelses", "kungörelsens"),
        ),
        ("gräns", "", ("gräns",)),
        ("laga\xa0kraft", "", ("laga kraft", "laga krafts")),
    ],
)
def test_forms_have_their_genitives(title, forms, expected):
    assert forms_of(title, forms) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>Detaljplanen antas.</p>", [("detaljplan", "Detaljplanen")]),
        ("<p>detaljplanens regler</p>", [("detaljplan", "detaljplanens")]),
        ("<p>Planen fick laga kraft 2020.</p>", [("laga-kraft", "laga kraft")]),
        ("<p>Planen fick laga\nkraft.</p>", [("laga-kraft", "laga\nkraft")]),
        ("<p>En detaljplan och en detaljplan till.</p>", [("detaljplan", "detaljplan")]),
        ("<p>Ett planprogram.</p>", [("planprogram", "planprogram")]),
        (
            "<p>Ett program, ett planprogram.</p>",
            [("program", "program"), ("planprogram", "planprogram")],
        ),
        ("<h2>Detaljplan</h2><p>En detaljplan.</p>", [("detaljplan", "detaljplan")]),
        ("<p><strong>Detaljplan:</strong> x</p>", [("detaljplan", "Detaljplan")]),
        ("<p>detaljplaneförslag, detaljplan-arbete, minidetaljplan</p>", []),
        ("<h1>Detaljplan</h1>", []),
        ("<p><a href='/'>En <strong>detaljplan</strong></a></p>", []),
        ("<p><img alt='detaljplan' src='detaljplan.png'></p>", []),
        ("<svg><text>detaljplan</text></svg>", []),
        ("<form><p>detaljplan</p></form>", []),
        ("<details><summary>Mer</summary><p>detaljplan</p></details>", []),
        ('<p class="kicker">Detaljplan i Söder</p>', []),
        ('<p lang="en">The program of the city</p>', []),
        ('<div lang="sv"><p>program</p></div>', [("program", "program")]),
        ("<p>&detaljplan;</p>", []),
    ],
)
def test_a_word_is_found_in_running_text_only(text, found):
    assert marked(text) == found


def test_the_card_stands_at_the_end_and_says_what_it_means():
    page = mark(
        "<main><p>Laga kraft &amp; detaljplan.</p></main><footer>detaljplan</footer>",
        TERMS,
        "/ord/",
    )
    assert page.count("popovertarget") == 2
    assert page.endswith("</main><footer>detaljplan</footer>")
    assert (
        '<div popover class="term-card" id="ord-laga-kraft"><p><strong>Laga kraft:</strong> Gäller &amp; kan'
        in page
    )
    assert 'href="/ord/#laga-kraft"' in page


@pytest.mark.parametrize("page", ["", "detaljplan", "<main>detaljplan", "</main>detaljplan<main>"])
def test_what_has_no_main_is_left_as_it_is(page):
    assert mark(page, TERMS, "/ord/") == page


@given(st.text(alphabet="detaljplan <>p/=\"'&;\xa0\nİß", max_size=300))
def test_text_alone_is_added(text):
    page = mark(f"<main>{text}</main>", TERMS, "/ord/")
    without = re.sub(
        r'<button type="button" class="term" popovertarget="[^"]+">|</button>|<div popover .*?</div>',
        "",
        page,
    )
    assert without == f"<main>{text}</main>"
