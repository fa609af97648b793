"""PURE: what a title is called in an address: a–z, digits and hyphens."""

import itertools
import re
import unicodedata

from django.utils.text import slugify

_LATIN = re.compile(r"LATIN (?:SMALL|CAPITAL) (?:LETTER|LIGATURE) ([A-Z]{1,2})(?: WITH .*)?$")
# What has no letter of its own behind its name. Cyrillic as it is usually written in Swedish addresses.
_WRITTEN = {
    **dict(zip("ßþðıŋ", ("ss", "th", "d", "i", "ng"), strict=True)),
    **dict(zip("абвгдеёзийклмнопрстуфъыьэіјўґ", "abvgdeezijklmnoprstuf-y-eijug", strict=True)),
    **dict(zip("жхцчшщюяєїљњћђџ", ["zj", "h", "ts", "tj", "sj", "sjtj", "ju", "ja", "je", "ji", "lj", "nj", "c", "dj", "dz"], strict=True)),
    **dict(zip("αβγδεζηικλμνξοπρστυφχωςύ", "avgdeziiklmnxoprstyfhosy", strict=True)),
    **dict(zip("θψ", ("th", "ps"), strict=True)),
    "ъ": "", "ь": "",
}  # fmt: skip


def slug_of(title, max_length=None):
    """Return ``title`` as part of an address, at most ``max_length`` long; empty when no letter can be told.

    Latin, Cyrillic and Greek letters are written with a–z, others are left out.
    """
    slug = slugify("".join(map(_in_latin, title.lower())))
    if max_length and len(slug) > max_length:
        cut = slug[: max_length + 1].rpartition("-")[0]
        slug = (cut or slug)[:max_length].strip("-_")
    return slug


def _in_latin(letter):
    if letter.isascii():
        return letter
    if letter in _WRITTEN:
        return _WRITTEN[letter]
    named = _LATIN.match(unicodedata.name(letter, ""))
    if named:
        return named[1].lower()
    # An accent over a letter of another script, such as the Greek ά.
    base = unicodedata.normalize("NFD", letter)[0]
    return _WRITTEN.get(base, letter)


def unused(slug, taken, max_length, *, is_numbered=False):
    """``slug`` with the first number that makes it differ from the ``taken``: from 1 when ``is_numbered``,
    else none or one from 2.
    """
    endings = ([] if is_numbered else [""], (f"-{n}" for n in itertools.count(2 - is_numbered)))
    candidates = (
        slug[: max_length - len(ending)].rstrip("-") + ending
        for ending in itertools.chain(*endings)
    )
    return next(each for each in candidates if each not in taken)
