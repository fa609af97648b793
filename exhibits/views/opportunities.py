"""Places where a business can settle: the list and the page of one."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibits.models import Opportunity
from exhibits.now.areas import published_areas
from exhibits.now.opportunities import (
    STATES,
    Filters,
    NoSuchChoice,
    listed_opportunities,
    shown_area,
)
from exhibits.now.room import present_room
from exhibits.rules.plan_finding import Progress, progress_of
from exhibits.rules.plan_stages import state_on
from exhibits.words_sv.opportunities import availability_words, filter_words
from helsingborgsrummet.content.corrections import corrections_of
from helsingborgsrummet.content.kinds import NOTHING, kind_of, visible_or_404


@require_safe
def opportunity_list(request):
    """Show what is listed, or a part of it: ``?slag=lokal&omrade=oceanhamnen&yta=250&lage=ledig``."""
    now = timezone.now()
    areas = published_areas(now)
    try:
        filters = Filters.from_query(request.GET, areas)
    except NoSuchChoice:
        raise Http404("no such choice") from None
    listed, names = listed_opportunities(now), {area.slug: area.title for area in areas}
    shown = [row for row in listed if filters.matches(row)]
    kinds = [("", "Alla"), *Opportunity.Kind.choices]
    with_some = {row.shown_area.slug for row in listed if row.shown_area}
    return render(
        request,
        "exhibits/opportunity_list.html",
        {
            "now": now,
            "section": "opportunities",
            "opportunities": shown,
            "listed_count": len(listed),
            "filters": filters,
            "words": filter_words(filters, names.get(filters.area, "")),
            "kinds": [
                (kind, name, each.address, sum(map(each.matches, listed)))
                for kind, name in kinds
                for each in [filters.with_kind(kind)]
            ],
            "areas": [area for area in areas if area.slug in {*with_some, filters.area}],
            "states": [(value, state.label) for value, state in STATES.items()],
            "room": present_room(now),
        },
    )


def opportunity_context(opportunity, now, unsaved=NOTHING):
    """What the template of an opportunity needs; for the public page and the preview.

    ``unsaved`` may hold ``corrections``.
    """
    today = timezone.localdate(now)
    plan = opportunity.plan
    if plan and not kind_of(plan).is_visible(plan, now):
        plan = None
    state = plan and state_on([step.as_step() for step in plan.steps.all()], today)
    return {
        "now": now,
        "section": "opportunities",
        "opportunity": opportunity,
        "area": shown_area(opportunity, now),
        "freshness": opportunity.freshness_on(today),
        "availability": availability_words(opportunity, today),
        "plan": plan,
        "plan_state": state,
        # A proposal allows nothing yet.
        "is_proposed": state and progress_of(state) is not Progress.DECIDED,
        "corrections": corrections_of(opportunity, now, unsaved),
        "noindex": opportunity.state == Opportunity.State.GONE,
    }


@require_safe
def opportunity_detail(request, slug):
    """Show one opportunity; also one that is gone or was checked too long ago to be listed."""
    now = timezone.now()
    opportunity = visible_or_404(Opportunity, now, slug, related=("picture", "plan__area"))
    kind = kind_of(opportunity)
    return render(request, kind.template, kind.page_context(opportunity, now))
