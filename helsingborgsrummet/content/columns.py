"""The columns of every model of this site: text that every format can carry, and days that make sense.

Each is Django's column of the same name with two promises. Text is composed (NFC) and free of what
XML forbids, whether it came from a form, from code or from a query that looks for it; so one letter
is written in one way, and no feed, sitemap or calendar meets a character that it may not hold. Days and
moments lie in years that pages can tell of. Migrations know plain columns and import nothing of the site.
"""

import datetime
import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from helsingborgsrummet.content.no_breaks import JOINER

# The soft line breaks of slide and word processing programs, and what else ends a line somewhere.
_LINE_ENDS = "\v\f\x85\u2028\u2029"
# XML 1.0 allows none of these; the C1 controls are allowed and do nothing.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# And what holds figures together in our own pages (no_breaks.py), where text is copied from.
_BREAKS = str.maketrans({**dict.fromkeys(_LINE_ENDS, "\n"), JOINER: None})


def clean_text(text):
    """Return ``text`` composed (NFC), with line ends for soft breaks, without what XML forbids and our own marks."""
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", text.translate(_BREAKS)))


# --- Text ---------------------------------------------------------------------------------------


class CleanInput:
    """Mixin for a form field: what is typed is clean before anything is asked about it."""

    def to_python(self, value):
        return super().to_python(clean_text(value) if isinstance(value, str) else value)


class TextInput(CleanInput, forms.CharField):
    """A form's text."""


class SlugInput(CleanInput, forms.SlugField):
    """A form's part of an address."""


class EmailInput(CleanInput, forms.EmailField):
    """A form's e-mail address."""


class URLInput(CleanInput, forms.URLField):
    """A form's address."""


class PlainColumn:
    """Mixin for a column: migrations know it as Django's and import nothing of the site."""

    def deconstruct(self):
        """As Django's column."""
        name, _, args, kwargs = super().deconstruct()
        plain = next(each for each in type(self).__mro__ if each.__module__.startswith("django."))
        return name, f"django.db.models.{plain.__name__}", args, kwargs


class CleanText(PlainColumn):
    """Mixin for a column of text."""

    input_class = TextInput

    def to_python(self, value):
        """Clean, for validation, writing and looking up alike."""
        value = super().to_python(value)
        return clean_text(value) if isinstance(value, str) else value

    def pre_save(self, instance, add):
        """The row has what is written."""
        value = super().pre_save(instance, add)
        if isinstance(value, str):
            value = clean_text(value)
            setattr(instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        """A field whose rules see clean text."""
        return super().formfield(**{"form_class": self.input_class, **kwargs})


class CharField(CleanText, models.CharField):
    """A line."""


class SlugField(CleanText, models.SlugField):
    """A part of an address."""

    input_class = SlugInput


class EmailField(CleanText, models.EmailField):
    """An e-mail address."""

    input_class = EmailInput


class URLField(CleanText, models.URLField):
    """A whole address; without a scheme https is meant."""

    input_class = URLInput

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class TextField(CleanText, models.TextField):
    """Text of any length, made by code."""


# What a renderer of Markdown has to think about wherever it stands.
_SIGNS = re.compile(r"[][!*_<|~`^\\]")


class AtMost:
    """A validator: at most so many words, so many characters, and so many signs of Markdown, in a text."""

    def __init__(self, words, characters, signs=None):
        self.words, self.characters, self.signs = words, characters, signs

    def __call__(self, text):
        if (count := len(text.split())) > self.words:
            raise ValidationError(
                f"Texten har {_grouped(count)} ord och får ha högst {_grouped(self.words)}. "
                "Korta den, eller dela upp den på flera sidor.",
                code="too_many_words",
            )
        if len(text) > self.characters:
            raise ValidationError(
                f"Texten har {_grouped(len(text))} tecken och får ha högst "
                f"{_grouped(self.characters)}. Korta den, eller dela upp den på flera sidor.",
                code="too_many_characters",
            )
        if self.signs is not None and (count := len(_SIGNS.findall(text))) > self.signs:
            raise ValidationError(
                f"Texten har {_grouped(count)} tecken som formaterar, till exempel * och [, och får ha högst "
                f"{_grouped(self.signs)}. Ta bort några av dem, eller dela upp texten på flera sidor.",
                code="too_many_signs",
            )

    def __eq__(self, other):
        return isinstance(other, AtMost) and vars(self) == vars(other)

    def __hash__(self):
        return hash((self.words, self.characters, self.signs))


def _grouped(number):
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


class ParagraphsField(TextField):
    """Some paragraphs that somebody writes: a page or two."""

    default_validators = [AtMost(words=1_000, characters=10_000)]


# --- Days and moments ---------------------------------------------------------------------------

FIRST_DAY, LAST_DAY = datetime.date(1000, 1, 1), datetime.date(2199, 12, 31)
FIRST_MOMENT = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)
LAST_MOMENT = datetime.datetime(2199, 12, 31, tzinfo=datetime.UTC)


def check_day(day):
    """Refuse a day of a year that nobody means."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError(
            f"Året {day.year:04} kan inte stämma. Skriv ett år från {FIRST_DAY.year} till "
            f"{LAST_DAY.year}, med fyra siffror.",
            code="year",
        )


def check_moment(moment):
    """The same for when something is published or held."""
    if not FIRST_MOMENT <= moment <= LAST_MOMENT:
        raise ValidationError(
            f"Året {moment.year:04} kan inte stämma. Skriv ett år från {FIRST_MOMENT.year} till "
            f"{LAST_MOMENT.year}, med fyra siffror.",
            code="year",
        )


class DateField(PlainColumn, models.DateField):
    """A day that a page can tell of; the harbour's history begins long ago."""

    default_validators = [check_day]


class DateTimeField(PlainColumn, models.DateTimeField):
    """A moment of the site's own time."""

    default_validators = [check_moment]

    def from_db_value(self, value, expression, connection):
        """What an old database may hold beyond those years is the first or the last moment of them.

        Swedish clocks can tell those; at the ends of the calendar every question about them fails.
        """
        return value if value is None else min(max(value, FIRST_MOMENT), LAST_MOMENT)


def lies_within_reach(*names):
    """A condition: the moments in these columns, where there are any, are ones that pages can tell of."""
    condition = models.Q()
    for name in names:
        condition &= models.Q(**{f"{name}__isnull": True}) | models.Q(
            **{f"{name}__gte": FIRST_MOMENT, f"{name}__lte": LAST_MOMENT}
        )
    return condition
