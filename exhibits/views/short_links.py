"""Where printed short addresses lead: to the page, or to what became of it."""

import re

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibits.models import Dialogue, PlanStep, ShortLink, ShortLinkDay
from helsingborgsrummet.content.kinds import Gone, kind_of
from helsingborgsrummet.content.publishing import State

# What says of itself that it is a program, not a person with a telephone in the hand.
PROGRAM = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|scan|monitor|curl|wget|python|java/|facebookexternal|^$",
    re.IGNORECASE,
)


@require_safe
def short_link(request, code):
    """Lead on from a code, and count the day's reading.

    What is withdrawn says why, what is no longer there what it was. Nobody keeps the answer: where it leads
    changes when a page is renamed or a question closes.
    """
    now = timezone.now()
    links = ShortLink.objects.select_related("content_type")
    link = links.filter(code=code.lower()).first()
    if link is None:
        raise Http404("no such code")
    if request.method == "GET" and not _is_program(request):
        ShortLinkDay.objects.count(link, timezone.localdate(now))
    response = _lead(request, link, now)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _is_program(request):
    """Whether the reading is none of a person's: a robot, or a browser that looks ahead."""
    headers = request.headers
    purpose = headers.get("Sec-Purpose", "") + headers.get("Purpose", "")
    return bool(purpose) or PROGRAM.search(headers.get("User-Agent", "")) is not None


def _lead(request, link, now):
    target = link.target
    if target is None:
        return _told(request, link, now, "gone", 410)
    page = target.plan if isinstance(target, PlanStep) else target
    try:
        kind_of(page).found_or_404(page, now)
    except Gone:
        raise
    except Http404:
        is_draft = page.state_at(now) in (State.DRAFT, State.SCHEDULED)
        return _told(request, link, now, "draft" if is_draft else "gone", 404)
    return HttpResponseRedirect(destination(target, timezone.localdate(now)))


def destination(target, today):
    """The page of a visible target on ``today``; of a question that has closed, what came of it."""
    if isinstance(target, PlanStep):
        page = target.plan.get_absolute_url()
        has_closed = target.ends_on and target.ends_on < today
        return f"{page}#steg-{target.pk}" if has_closed else page
    if isinstance(target, Dialogue):
        place = f"#fraga-{target.uid}"
        if target.closes_on and target.closes_on < today:
            return f"/tyck-till/?visa=avslutade&ar={target.closes_on.year}{place}"
        return f"/tyck-till/{place}"
    return target.get_absolute_url()


def _told(request, link, now, why, status):
    return render(
        request, "exhibits/short_link.html", {"now": now, "link": link, "why": why}, status=status
    )
