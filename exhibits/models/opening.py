"""Opening hours as stored: the standard week, seasons and exceptions, and who changed what when."""

import datetime
from collections import Counter

from django.conf import settings
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
from exhibits.words_sv.opening import problem_sentence, span_text, stored_line
from helsingborgsrummet.content.columns import CharField, DateField, DateTimeField
from helsingborgsrummet.content.writing import writing

EDGES = ("opens", "closes", "opens_again", "closes_again")
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

    def as_season(self):
        """The row and its week as the pure module knows them."""
        rules = tuple(row.as_rule() for row in self.rules.all())
        return Season(self.name, self.first_on, self.last_on, rules)


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
        USUAL = Kind.USUAL.value, "Som vanligt"

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
                condition=Q(
                    kind__in=("closed", "usual"), opens__isnull=True, opens_again__isnull=True
                )
                | (~Q(kind__in=("closed", "usual")) & Q(opens__isnull=False)),
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
        seasons=tuple(season.as_season() for season in seasons),
        exceptions=tuple(row.as_exception() for row in OpeningException.objects.all()),
    )


class OpeningChange(models.Model):
    """One change of the schedule: what was taken away and what was added, by whom and when.

    ``removed`` and ``added`` are rows as :func:`as_json` writes them. Undone by a change of its own, which
    says what it ``undoes``.
    """

    changed_at = DateTimeField("ändrat")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="ändrat av",
    )
    removed = models.JSONField("det som gällde före", default=list)
    added = models.JSONField("det som gäller efter", default=list)
    undoes = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        related_name="undone_by",
        verbose_name="ångrar",
    )

    class Meta:
        verbose_name = "ändring av öppettider"
        verbose_name_plural = "ändringar av öppettider"
        ordering = ["-changed_at", "-id"]

    def __str__(self):
        return "; ".join([*self.lines_before, *self.lines_after])

    @property
    def lines_before(self):
        """What no longer holds, a line a row."""
        return [stored_line(from_json(row)) for row in self.removed]

    @property
    def lines_after(self):
        """What holds instead, a line a row."""
        return [stored_line(from_json(row)) for row in self.added]

    @property
    def is_undone(self):
        """Whether it has been taken back."""
        return hasattr(self, "undone_by")

    def taken_back(self, schedule):
        """``schedule`` without what this change added and with what it removed.

        ``None`` when something of it has been changed since, so that taking it back would undo that too.
        """
        rows = Counter(_rows(schedule))
        added = Counter(map(from_json, self.added))
        if added - rows:
            return None
        undone = schedule_of((rows - added + Counter(map(from_json, self.removed))).elements())
        return None if problems(undone) else undone


class RedDayLetter(models.Model):
    """That staff have been asked by letter to decide a red day or an eve: one row a day, once and for all."""

    day = DateField("dag", unique=True)
    posted_at = DateTimeField("brevet lades i kön")

    raises_generation = False

    class Meta:
        verbose_name = "brev om en röd dag"
        verbose_name_plural = "brev om röda dagar"
        ordering = ["day"]

    def __str__(self):
        return f"brev om {self.day}"


def _rows(schedule):
    return (*schedule.rules, *schedule.seasons, *schedule.exceptions)


def schedule_of(rows):
    """The :class:`Schedule` of rules, seasons and exceptions in any order."""
    rows = list(rows)
    return Schedule(
        tuple(sorted(row for row in rows if isinstance(row, WeeklyRule))),
        tuple(row for row in rows if isinstance(row, Season)),
        tuple(row for row in rows if isinstance(row, DatedException)),
    )


def as_json(row):
    """A rule, a season or an exception as what JSON knows; :func:`from_json` reads it again."""

    def spans(rows):
        return [[f"{span.opens:%H:%M}", f"{span.closes:%H:%M}"] for span in rows]

    if isinstance(row, WeeklyRule):
        return {"weekday": row.weekday, "spans": spans([row.span])}
    days = {"first_on": row.first_on.isoformat(), "last_on": row.last_on.isoformat()}
    if isinstance(row, Season):
        return {**days, "name": row.name, "rules": [as_json(rule) for rule in row.rules]}
    return {**days, "kind": row.kind.value, "spans": spans(row.spans), "reason": row.reason}


def from_json(stored):
    """The row that :func:`as_json` wrote."""
    spans = tuple(Span(*map(datetime.time.fromisoformat, pair)) for pair in stored.get("spans", ()))
    if "weekday" in stored:
        return WeeklyRule(stored["weekday"], *spans)
    days = [datetime.date.fromisoformat(stored[name]) for name in ("first_on", "last_on")]
    if "rules" in stored:
        return Season(stored["name"], *days, tuple(map(from_json, stored["rules"])))
    return DatedException(*days, Kind(stored["kind"]), spans, stored["reason"])


def store_schedule(schedule, account, now, undoes=None):
    """Store ``schedule`` in place of the stored one, in one transaction; rows that are alike stay.

    Returns the :class:`OpeningChange` that tells what ``account`` changed, ``None`` when nothing did.
    """
    with writing():
        before, after = Counter(_rows(load_schedule())), Counter(_rows(schedule))
        removed, added = before - after, after - before
        if not removed and not added:
            return None
        gone = Counter(removed)
        stored = [
            *((row, row.as_rule()) for row in OpeningRule.objects.filter(season=None)),
            *((row, row.as_season()) for row in OpeningSeason.objects.prefetch_related("rules")),
            *((row, row.as_exception()) for row in OpeningException.objects.all()),
        ]
        for row, value in stored:
            if gone[value]:
                gone[value] -= 1
                row.delete()
        for value in added.elements():
            _create(value)
        return OpeningChange.objects.create(
            changed_at=now,
            changed_by=account,
            removed=[as_json(row) for row in removed.elements()],
            added=[as_json(row) for row in added.elements()],
            undoes=undoes,
        )


def _create(value):
    if isinstance(value, DatedException):
        OpeningException.objects.create(**columns_of(value))
        return
    season, rules = None, [value]
    if isinstance(value, Season):
        season = OpeningSeason.objects.create(
            name=value.name, first_on=value.first_on, last_on=value.last_on
        )
        rules = value.rules
    OpeningRule.objects.bulk_create(
        OpeningRule(
            season=season, weekday=rule.weekday, opens=rule.span.opens, closes=rule.span.closes
        )
        for rule in rules
    )


def columns_of(exception):
    """A :class:`DatedException` as the columns of its row."""
    times = [edge for span in exception.spans for edge in (span.opens, span.closes)]
    return {
        "first_on": exception.first_on,
        "last_on": exception.last_on,
        "kind": exception.kind.value,
        "reason": exception.reason,
        **dict(zip(EDGES, times, strict=False)),
    }
