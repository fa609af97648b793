"""Markdown to HTML: nothing hostile survives, and what editors write comes out right."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import strategies as st

from helsingborgsrummet.content.prose import picture_keys, render

# Written out here and not imported: widening the renderer's own lists must fail these tests.
ALLOWED = {
    "p": set(), "ul": set(), "ol": {"start"}, "li": set(), "blockquote": set(), "pre": set(),
    "hr": set(), "br": set(), "em": set(), "strong": set(), "s": set(), "code": set(),
    "a": {"href"}, "aside": {"class"}, "div": {"class", "tabindex", "role", "aria-label"},
    "table": set(), "thead": set(), "tbody": set(), "tr": set(), "th": {"class", "scope"},
    "td": {"class"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
}  # fmt: skip
SCHEMES = {"", "http", "https", "mailto", "tel"}
CLASSES = {"fact-box", "table-scroll", "align-right", "align-center"}
VOID = {"br", "hr"}


def scheme_of(address):
    """The scheme as a browser reads it: without the control characters and blanks it drops."""
    found = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", address), re.IGNORECASE)
    return found[1].lower() if found else ""


class Page(HTMLParser):
    """What a browser would build of a piece of HTML; anything that should not be there fails."""

    def __init__(self, html):
        super().__init__()
        self.open, self.ids, self.links, self.tags, self.text = [], [], [], [], ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED
        assert {name for name, _ in attrs} <= ALLOWED[tag]
        values = dict(attrs)
        assert values.get("class") is None or values["class"] in CLASSES
        if "id" in values:
            assert re.fullmatch(r"avsnitt(-[a-z0-9_-]+)?", values["id"])
            self.ids.append(values["id"])
        if "href" in values:
            assert scheme_of(values["href"]) in SCHEMES
            self.links.append(values["href"])
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def unexpected(self, *_):
        raise AssertionError("a comment, declaration or instruction")

    handle_comment = handle_decl = handle_pi = unknown_decl = unexpected


SCRIPT_ADDRESSES = (
    "javascript:alert(1)", "JavaScript:alert(1)", "jAvAsCrIpT:alert(1)", " javascript:alert(1)",
    "java&#115;cript:alert(1)", "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)",
    "&#0000106;avascript:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)",
    "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", "java\tscript:alert(1)",
    "java\\script:alert(1)", "\x01javascript:alert(1)", "\u00a0javascript:alert(1)",
    "\ufeffjavascript:alert(1)", "\u200bjavascript:alert(1)", "javascript\x00:alert(1)",
    "javascript://x.se/%0Aalert(1)", "javascript:https://x.se", "view-source:javascript:alert(1)",
    "vbscript:msgbox(1)", "VBScript:x", "livescript:x", "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=", "DATA:image/svg+xml,<svg onload=alert(1)>",
    "data:image/png;base64,iVBORw0KGgo=", "blob:https://x.se/1", "file:///etc/passwd",
    "filesystem:https://x.se/", "about:blank", "intent:x", "ftp://x.se/",
)  # fmt: skip
FORMS = ("[x]({})", "[x](<{}>)", '[x]({} "t")', "<{}>", "![x]({})", "[x][r]\n\n[r]: {}", "{}")


@pytest.mark.parametrize("address", SCRIPT_ADDRESSES)
@pytest.mark.parametrize("form", FORMS)
def test_no_link_leads_to_anything_that_runs(form, address):
    links = Page(render(form.format(address))).links
    assert {scheme_of(link) for link in links} <= SCHEMES


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//x.se/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=https://x.se onclick=alert(1)>x</a>",
        "<div style='position:fixed'>x</div>",
        "<style>*{display:none}</style>",
        "<form action=//x.se><input name=p></form>",
        "<base href=//x.se>",
        "<meta http-equiv=refresh content=0;url=//x.se>",
        "<object data=x><embed src=x>",
        "<!-- x --><!doctype html><?xml?><![CDATA[x]]>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<details open ontoggle=alert(1)>",
        "text <b onmouseover=alert(1)>fet</b>",
        "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
        "# <img src=x onerror=alert(1)>",
        "- <script>alert(1)</script>",
        "> <svg onload=alert(1)>",
        "`</code><script>alert(1)</script>`",
        '```x" onmouseover="alert(1)\n</pre><script>alert(1)</script>\n```',
        "::: faktaruta onclick=alert(1)\n<script>alert(1)</script>\n:::",
        '::: faktaruta" onclick="alert(1)\nx\n:::',
        "![<img src=x onerror=alert(1)>](x.png)",
        '![x](x.png "\\" onerror=alert(1)")',
        '[x](https://x.se "\\" onmouseover=\\"alert(1)")',
        '[x](https://x.se/"onmouseover="alert(1))',
        "[<script>alert(1)</script>](https://x.se)",
        "[[x](javascript:alert(1))](https://x.se)",
        "[![x](javascript:alert(1))](javascript:alert(1))",
        "<https://x.se/\"onmouseover='alert(1)'>",
        "https://x.se/<script>alert(1)</script>",
        "https://x.se/'onmouseover=alert(1)//",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\\<script>alert(1)\\</script>",
        "</p></article></main><script>alert(1)</script>",
    ],
)
def test_raw_html_is_words(html):
    page = Page(render(html))
    assert not {"script", "svg", "img", "iframe", "form", "style"} & set(page.tags)


def test_raw_html_is_shown_as_it_was_written():
    assert render("Skriv <b>så</b> & så") == "<p>Skriv &lt;b&gt;så&lt;/b&gt; &amp; så</p>\n"


@pytest.mark.parametrize(
    ("markdown", "ids"),
    [
        ("# Var ligger rummet?", ["avsnitt-var-ligger-rummet"]),
        ("# Öppet på Åsö", ["avsnitt-oppet-pa-aso"]),
        ("# __proto__", ["avsnitt-proto"]),
        ("# constructor", ["avsnitt-constructor"]),
        ("# innehall", ["avsnitt-innehall"]),
        ("# avsnitt", ["avsnitt-avsnitt"]),
        ("# Läs [planen](https://x.se/plan) *nu*", ["avsnitt-las-planen-nu"]),
        ("# ?\n# !\n# 中文", ["avsnitt", "avsnitt-2", "avsnitt-3"]),
        ("# a\n# a\n# a-2\n# a", ["avsnitt-a", "avsnitt-a-2", "avsnitt-a-2-2", "avsnitt-a-3"]),
        ("# a-2\n# a\n# a", ["avsnitt-a-2", "avsnitt-a", "avsnitt-a-3"]),
        ('# x" onclick="alert(1)', ["avsnitt-x-onclickalert1"]),
    ],
)
def test_headings_have_ids_of_their_own(markdown, ids):
    assert Page(render(markdown)).ids == ids


def test_no_template_uses_the_ids_of_headings():
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        assert 'id="avsnitt' not in path.read_text(encoding="utf-8"), path


TABLE = '<div class="table-scroll" tabindex="0" role="region" aria-label="Tabell"><table>\n'


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("", ""),
        ("Ett stycke.\n\nEtt till.", "<p>Ett stycke.</p>\n<p>Ett till.</p>\n"),
        ("Hon sa: ”Vi flyttar.”", "<p>Hon sa: ”Vi flyttar.”</p>\n"),
        ("’Enkla’ och ”dubbla ’inre’ tecken”", "<p>’Enkla’ och ”dubbla ’inre’ tecken”</p>\n"),
        (
            "– Vi flyttar, säger hon.\n\n– Bra!",
            "<p>– Vi flyttar, säger hon.</p>\n<p>– Bra!</p>\n",
        ),
        ("10–16, 2 § 3 mom. ½ × 3", "<p>10–16, 2 § 3 mom. ½ × 3</p>\n"),
        ("10\u00a0000 kr", "<p>10&nbsp;000 kr</p>\n"),
        ("*lätt* **tung** ~~struken~~", "<p><em>lätt</em> <strong>tung</strong> <s>struken</s></p>\n"),
        ("fil_namn_med_streck 2*3*4", "<p>fil_namn_med_streck 2<em>3</em>4</p>\n"),
        ("rad  \nrad\\\nrad\nrad", "<p>rad<br>\nrad<br>\nrad\nrad</p>\n"),
        ("- a\n- b\n  - c", "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("> Citat", "<blockquote>\n<p>Citat</p>\n</blockquote>\n"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>\n"),
        ("`<kod>`", "<p><code>&lt;kod&gt;</code></p>\n"),
        ("```python\na < b\n```", "<pre><code>a &lt; b\n</code></pre>\n"),
        ("[Besök oss](/besok/)", '<p><a href="/besok/">Besök oss</a></p>\n'),
        ("[Upp](#avsnitt-a)", '<p><a href="#avsnitt-a">Upp</a></p>\n'),
        ('[Plan](https://x.se "titel")', '<p><a href="https://x.se">Plan</a></p>\n'),
        ("[Ring](tel:+4642105000)", '<p><a href="tel:+4642105000">Ring</a></p>\n'),
        ("Se https://x.se/a.", '<p>Se <a href="https://x.se/a">https://x.se/a</a>.</p>\n'),
        ("<https://x.se>", '<p><a href="https://x.se">https://x.se</a></p>\n'),
        ("Skriv till a@x.se.", '<p>Skriv till <a href="mailto:a@x.se">a@x.se</a>.</p>\n'),
        ("Slut.Se nästa.se www.x.se", "<p>Slut.Se nästa.se www.x.se</p>\n"),
        ("![Ett *torg*](https://x.se/a.png)", "<p>Ett torg</p>\n"),
        (
            "::: faktaruta\n**Fakta**\n\n- a\n:::",
            '<aside class="fact-box">\n<p><strong>Fakta</strong></p>\n<ul>\n<li>a</li>\n</ul>\n</aside>\n',
        ),
        ("::: annat\na\n:::", "<p>::: annat\na\n:::</p>\n"),
        (
            "| Vad | När | Antal |\n|:--|:-:|--:|\n| a | b | 3 |",
            TABLE + '<thead>\n<tr>\n<th scope="col">Vad</th>\n'
            '<th class="align-center" scope="col">När</th>\n'
            '<th class="align-right" scope="col">Antal</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
            '<td>a</td>\n<td class="align-center">b</td>\n<td class="align-right">3</td>\n'
            "</tr>\n</tbody>\n</table></div>\n",
        ),
    ],
)  # fmt: skip
def test_what_editors_write_comes_out_right(markdown, html):
    assert render(markdown) == html
    Page(html)


@pytest.mark.parametrize(
    ("markdown", "base", "tags"),
    [
        ("# a\n## b\n### c", 2, ["h2", "h3", "h4"]),
        ("## a\n### b", 2, ["h2", "h3"]),
        ("### a\n### b", 2, ["h2", "h2"]),
        ("## a\n# b", 2, ["h3", "h2"]),
        ("# a\n## b\n### c\n#### d\n##### e\n###### f", 2, ["h2", "h3", "h4", "h5", "h6", "h6"]),
        ("a\n===\n\nb\n---", 2, ["h2", "h3"]),
        ("# a\n## b", 3, ["h3", "h4"]),
    ],
)
def test_headings_stand_below_the_heading_of_the_page(markdown, base, tags):
    assert Page(render(markdown, base_heading_level=base)).tags == tags


FIGURE = "<figure>12</figure>"


@pytest.mark.parametrize(
    ("markdown", "keys", "html"),
    [
        ("![Torget](bild:12)", [12], FIGURE + "\n"),
        ("a\n\n![](bild:12)\n\nb", [12], f"<p>a</p>\n{FIGURE}\n<p>b</p>\n"),
        ("![x](bild:7)\n\n![x](bild:12)\n\n![x](bild:7)", [7, 12], f"\n{FIGURE}\n\n"),
        ("- ![x](bild:12)\n- b", [12], f"<ul>\n<li>{FIGURE}</li>\n<li>b</li>\n</ul>\n"),
        ("> ![x](bild:12)", [12], f"<blockquote>\n{FIGURE}\n</blockquote>\n"),
        (
            "::: faktaruta\n![x](bild:12)\n:::",
            [12],
            f'<aside class="fact-box">\n{FIGURE}\n</aside>\n',
        ),
        ("Se ![torget](bild:12) här", [], "<p>Se torget här</p>\n"),
        ("# ![Torget](bild:12)", [], '<h2 id="avsnitt-torget">Torget</h2>\n'),
        ("![x](bild:012345678901234567890)", [], "<p>x</p>\n"),
        ("![x](bild:12x)", [], "<p>x</p>\n"),
        ("![x](bild:-1)", [], "<p>x</p>\n"),
        ("`![x](bild:12)`", [], "<p><code>![x](bild:12)</code></p>\n"),
        ("<bild-12>", [], "<p>&lt;bild-12&gt;</p>\n"),
        ("\ue00012\ue001", [], "<p>12</p>\n"),
        ("&#xE000;12&#xE001;", [], "<p>12</p>\n"),
        ("![&#xE000;12&#xE001;](x)", [], "<p>12</p>\n"),
        ("\ue002x&#xE002; [y](/&#xE002;z)", [], '<p>x <a href="/%EE%80%82z">y</a></p>\n'),
        ("```\n\ue00012\ue001\n```", [], "<pre><code>12\n</code></pre>\n"),
    ],
)
def test_pictures_of_the_library_stand_where_they_are_named(markdown, keys, html):
    assert picture_keys(markdown) == keys
    assert render(markdown, pictures={12: FIGURE}) == html


def test_a_picture_in_a_table_becomes_its_words():
    assert "<td>Torget</td>" in render(
        "| a |\n|---|\n| ![Torget](bild:12) |", pictures={12: FIGURE}
    )


PIECES = (
    *"[]()<>!#*_~`|-+=:;&\"'/\\\n\t aå1.", "[x](", "![", "::: faktaruta\n", "---", "```", "\n\n",
    "    ", "| a |\n|:-:|\n", "<script>", "</p>", "<svg ", "<!--", "-->", "]]>", "onload=", "style=",
    "javascript:", "data:", "&#106;", "&colon;", "https://", "a@b.se", "![x](bild:12)", "\ue000", "\ue001", "\ue002", "&#xE000;", "<bild-12>",
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
@example(">" * 500 + "[" * 500)
@example("![" * 200 + "x" + "](y)" * 200)
@example("::: faktaruta\n" * 50)
@example("\x00\ufffe\u202e<\x0cscript>")
def test_whatever_is_written_the_page_stays_whole_and_harmless(markdown):
    html = render(markdown)
    assert not set(html) & set("\ue000\ue001\ue002")
    ids = Page(html).ids
    assert len(ids) == len(set(ids))


@given(
    st.text(
        st.characters(
            blacklist_categories=["Cs"], blacklist_characters="\x00\r\n\ue000\ue001\ue002"
        )
    )
)
def test_no_word_is_lost_in_code(text):
    shown = Page(render(f"    x{text}")).text
    assert shown == f"x{text}\n\n"
