"""Components that are tags, and the templates between base.html and the pages."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string


def render(source, **context):
    return Template("{% load components %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Nyhet{% example yes %}", 'Nyhet <span class="example">Exempel</span>'),
        ("Nyhet{% example no %}", "Nyhet"),
        ("Nyhet{% example missing %}", "Nyhet"),
        ('<p>{% example yes "" %}</p>', '<p><span class="example">Exempel</span></p>'),
    ],
)
def test_what_is_invented_says_so(source, expected):
    assert render(source, yes=True, no=False) == expected


@pytest.mark.parametrize(
    ("source", "checked_on", "expected"),
    [
        ("", None, ""),
        ("A & B", None, "Källa: A &amp; B."),
        ("", date(2026, 5, 2), 'Kontrollerad <time datetime="2026-05-02">2 maj 2026</time>.'),
        (
            "SCB",
            date(2026, 5, 2),
            'Källa: SCB. Kontrollerad <time datetime="2026-05-02">2 maj 2026</time>.',
        ),
    ],
)
def test_source_and_date_say_what_is_known(source, checked_on, expected):
    row = SimpleNamespace(source=source, source_url="", checked_on=checked_on)
    assert render("{% source_and_date row %}", row=row) == expected


def test_a_source_is_a_link_where_its_address_is_known():
    row = SimpleNamespace(source="A & B", source_url="https://a.example/?b=1&c", checked_on=None)
    link = '<a href="https://a.example/?b=1&amp;c">A &amp; B</a>'
    assert render("{% source row %}", row=row) == link
    assert render("{% source_and_date row %}", row=row) == f"Källa: {link}."
    row.source = ""
    assert render("{% source row %}{% source_and_date row %}", row=row) == ""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ('"news" "Nytt"', '<h2 id="news">Nytt</h2>'),
        ('"news" "Nytt" missing "Alla"', '<h2 id="news">Nytt</h2>'),
        ('"news" "Nytt" url "Alla"', '<h2 id="news">Nytt</h2><a href="/a/?b=1&amp;c=2">Alla</a>'),
        ('"news" "Nytt om "|add:title', '<h2 id="news">Nytt om &lt;Hamnen&gt;</h2>'),
    ],
)
def test_the_head_of_a_section_may_have_a_link(arguments, expected):
    head = render(f"{{% section_head {arguments} %}}", url="/a/?b=1&c=2", title="<Hamnen>")
    assert head == f'<div class="section-head">{expected}</div>'


def test_a_feed_is_told_to_readers_of_feeds():
    link = render('{% feed_link title|add:" – Rummet" url %}', title='"Båtar"', url="/atom.xml")
    assert link == (
        '<link rel="alternate" type="application/atom+xml" title="&quot;Båtar&quot; – Rummet" '
        'href="/atom.xml">'
    )


def contact(**fields):
    empty = {"contact_role": "", "contact_phone": "", "contact_email": ""}
    row = SimpleNamespace(**{**empty, "is_contact_example": False, **fields})
    context = {"contact": row, "heading": "Frågor", "anchor": fields.get("anchor", "")}
    return render_to_string("components/contact.html", context)


def test_nobody_to_ask_is_no_panel():
    assert contact(is_contact_example=True) == ""
    assert render_to_string("components/contact.html", {"contact": None}) == ""


def test_whom_to_ask_is_a_panel_with_what_is_known():
    assert contact(contact_role="Planerare") == (
        '<section class="panel"><h2>Frågor</h2><p>Planerare</p><p></p></section>'
    )
    assert contact(
        contact_phone="042-10 50 00", contact_email="a@b.se", is_contact_example=True, anchor="ask"
    ) == (
        '<section class="panel" aria-labelledby="ask"><h2 id="ask">Frågor</h2>'
        '<p><a href="tel:+4642105000">042-10 50 00</a><br><a href="mailto:a@b.se">a@b.se</a></p>'
        '<p><span class="example">Exempel</span></p></section>'
    )
