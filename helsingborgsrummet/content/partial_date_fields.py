"""Model fields for a date that may be known only to its month or year."""

from django.db.models import Q

from helsingborgsrummet.content.columns import CharField, DateField
from helsingborgsrummet.content.dates import PartialDate, Precision

PRECISION_CHOICES = [
    (Precision.DAY.value, "dagen"),
    (Precision.MONTH.value, "månaden"),
    (Precision.YEAR.value, "året"),
]


def precision_field(verbose_name):
    """A column that says how much of the date beside it is known."""
    return CharField(
        verbose_name,
        max_length=5,
        choices=PRECISION_CHOICES,
        default=Precision.DAY.value,
        help_text="Hur mycket av datumet som är känt. Vet du bara månaden visas bara månaden.",
    )


def until_fields():
    """The two columns for the time until which words beside them hold."""
    return (
        DateField(
            "orden gäller till och med",
            null=True,
            blank=True,
            help_text="När tiden har passerat skriver sidan själv att vi inte vet, och du påminns. "
            "Till exempel 31 maj 2027 för ”tidigast våren 2027”.",
        ),
        precision_field("tiden känd till"),
    )


def is_past(name, today):
    """The rows whose partial date in ``name_on`` and ``name_precision`` has passed by ``today``."""
    before = {
        Precision.DAY: today,
        Precision.MONTH: today.replace(day=1),
        Precision.YEAR: today.replace(month=1, day=1),
    }
    found = Q()
    for precision, day in before.items():
        found |= Q(**{f"{name}_precision": precision.value, f"{name}_on__lt": day})
    return found


def partial_date(day, precision):
    """Return the :class:`PartialDate` of two columns, or ``None`` when there is no date."""
    return PartialDate(day, Precision(precision)) if day else None
