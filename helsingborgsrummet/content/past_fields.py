"""Days and moments of what has been done: one that has not come yet is a slip of the hand."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from helsingborgsrummet.content.columns import DateField, DateTimeField, check_day, check_moment


def not_to_come(value):
    """Refuse, in words, a day or a moment that has not come yet."""
    # A moment is a day, too, for Python.
    if hasattr(value, "tzinfo"):
        is_to_come = value > timezone.now()
    else:
        is_to_come = value > timezone.localdate()
    if is_to_come:
        raise ValidationError(
            "Det kan inte ha skett än: skriv i dag eller en tidigare dag.", code="to_come"
        )


class PastDateField(DateField):
    """A day on which something has been done."""

    default_validators = [check_day, not_to_come]


class PastDateTimeField(DateTimeField):
    """A moment at which something has been done."""

    default_validators = [check_moment, not_to_come]
