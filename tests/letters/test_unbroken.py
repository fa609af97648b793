"""Dates and times in letters: whole in HTML, plain in the text."""

from helsingborgsrummet.content.no_breaks import JOINER
from helsingborgsrummet.letters.blocks import (
    Button,
    Facts,
    Heading,
    Paragraph,
    as_html,
    as_text,
    personal,
)

BLOCKS = (
    Heading("Stängt 24–26 december"),
    Paragraph("Tyck till senast 28 juni, kl. 18."),
    Facts((("När", "torsdag 3 december kl. 16.00–18.30."),)),
    Button("Läs mer", f"/a/?b=10–16&c={personal('leave')}"),
)


def test_html_holds_dates_together():
    html = as_html("Öppet 3 juni", BLOCKS)
    assert "<title>Öppet 3 juni</title>" in html and "<h1>Öppet 3\u00a0juni</h1>" in html
    assert '<h2>Stängt <span class="range">24–26</span>\u00a0december</h2>' in html
    assert "senast 28\u00a0juni, kl.\u00a018." in html
    assert 'kl.\u00a0<span class="range">16.00–18.30</span>.</p>' in html
    assert f"b=10–16&amp;c={personal('leave')}" in html
    assert JOINER not in html


def test_plain_text_has_ordinary_spaces():
    text = as_text("Öppet 3 juni", BLOCKS)
    assert "Tyck till senast 28 juni, kl. 18." in text and "\u00a0" not in text
