"""Numbered points on the picture of a plan or an exhibit; a list tells the same."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from helsingborgsrummet.content.columns import CharField

PER_CENT = [MinValueValidator(0), MaxValueValidator(100)]


class PicturePoint(models.Model):
    """Base of points on the picture of a page. The number is the point's address, so it stays."""

    number = models.PositiveSmallIntegerField(
        "nummer",
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text="Också punktens adress, så ändra det inte när sidan är publicerad.",
    )
    title = CharField("namn", max_length=80)
    text = CharField("text", max_length=400, help_text="Vad man ser, i några meningar.")
    x = models.PositiveSmallIntegerField(
        "från vänster (%)",
        validators=PER_CENT,
        help_text="0 är bildens vänsterkant, 100 dess högra.",
    )
    y = models.PositiveSmallIntegerField(
        "uppifrån (%)", validators=PER_CENT, help_text="0 är bildens överkant, 100 dess underkant."
    )

    class Meta:
        abstract = True
        verbose_name = "punkt på bilden"
        verbose_name_plural = "punkter på bilden"
        ordering = ["number"]

    def __str__(self):
        return f"{self.number}. {self.title}"


def _one_number(name, page):
    return models.UniqueConstraint(
        name=name,
        fields=[page, "number"],
        violation_error_message="Två punkter kan inte ha samma nummer.",
    )


class PlanPoint(PicturePoint):
    """A point on the picture of a plan."""

    plan = models.ForeignKey(
        "exhibits.Plan", models.CASCADE, related_name="points", verbose_name="plan"
    )

    class Meta(PicturePoint.Meta):
        constraints = [_one_number("points_of_a_plan_have_numbers_of_their_own", "plan")]


class ExhibitPoint(PicturePoint):
    """A point on the picture of an exhibit."""

    exhibit = models.ForeignKey(
        "exhibits.Exhibit", models.CASCADE, related_name="points", verbose_name="utställning"
    )

    class Meta(PicturePoint.Meta):
        constraints = [_one_number("points_of_an_exhibit_have_numbers_of_their_own", "exhibit")]
