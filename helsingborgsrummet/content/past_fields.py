"""Days and moments of what has been done: one that has not come yet is a slip of the hand."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone


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


class PastDateField(models.DateField):
    """A day on which something has been done. Migrations know it as a plain day."""

    default_validators = [not_to_come]

    def deconstruct(self):
        """As a plain day."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs


class PastDateTimeField(models.DateTimeField):
    """A moment at which something has been done. Migrations know it as a plain moment."""

    default_validators = [not_to_come]

    def deconstruct(self):
        """As a plain moment."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs
