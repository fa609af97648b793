"""Model fields for a date that may be known only to its month or year."""

from django.db import models

from helsingborgsrummet.content.dates import PartialDate, Precision

PRECISION_CHOICES = [
    (Precision.DAY.value, "dagen"),
    (Precision.MONTH.value, "månaden"),
    (Precision.YEAR.value, "året"),
]


def precision_field(verbose_name):
    """A column that says how much of the date beside it is known."""
    return models.CharField(
        verbose_name,
        max_length=5,
        choices=PRECISION_CHOICES,
        default=Precision.DAY.value,
        help_text="Hur mycket av datumet som är känt. Vet du bara månaden visas bara månaden.",
    )


def partial_date(day, precision):
    """Return the :class:`PartialDate` of two columns, or ``None`` when there is no date."""
    return PartialDate(day, Precision(precision)) if day else None
