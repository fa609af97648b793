"""Surveys and other dialogues that are held elsewhere."""

from django.db import models
from django.db.models import F, Q

from exhibits.models.sourced import Sourced
from exhibits.rules.plan_stages import RESULT_EXPECTED
from helsingborgsrummet.content.addresses import LinkField
from helsingborgsrummet.content.columns import CharField, DateField
from helsingborgsrummet.content.partial_date_fields import is_past, partial_date, until_fields
from helsingborgsrummet.content.past_fields import PastDateField
from helsingborgsrummet.content.publishing import Publishable, PublishableQuerySet


class DialogueQuerySet(PublishableQuerySet):
    """Questions about dialogues; days are always handed in."""

    def open_on(self, today):
        """Dialogues that can be answered on ``today``; one without a last day stays open."""
        return self.filter(Q(closes_on__isnull=True) | Q(closes_on__gte=today), opens_on__lte=today)

    def missing_result(self, today):
        """Dialogues that closed so long ago that readers should have heard what came of them."""
        return self.filter(closes_on__lt=today - RESULT_EXPECTED, result="")

    def with_broken_promise(self, today):
        """Dialogues of which one should have heard what came of them by ``today``."""
        return self.filter(is_past("feedback_until", today), result="")


class Dialogue(Sourced, Publishable):
    """A survey, a map to put dots on or another dialogue, with the way there."""

    class Kind(models.TextChoices):
        SURVEY = "enkat", "Enkät"
        MAP = "dialogkarta", "Dialogkarta"
        EARLY = "tidig-dialog", "Tidig dialog"
        NAMES = "namnforslag", "Namnförslag"
        PANEL = "invanarrad", "Invånarråd"
        OTHER = "dialog", "Dialog"

    title = CharField("fråga eller rubrik", max_length=120)
    kind = CharField("slag", max_length=14, choices=Kind.choices, default=Kind.SURVEY)
    summary = CharField("ingress", max_length=300)
    url = LinkField("adress", help_text="Där man svarar, till exempel på dialog.helsingborg.se.")
    opens_on = DateField("öppnar")
    closes_on = DateField(
        "sista dag", null=True, blank=True, help_text="Den dagen räknas med. Tomt: tills vidare."
    )
    areas = models.ManyToManyField(
        "exhibits.Area", blank=True, related_name="dialogues", verbose_name="områden"
    )
    can_influence = CharField("det här kan du påverka", max_length=400, blank=True)
    already_decided = CharField("det här är redan bestämt", max_length=400, blank=True)
    decided_by = CharField("vem bestämmer?", max_length=160, blank=True)
    feedback_when = CharField("när får du veta resultatet?", max_length=160, blank=True)
    feedback_until_on, feedback_until_precision = until_fields()
    result = CharField(
        "återkoppling",
        max_length=600,
        blank=True,
        help_text="Vad vi hörde, vad vi gjorde av det och varför.",
    )
    result_on = PastDateField("återkopplingen gavs", null=True, blank=True)

    objects = DialogueQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "dialog"
        verbose_name_plural = "dialoger"
        ordering = ["closes_on", "title"]
        permissions = [("publish_dialogue", "Får publicera och avpublicera")]
        constraints = [
            # A dialogue is a place on a page and has no address of its own.
            *(each for each in Publishable.Meta.constraints if "address" not in each.name),
            models.CheckConstraint(
                name="dialogue_closes_after_it_opens",
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                violation_error_message="Dialogen kan inte stänga innan den öppnar.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def feedback_until(self):
        """Until when ``feedback_when`` holds, as a partial date, or ``None``."""
        return partial_date(self.feedback_until_on, self.feedback_until_precision)

    def get_absolute_url(self):
        # Made from what it is called, it would lead nowhere once it is called something else.
        return f"/tyck-till/#fraga-{self.uid}"
