"""Moments as editors write them: day and clock in Swedish time, right when the clocks change."""

import datetime

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.db import models

from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.content.words_sv import format_clock, format_day
from helsingborgsrummet.editing.clock_fields import ClockField, ClockInput, DayField, DayInput


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


class MomentField(forms.MultiValueField):
    """A day and a clock time, Swedish time.

    ``stored`` is the moment that the form began with: left as it was written it comes back
    unchanged, with its seconds and even in the hour that comes twice.
    """

    hidden_widget = forms.SplitHiddenDateTimeWidget
    stored = None

    def __init__(self, *, input_date_formats=None, input_time_formats=None, **kwargs):
        super().__init__((DayField(), ClockField()), **{"widget": MomentWidget, **kwargs})

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
        if self.stored and _is_shown_as(self.stored, naive):
            return self.stored
        return moment_from_wall_clock(naive)

    def has_changed(self, initial, data):
        """Seconds are not shown: a moment that is posted without them is the same."""
        if isinstance(initial, datetime.datetime) and not self.disabled:
            try:
                parts = [
                    field.to_python(part) for field, part in zip(self.fields, data, strict=True)
                ]
                return None in parts or not _is_shown_as(initial, datetime.datetime.combine(*parts))
            except (ValidationError, TypeError, ValueError):
                return True
        return super().has_changed(initial, data)


def _is_shown_as(moment, naive):
    """Whether a form shows ``moment`` as the wall clock ``naive``, with or without its seconds."""
    shown = moment.astimezone(STOCKHOLM).replace(tzinfo=None, microsecond=0)
    return naive in (shown, shown.replace(second=0))


class MomentWidget(AdminSplitDateTime):
    """Django's two boxes, named: the words beside them are no labels, and the legend names both."""

    def __init__(self, attrs=None):
        forms.MultiWidget.__init__(self, (DayInput, ClockInput), attrs)
        for widget, name in zip(self.widgets, ("Datum", "Tid"), strict=True):
            widget.attrs["aria-label"] = name


# What columns with moments are in every form of the admin.
MOMENTS = {models.DateTimeField: {"form_class": MomentField, "widget": MomentWidget}}
