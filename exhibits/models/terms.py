"""The editors' list of terms: words of planning that not everybody knows, explained where they stand."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from exhibits.models.plans import PlanStep
from exhibits.models.sourced import WithSource
from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.content.columns import CharField, SlugField
from helsingborgsrummet.content.slugs import slug_of
from helsingborgsrummet.content.term_marking import forms_of


class Term(WithSource):
    """A word with its explanation.

    The word of a stage of planning has the explanation of that stage, so that both always say the same.
    """

    title = CharField("ord", max_length=60, unique=True, help_text="I grundform: detaljplan.")
    slug = SlugField("del av adressen", max_length=60, unique=True, editable=False)
    forms = CharField(
        "böjningar",
        max_length=400,
        blank=True,
        help_text="Med komma emellan: detaljplanen, detaljplaner, detaljplanerna. Former med -s behöver du "
        "inte skriva. Sammansatta ord räknas inte som ordet.",
    )
    text = CharField(
        "förklaring",
        max_length=300,
        blank=True,
        help_text="En eller två meningar. Visas när någon trycker på ordet, och på sidan Ord om planer.",
    )
    stage = CharField(
        "steg",
        max_length=14,
        blank=True,
        choices=PlanStep.StageChoice.choices,
        help_text="Är ordet ett steg i planeringen används förklaringen av steget. Lämna då den egna tom.",
    )
    name_en = CharField("på engelska", max_length=80, blank=True)

    class Meta:
        verbose_name = "ord"
        permissions = [("publish_term", "Får ändra det som visas för besökare")]
        verbose_name_plural = "ord"
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                name="term_is_explained_once",
                condition=Q(text="") ^ Q(stage=""),
                violation_error_message="Skriv en förklaring, eller välj det steg som ordet är.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{address_of('exhibits:term_list')}#{self.slug}"

    def save(self, *args, **kwargs):
        """Keep the anchor that the word first had."""
        if not self.slug:
            taken = set(Term.objects.values_list("slug", flat=True))
            slug = slug_of(self.title, 50) or "ord"
            names = (slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3)))
            self.slug = next(each for each in names if each not in taken)
        super().save(*args, **kwargs)

    def clean(self):
        """Refuse a form that another word has: a reader would be told one of two things."""
        super().clean()
        mine = set(forms_of(self.title, self.forms))
        for other in Term.objects.exclude(pk=self.pk):
            shared = mine.intersection(forms_of(other.title, other.forms))
            if shared:
                raise ValidationError(
                    {"forms": f"”{min(shared)}” är redan en form av ordet ”{other}”."}
                )
