"""Days and clock times in forms, as Swedes write them; the day is said in words beside its field."""

import datetime

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTimeWidget
from django.db import models
from django.utils import timezone

from helsingborgsrummet.content.words_sv import format_weekday
from helsingborgsrummet.content.written_times import Unreadable, check_day, read_clock, read_day

SCRIPT = forms.Media(js=[forms.widgets.Script("js/day-words.js", defer=True)])


def day_in_words(text, today):
    """The day that ``text`` means, with its weekday; empty when it cannot be read."""
    try:
        return format_weekday(read_day(text, today))
    except Unreadable:
        return ""


class DayInput(AdminDateWidget):
    """A day as text, with Django's calendar, and what it means in words."""

    template_name = "admin/day_widget.html"

    def __init__(self, attrs=None):
        super().__init__({"size": "16", "autocomplete": "off", **(attrs or {})}, format="%Y-%m-%d")

    @property
    def media(self):
        """The calendar, and what asks the server for the words while somebody writes."""
        return super().media + SCRIPT

    def get_context(self, name, value, attrs):
        """Add the words."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        context["widget"]["words"] = day_in_words(shown, timezone.localdate()) if shown else ""
        return context


class ClockInput(AdminTimeWidget):
    """A clock time as text: ``09.30``."""

    def __init__(self, attrs=None):
        super().__init__({"size": "6", **(attrs or {})}, format="%H.%M")


class DayField(forms.DateField):
    """A day, read by :func:`read_day`."""

    widget = DayInput

    def to_python(self, value):
        """The day that was written, or a sentence about why it is none."""
        if value in self.empty_values or isinstance(value, datetime.date):
            return super().to_python(value)
        try:
            return read_day(str(value), timezone.localdate())
        except Unreadable as reason:
            raise forms.ValidationError(str(reason), code="invalid") from None

    def validate(self, value):
        """No year that nothing on the site can be about."""
        super().validate(value)
        if value not in self.empty_values:
            try:
                check_day(value)
            except Unreadable as reason:
                raise forms.ValidationError(str(reason), code="year") from None


class ClockField(forms.TimeField):
    """A clock time, read by :func:`read_clock`; midnight at the end of the day may be written 24."""

    widget = ClockInput

    def to_python(self, value):
        """The time that was written, or a sentence about why it is none."""
        if value in self.empty_values or isinstance(value, datetime.time):
            return super().to_python(value)
        try:
            return read_clock(str(value))
        except Unreadable as reason:
            raise forms.ValidationError(str(reason), code="invalid") from None


class TimeField(ClockField):
    """A clock time in forms that belong to no row: without Django's choices beside it."""

    def __init__(self, label, *, required=False):
        super().__init__(
            required=required,
            label=label,
            widget=forms.TimeInput(format="%H.%M", attrs={"inputmode": "decimal", "size": 6}),
        )


# What columns are in every form of the admin, with :data:`moment_fields.MOMENTS`.
DAYS_AND_CLOCKS = {
    models.DateField: {"form_class": DayField, "widget": DayInput},
    models.TimeField: {"form_class": ClockField, "widget": ClockInput},
}
