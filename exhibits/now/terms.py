"""The words that pages explain, as they read now."""

from exhibits.models.plans import StageText
from exhibits.models.terms import Term
from helsingborgsrummet.content.term_marking import Explained, forms_of
from helsingborgsrummet.serving.now import snapshot


@snapshot(Term, StageText, clock=False)
def explained_terms(now) -> tuple[Explained, ...]:
    """All words that have an explanation, in their order; that of a stage explains the word of the stage."""
    stages = dict(StageText.objects.values_list("stage", "what"))
    rows = Term.objects.values_list("slug", "title", "text", "stage", "forms")
    return tuple(
        Explained(slug, title, words, forms_of(title, forms))
        for slug, title, text, stage, forms in rows
        if (words := text or stages.get(stage, ""))
    )
