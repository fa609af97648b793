"""Opening hours as stored: the standard week, seasons and exceptions."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from exhibits.rules.opening_hours import (
    DatedException,
    Kind,
    Schedule,
    Season,
    Span,
    WeeklyRule,
    problems,
)
from exhibits.words_sv.opening import problem_sentence, span_text
from helsingborgsrummet.content.columns import CharField, DateField

ENDS_AFTER_IT_BEGINS = Q(closes__gt=F("opens")) | Q(closes="00:00")


class OpeningSeason(models.Model):
    """A period with a week of its own, such as the summer."""

    name = CharField("namn", max_length=60, help_text="Till exempel Sommar 2027.")
    first_on = DateField("från och med")
    last_on = DateField("till och med")

    class Meta:
        verbose_name = "säsong"
        verbose_name_plural = "säsonger"
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(
                name="opening_season_ends_after_it_begins",
                condition=Q(last_on__gte=F("first_on")),
                violation_error_message="Säsongen kan inte sluta innan den börjar.",
            ),
        ]

    def __str__(self):
        return self.name


class OpeningRule(models.Model):
    """One span on one weekday, in the standard week or in a season."""

    class Weekday(models.IntegerChoices):
        MONDAY = 1, "måndag"
        TUESDAY = 2, "tisdag"
        WEDNESDAY = 3, "onsdag"
        THURSDAY = 4, "torsdag"
        FRIDAY = 5, "fredag"
        SATURDAY = 6, "lördag"
        SUNDAY = 7, "söndag"

    season = models.ForeignKey(
        OpeningSeason,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="rules",
        verbose_name="säsong",
        help_text="Tomt: gäller den vanliga veckan.",
    )
    weekday = models.PositiveSmallIntegerField("veckodag", choices=Weekday.choices)
    opens = models.TimeField("öppnar")
    closes = models.TimeField("stänger", help_text="00.00 betyder midnatt.")

    class Meta:
        verbose_name = "öppettid"
        permissions = [("publish_openingrule", "Får ändra det som visas för besökare")]
        verbose_name_plural = "öppettider"
        ordering = ["season", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                name="opening_rule_ends_after_it_begins",
                condition=ENDS_AFTER_IT_BEGINS,
                violation_error_message="Rummet måste stänga efter att det öppnat.",
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {span_text(self.as_rule().span)}"

    def as_rule(self):
        """The row as the pure module knows it."""
        return WeeklyRule(self.weekday, Span(self.opens, self.closes))


class OpeningException(models.Model):
    """One or more days that deviate: closed, other hours or extra opening."""

    class KindChoice(models.TextChoices):
        CLOSED = Kind.CLOSED.value, "Stängt"
        OTHER = Kind.OTHER_HOURS.value, "Andra tider i stället för dem som annars gäller"
        EXTRA = Kind.EXTRA.value, "Extra öppet utöver de tider som annars gäller"

    first_on = DateField("från och med")
    last_on = DateField("till och med", help_text="Samma dag om det gäller en enda dag.")
    kind = CharField(
        "vad gäller", max_length=6, choices=KindChoice.choices, default=KindChoice.CLOSED
    )
    opens = models.TimeField("öppnar", null=True, blank=True)
    closes = models.TimeField("stänger", null=True, blank=True)
    opens_again = models.TimeField("öppnar igen", null=True, blank=True)
    closes_again = models.TimeField("stänger igen", null=True, blank=True)
    reason = CharField(
        "orsak",
        max_length=80,
        blank=True,
        help_text="Till exempel julafton. Visas för besökaren inom parentes.",
    )

    class Meta:
        verbose_name = "avvikande öppettid"
        verbose_name_plural = "avvikande öppettider"
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(
                name="opening_exception_ends_after_it_begins",
                condition=Q(last_on__gte=F("first_on")),
                violation_error_message="Avvikelsen kan inte sluta innan den börjar.",
            ),
            models.CheckConstraint(
                name="opening_exception_has_hours_exactly_when_it_is_open",
                condition=(Q(kind="closed", opens__isnull=True) & Q(opens_again__isnull=True))
                | (~Q(kind="closed") & Q(opens__isnull=False)),
                violation_error_message="Fyll i tider när rummet är öppet, och inga när det är stängt.",
            ),
            models.CheckConstraint(
                name="opening_exception_span_has_both_ends",
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False),
                violation_error_message="Fyll i både när rummet öppnar och när det stänger.",
            ),
            models.CheckConstraint(
                name="opening_exception_second_span_has_both_ends",
                condition=Q(opens_again__isnull=True, closes_again__isnull=True)
                | Q(opens_again__isnull=False, closes_again__isnull=False),
                violation_error_message="Fyll i både när rummet öppnar igen och när det stänger igen.",
            ),
        ]

    def __str__(self):
        return f"{self.first_on}–{self.last_on}: {self.get_kind_display()}"

    def clean(self):
        """Refuse, in words, hours that contradict each other and an exception as long as another."""
        super().clean()
        if not (self.first_on and self.last_on) or self.last_on < self.first_on:
            return
        mine = self.as_exception()
        others = OpeningException.objects.exclude(pk=self.pk).filter(
            first_on__lte=self.last_on, last_on__gte=self.first_on
        )
        schedule = Schedule(exceptions=(mine, *(row.as_exception() for row in others)))
        found = [each for each in problems(schedule) if mine in (*each.about, each.within)]
        if found:
            raise ValidationError(list(dict.fromkeys(map(problem_sentence, found))))

    def as_exception(self):
        """The row as the pure module knows it."""
        ends = [(self.opens, self.closes), (self.opens_again, self.closes_again)]
        return DatedException(
            self.first_on,
            self.last_on,
            Kind(self.kind),
            tuple(Span(*pair) for pair in ends if None not in pair),
            self.reason,
        )


def load_schedule():
    """Return the stored :class:`~exhibits.rules.opening_hours.Schedule`; four queries at the most."""
    seasons = OpeningSeason.objects.prefetch_related("rules")
    return Schedule(
        rules=tuple(row.as_rule() for row in OpeningRule.objects.filter(season=None)),
        seasons=tuple(
            Season(
                season.name,
                season.first_on,
                season.last_on,
                tuple(row.as_rule() for row in season.rules.all()),
            )
            for season in seasons
        ),
        exceptions=tuple(row.as_exception() for row in OpeningException.objects.all()),
    )
