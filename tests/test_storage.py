"""Stylesheets as they are sent: joined, and without what only their readers need."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from helsingborgsrummet.storage import IMPORT, compact_style

CASES = [
    ("a {\n  color: red;\n  margin: 0 auto;\n}\n", "a{color:red;margin:0 auto}"),
    (
        "/* why */\na,\nb > c {\n  margin: 0.5rem 10.5rem 1.05em -0.25em;\n}",
        "a,b>c{margin:.5rem 10.5rem 1.05em -.25em}",
    ),
    (
        "@media (min-width: 40rem) {\n  a:hover {\n    top: 0;\n  }\n}",
        "@media (min-width:40rem){a:hover{top:0}}",
    ),
    ('a::before {\n  content: "; a, b { 0.5 /* c";\n}', 'a::before{content:"; a, b { 0.5 /* c"}'),
    ("a {\n  width: calc(1rem + 2 * var(--gap));\n}", "a{width:calc(1rem + 2 * var(--gap))}"),
    ("a :is(b, c) {\n  --d: 1px;\n}", "a :is(b,c){--d:1px}"),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_a_stylesheet_is_made_compact(source, expected):
    assert compact_style(source) == expected
    assert compact_style(expected) == expected


@pytest.mark.parametrize("name", ["site.css", "admin.css"])
def test_our_own_stylesheets_lose_nothing_but_spaces_and_comments(name):
    source = (settings.BASE_DIR / "static/css" / name).read_text(encoding="utf-8")
    joined = IMPORT.sub(
        lambda match: Path(finders.find(f"css/{match[1]}")).read_text(encoding="utf-8"), source
    )
    joined = re.sub(r"/\*.*?\*/", "", joined, flags=re.DOTALL)

    def essence(text):
        return re.sub(r"\s|;(?=\s*\})|(?<![\w.])0(?=\.\d)", "", text)

    assert essence(compact_style(joined)) == essence(joined)
    assert "\n" not in compact_style(joined) and "@import" not in joined
