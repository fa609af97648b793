"""Templates made compact when they are loaded: what goes, and what must stay."""

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import get_template

from helsingborgsrummet.template_loader import compact

CASES = [
    # A break between words is a space, as everywhere in HTML.
    ("ett\n  två", "ett två"),
    ("ett\n\n\n  två", "ett två"),
    ("{{ ett }}\n  {{ två }}", "{{ ett }} {{ två }}"),
    ("Läs\n  <a href='/'>planen</a>\n  i dag", "Läs <a href='/'>planen</a> i dag"),
    ('<img src="a">\n<img src="b">\nord', '<img src="a"> <img src="b"> ord'),
    # Beside a template's tag or comment it is nothing.
    ("{% if ett %}\n  två\n{% endif %}\n.", "{% if ett %}två{% endif %}."),
    ("{% load dates %}\n{% comment %}\nOptions: x.\n{% endcomment %}\n<p>", "{% load dates %}<p>"),
    ("ett\n{# varför #}\ntvå", "ett{# varför #}två"),
    # Beside the tag of a block element or a control it is nothing.
    ("<p>\n  ett\n</p>\n<p>\n  två\n</p>\n", "<p>ett</p><p>två</p>"),
    ("<label>ett</label>\n<input>\n<button>två</button>", None),
    ("<{{ heading }}>\n  ett\n</{{ heading }}>\n  två", "<{{ heading }}>ett</{{ heading }}>två"),
    ("ett<br>\n  två", "ett<br>två"),
    # Just inside an element it is nothing.
    ("ett\n<a href='/'>\n  två\n</a>\ntre", "ett <a href='/'>två</a> tre"),
    # Spaces on a line stay where they are.
    ("{% if ett %} två{% endif %} tre", "{% if ett %} två{% endif %} tre"),
    ("<p> ett <b> två </b> </p>", "<p> ett <b> två </b> </p>"),
    # A space that is wanted beside a tag is written.
    ("ett&#32;\n{% if två %}\n  &#32;två\n{% endif %}", "ett {% if två %} två{% endif %}"),
    # Within a tag of HTML it parts two attributes, and in the value of one the rule is the same.
    ('<a\n  href="/"\n  class="b">ett</a>', '<a href="/" class="b">ett</a>'),
    (
        '<a\n  href="/"\n  {% if x < 1 %}hidden{% endif %}\n>\n  ett\n</a>',
        '<a href="/" {% if x < 1 %}hidden{% endif %}>ett</a>',
    ),
    (
        '<a\n  {% if x %}\n    href="/"\n  {% endif %}\n  {{ y }}\n  id="a">ett</a>',
        '<a {% if x %} href="/" {% endif %} {{ y }} id="a">ett</a>',
    ),
    (
        "<a class='ett\n  {% if x %}två{% endif %}'>ett</a>",
        "<a class='ett{% if x %}två{% endif %}'>ett</a>",
    ),
    (
        '<meta content="{% block ett %}\n  två > tre\n{% endblock ett %}">\n<p>',
        '<meta content="{% block ett %}två > tre{% endblock ett %}"><p>',
    ),
    ("{% if x < 1 and y > 2 %}\n  ett\n{% endif %}", "{% if x < 1 and y > 2 %}ett{% endif %}"),
    # Where breaks are content they stay, and so does a space that is written there.
    ("<p>\n<pre>\n  a\n  b&#32;\n</pre>\n</p>", "<p><pre>\n  a\n  b&#32;\n</pre></p>"),
    ("<textarea>\n  a\n</textarea>", "<textarea>\n  a\n</textarea>"),
    ("<script src='a'>\n  a\n</script>\n", "<script src='a'>\n  a\n</script>"),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_a_template_is_made_compact(source, expected):
    assert compact(source) == (source.replace("\n", "") if expected is None else expected)
    assert compact(compact(source)) == compact(source)


def test_our_templates_are_loaded_compact_and_kept():
    loaded = get_template("components/breadcrumbs.html")
    assert loaded.template.source == compact(loaded.template.source)
    assert "\n" not in loaded.template.source
    assert get_template("components/breadcrumbs.html").template is loaded.template


def test_templates_of_libraries_and_texts_are_loaded_as_they_are(tmp_path):
    assert "\n" in get_template("admin/login.html").template.source
    engine = engines["django"].engine
    (loader,) = engine.template_loaders[0].loaders[:1]
    loader.dirs = [tmp_path]
    try:
        for name in ("letter.txt", "page.html"):
            (tmp_path / name).write_text("ett\n  två\n")
        sources = {
            origin.template_name: loader.get_contents(origin)
            for name in ("letter.txt", "page.html")
            for origin in loader.get_template_sources(name)
        }
    finally:
        loader.dirs = None
    assert sources == {"letter.txt": "ett\n  två\n", "page.html": "ett två"}


def test_every_template_keeps_its_words_and_its_preformatted_text():
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        result = compact(source)
        comment = source.partition("{% comment %}")[2].partition("{% endcomment %}")[0]
        words = source.replace(comment, "") if comment else source
        words = words.replace("{% comment %}{% endcomment %}", "").replace("&#32;", "")
        assert "".join(result.split()) == "".join(words.split()), path
