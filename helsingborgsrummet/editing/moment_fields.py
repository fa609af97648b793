"""Moments as editors write them: day and clock in Swedish time, right when the clocks change."""

import datetime

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.db import models

from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.content.words_sv import format_clock, format_day


def moment_from_wall_clock(naive):
    """Return the aware moment at which Swedish clocks show ``naive`` (a naive ``datetime``).

    Raises ``ValidationError`` with a Swedish sentence for a time that is skipped in spring or comes
    twice in autumn: guessing would publish an hour early or late.
    """
    first = naive.replace(tzinfo=STOCKHOLM, fold=0)
    second = naive.replace(tzinfo=STOCKHOLM, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    day, clock = format_day(naive.date()), format_clock(naive.time())
    if first.utcoffset() < second.utcoffset():
        raise ValidationError(
            f"Den {day} ställs klockan fram från 2 till 3, så kl. {clock} finns inte. "
            "Välj en annan tid, till exempel kl. 3.",
            code="skipped",
        )
    raise ValidationError(
        f"Den {day} ställs klockan tillbaka från 3 till 2, så kl. {clock} kommer två gånger. "
        "Välj en annan tid, till exempel kl. 3.",
        code="twice",
    )


class MomentField(forms.SplitDateTimeField):
    """A day and a clock time, Swedish time.

    ``stored`` is the moment that the form began with: left as it was written it comes back
    unchanged, even in the hour that comes twice.
    """

    stored = None
    default_error_messages = {
        "invalid_date": "Skriv dagen så här: 2026-11-25.",
        "invalid_time": "Skriv tiden så här: 09:30.",
    }

    def compress(self, parts):
        """Join day and clock into a moment."""
        if not parts:
            return None
        day, clock = parts
        if day in self.empty_values:
            raise ValidationError("Fyll i dagen också, eller ta bort tiden.", code="no_day")
        if clock in self.empty_values:
            raise ValidationError("Fyll i tiden också, till exempel 08:00.", code="no_time")
        naive = datetime.datetime.combine(day, clock)
        if self.stored:
            stored = self.stored.astimezone(STOCKHOLM).replace(tzinfo=None, microsecond=0)
            if stored == naive:
                return self.stored
        return moment_from_wall_clock(naive)


class MomentWidget(AdminSplitDateTime):
    """Django's two boxes, named: the words beside them are no labels, and the legend names both."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        for widget, name in zip(self.widgets, ("Datum", "Tid"), strict=True):
            widget.attrs["aria-label"] = name


# For ``ModelAdmin.formfield_overrides``.
MOMENTS = {models.DateTimeField: {"form_class": MomentField, "widget": MomentWidget}}
