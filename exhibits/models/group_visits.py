"""Groups and school classes that want to come."""

import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from helsingborgsrummet.content.columns import (
    CharField,
    DateField,
    DateTimeField,
    EmailField,
    ParagraphsField,
)
from helsingborgsrummet.content.words_sv import format_day

# What was written about people is kept so long after the day of the visit; what nobody answered, longer.
KEPT_FOR = datetime.timedelta(days=30)
KEPT_UNANSWERED = datetime.timedelta(days=365)


class GroupVisitQuerySet(models.QuerySet):
    """Questions about requests."""

    def unanswered(self):
        """Those that wait for an answer."""
        return self.filter(state=GroupVisit.State.NEW)

    def coming_on(self, day):
        """The groups that are booked on ``day``, and those that still wait to hear whether they may come."""
        return self.exclude(state=GroupVisit.State.DECLINED).filter(day=day)

    def outlived(self, today):
        """Those that nobody needs on ``today`` any longer."""
        old, forgotten = today - KEPT_FOR, today - KEPT_UNANSWERED
        is_new = Q(state=GroupVisit.State.NEW)
        return self.filter(~is_new & Q(day__lt=old) | is_new & Q(day__lt=forgotten))


class GroupVisit(models.Model):
    """A request for a visit: what, when, how many, needs; and what was answered."""

    class Sort(models.TextChoices):
        PRESCHOOL = "forskola", "Förskola"
        SCHOOL = "skola", "Skolklass"
        UNIVERSITY = "hogskola", "Högskola eller universitet"
        ASSOCIATION = "forening", "Förening"
        COMPANY = "foretag", "Företag eller myndighet"
        OTHER = "annat", "Annan grupp"

    class PartOfDay(models.TextChoices):
        MORNING = "formiddag", "Förmiddag"
        AFTERNOON = "eftermiddag", "Eftermiddag"
        EVENING = "kvall", "Kväll"
        ANY = "nar-som-helst", "Spelar ingen roll"

    class State(models.TextChoices):
        NEW = "ny", "Inte besvarad"
        BOOKED = "bokad", "Bokad"
        DECLINED = "nej", "Går inte"

    sort = CharField("slag av grupp", max_length=9, choices=Sort.choices)
    who = CharField("gruppens namn", max_length=100)
    wishes = ParagraphsField("vad gruppen vill se eller göra", max_length=1000)
    day = DateField("önskad dag", db_index=True)
    part_of_day = CharField("tid på dagen", max_length=13, choices=PartOfDay.choices)
    people = models.PositiveSmallIntegerField(
        "antal personer", validators=[MinValueValidator(2), MaxValueValidator(300)]
    )
    needs = ParagraphsField("behov", max_length=1000, blank=True)
    email = EmailField("svar till")
    created_at = DateTimeField("kom in", auto_now_add=True)
    state = CharField("läge", max_length=5, choices=State.choices, default=State.NEW)
    answer = ParagraphsField(
        "svar",
        max_length=2000,
        blank=True,
        help_text="Skickas med e-post när du sparar: vilken tid som gäller, eller varför det inte går "
        "och vad gruppen kan göra i stället.",
    )
    answered_at = DateTimeField("besvarad", null=True, blank=True, editable=False)
    is_example = models.BooleanField("exempel", default=False)

    objects = GroupVisitQuerySet.as_manager()
    # No public page shows any of it.
    raises_generation = False

    class Meta:
        verbose_name = "gruppbesök"
        verbose_name_plural = "gruppbesök"
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="an_answered_group_visit_has_its_answer",
                condition=Q(state="ny") | ~Q(answer=""),
                violation_error_message="Skriv svaret till gruppen.",
            ),
        ]

    def __str__(self):
        # Stands in logs, which are kept longer: nothing that the sender wrote.
        return f"{self.get_sort_display()} {format_day(self.day)}, {self.people} personer"
