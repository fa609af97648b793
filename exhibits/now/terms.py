"""The words that pages explain, as they read now."""

from django.db.models import OuterRef, Subquery

from exhibits.models.plans import StageText
from exhibits.models.terms import Term
from helsingborgsrummet.content.term_marking import Explained, forms_of
from helsingborgsrummet.serving.now import snapshot


@snapshot(Term, StageText, clock=False)
def explained_terms(now) -> tuple[Explained, ...]:
    """All words that have an explanation, in their order; that of a stage explains the word of the stage."""
    of_stage = StageText.objects.filter(stage=OuterRef("stage")).values("what")
    rows = Term.objects.annotate(of_stage=Subquery(of_stage))
    return tuple(
        Explained(slug, title, words, forms_of(title, forms))
        for slug, title, text, of_stage, forms in rows.values_list(
            "slug", "title", "text", "of_stage", "forms"
        )
        if (words := text or of_stage)
    )
