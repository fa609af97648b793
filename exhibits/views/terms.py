"""Words of planning: the page with all of them, and their explanations on the pages where they stand."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibits.models import StageText, Term
from exhibits.now.terms import explained_terms
from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.content.term_marking import mark
from helsingborgsrummet.serving.now import snapshot

# Pages that are not for reading: the admin, screens of the room, and the list itself.
WITHOUT = ("/admin/", "/skarm/", "/ord/")


@snapshot(Term, StageText, clock=False)
def listed_terms(now) -> tuple[Term, ...]:
    """Every word that has an explanation, with it as ``explanation``, in the order of the alphabet."""
    texts = {term.slug: term.text for term in explained_terms.build(now)}
    rows = [row for row in Term.objects.all() if row.slug in texts]
    for row in rows:
        row.explanation = texts[row.slug]
    return tuple(sorted(rows, key=lambda row: _in_swedish_order(row.title)))


def _in_swedish_order(word):
    """A key that sorts å, ä and ö last, as Swedes do."""
    return word.lower().translate({ord("å"): "{", ord("ä"): "|", ord("ö"): "}"})


@require_safe
def term_list(request):
    """Show all words with their explanations."""
    now = timezone.now()
    context = {"now": now, "section": "areas", "terms": listed_terms(now)}
    return render(request, "exhibits/term_list.html", context)


class ExplainTerms:
    """Middleware: let each page explain the words that not everybody knows, once, where they first stand."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_page = response.status_code == 200 and not response.streaming
        if (
            not is_page
            or request.path.startswith(WITHOUT)
            or not response.get("Content-Type", "").startswith("text/html")
        ):
            return response
        terms = explained_terms(timezone.now())
        if terms:
            text = response.content.decode()
            response.content = mark(text, terms, address_of("exhibits:term_list")).encode()
        return response
