"""What nobody should type and somebody will: texts that were slow, and values that broke something."""

# Pieces of which a text is nothing but repetitions; each was, or could be, slower than its length.
PIECES = {
    "headings": "# a\n\n",
    "lines under headings": "a\n-\n",
    "addresses without a scheme": "//a.se/",
    "colons and slashes": "://",
    "hosts without an end": "https://a.b.",
    "brackets in an address": "https://a.se/((",
    "addresses": "https://a.se ",
    "mail": "a@b.se ",
    "mail without an end": "a.b.c@d.e.f.",
    "at": "@",
    "dots": ".",
    "marks": "?!",
    "abbreviations": "a. ",
    "brackets": "[",
    "pictures that begin": "![",
    "links that begin": "[a](b",
    "links": "[a](#b) ",
    "links to pages": "[a](/b) ",
    "pictures": "![a](bild:1)\n\n",
    "stars": "a**b",
    "stars and lines": "_*",
    "struck through": "~~a ",
    "quotations": "> a\n",
    "quotations in quotations": "> ",
    "lists": "- a\n",
    "lists in lists": "- ",
    "numbers": "1. a\n",
    "fact boxes": "::: faktaruta\n",
    "fences": "```\n",
    "ticks": "`a",
    "tables": "|a|\n|-|\n|b|\n\n",
    "empty headers": "|a||\n|-|-|\n\n",
    "rows": "|a|b|\n",
    "named links": "[a]: b\n",
    "notes": "[^1] ",
    "notes below": "[^1]: a\n\n",
    "marks of notes": "[^",
    "entities": "&amp;",
    "less than": "<",
    "sections of data": "<![CDATA[",
    "backslashes": "\\\n",
    "words": "ordet är ",
    "days": "1 maj ",
    "hours": "10:00 ",
    "capitals": "AA AA",
    "lines": "a\n",
    "blank lines": "\n",
    "composed": "a\u030a",
    "private": "\ue0001\ue001",
}


def long_texts(size):
    """Texts of about ``size`` characters, by name: repetitions, and three that grow as they go on."""
    yield from ((name, (piece * (size // len(piece) + 1))[:size]) for name, piece in PIECES.items())
    yield (
        "headings of one name and its numbers",
        "".join(f"# a-{n}\n# a\n" for n in range(size // 10)),
    )
    side = int((size / 4) ** 0.5)
    yield "a square table", "|a" * side + "|\n" + "|-" * side + "|\n" + ("|b" * side + "|\n") * side
    yield (
        "a wide table with empty rows",
        "|a" * (size // 12) + "|\n" + "|-" * (size // 12) + "|\n" + "|\n" * (size // 6),
    )
    yield "ticks that grow", "".join("`" * n + "a" for n in range(int((2 * size) ** 0.5)))
    yield "one mark for a note", "[^1]: a\n\n" + "[^1] " * (size // 5)


DIGITS = "9" * 4400
# For any field and any parameter.
VALUES = [
    "", " ", "0", "-1", "1", "2", "1.5", "1,5", "1e9", "1e999", "NaN", "inf", "-0", "00", "٣", "²", "½", DIGITS,
    "9999999999", "99999999999999999999", "-99999999999999999999", "2147483648", "32768", "65536", "1_000",
    "\x00", "a\x00b", "\x0b", "\x1f", "\x7f", "\x85", "\u2028", "\ufeff", "\ufffe", "\u202e", "\u200d", "\ue000",
    "a\u030a", "\u1e9b\u0323", "\ufb03", "\U0001f389", "\U0001f1f8\U0001f1ea", "欢迎来到赫尔辛堡", "مرحبا", "Ω≈ç√", "ИЙ", "???",
    "ß", "İ", "ı", "ŉ", "ǅ", "\u0345", "\U000e0041", "z\u0351\u036b\u0343" * 20, "\u0301", "\U0010ffff", "\U0001d160",
    "true", "false", "on", "null", "None", "undefined", "[]", "{}", "{", "[" * 3000, '{"a":' * 1000, '"', "'", "\\",
    '{"type": "Polygon"}', '{"type": "Polygon", "coordinates": []}', '{"type": "Polygon", "coordinates": [[]]}',
    '{"type": "Polygon", "coordinates": "\\u0000"}', '{"\\u0000": 1, "type": "Polygon", "coordinates": 1}',
    '{"type": "Polygon", "coordinates": [[[1e400, 1], [1, 1], [1, 1], [1e400, 1]]]}', '{"type": "Feature"}',
    '{"type": "Polygon", "coordinates": [[[12.7, 56], [12.7, 56], [12.7, 56], [12.7, 56]]]}', "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "0001-01-01", "0026-05-05", "9999-12-31", "10000-01-01", "2026-02-30", "2026-13-01", "0000-00-00", "1 jan 2026",
    "01/02/2027", "2026-W01-1", "20260101", "24:00", "23:59:59.999999", "25:61", "9", "09.00", "00:00", "2027-03-28 02:30",
    "2026-10-25", "02:30", "2026-01", "9999-12", "0001-01", "2026-53", "9999-52", "0001-01", "2026-00",
    "/", "//", "///", "/a/b", "../..", "a/b", "a\\b", "/\\evil.example/", "//evil.example", "https://", "https:///", "https://[abc",
    "https://[::1]", "https://a.se:99999/", "https://a.se:x/", "https://a@b@c", "https://å.se/ö", "https://xn--", "https://.", "https://" + "a" * 300,
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "mailto:", "tel:", "http://a.se\r\nX: y", "%00", "%", "%ff", "%2e%2e",
    "<script>alert(1)</script>", "</textarea><script>", "{{ 7*7 }}", "{% csrf_token %}", "${7*7}", "<!--", "]]>", "<svg onload=alert(1)>", "&#11;",
    "' OR 1=1 --", '" OR ""="', "; DROP TABLE x", "%s", "%(a)s", "{0}", "{a}", "\\N", "\\u0000", "*", "_", "(", ")", "[a-", "(?P<", "+" * 200,
    "a@b", "a@b.se", '"a b"@c.se', "@", "a@" + "b" * 300 + ".se", "å@å.se", "+46 (0)42-10 50 00", "0046 42 10 50 00", "042",
    "\n", "\r\n", "a\nb", "a\r\nb", "\t", "a\tb", "\r", "#", "# a", "- " * 50, "> " * 50, "[^1]: a", "[^1]", "[a]: b", "![a](bild:99999999999999999999)",
    "![a](bild:1)", "[x](javascript:alert(1))", "::: faktaruta", "|a|\n|-|", "kalender", "atom", "admin", "en", "nu", "trasig", "utkast", "published",
    "x" * 61, "x" * 121, "x" * 301, "x" * 5000, "å" * 200, "欢" * 100, "ord " * 400, "IMG_4711.jpg", "con", "aux.pdf", ".", "..", "~", "$", "^", "|",
]  # fmt: skip
