"""Plans in the templates of other pages."""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from exhibits.now.areas import published_areas
from exhibits.now.plans import plans_by_area
from exhibits.now.questions import open_by_area
from exhibits.rules.plan_finding import case_number, progress_of
from exhibits.words_sv.plans import PROGRESS_OF_ONE, READY_PROGRAMME, deadline
from exhibits.words_sv.questions import PAUSED
from helsingborgsrummet.content.shown import shown
from helsingborgsrummet.serving.now import snapshot

register = template.Library()


@register.simple_tag
def leading_plan(area, now):
    """The plan to name beside an area's title, the most urgent at the moment ``now``; or ``None``."""
    return next(iter(plans_by_area(now).get(area.pk, ())), None)


@register.simple_tag
def leading_question(area, now):
    """The open question about an area that closes first at the moment ``now``; or ``None``."""
    return next(iter(open_by_area(now).get(area.pk, ())), None)


@register.inclusion_tag("components/plan_progress.html")
def plan_progress(plan):
    """How far a plan has come, in a shape and a word; of one that can be answered, until when."""
    progress = progress_of(plan.state)
    words = READY_PROGRAMME if plan.leads_to_plans else PROGRESS_OF_ONE[progress]
    return {
        "progress": progress.value,
        "words": deadline(plan.open_window) if plan.open_window else words,
    }


@snapshot(published_areas, plans_by_area, open_by_area)
def area_rows(now) -> dict[int, SafeString]:
    """Each published area as a row of a list, by its key."""
    name = "components/area_row.html"
    return dict(
        shown(
            published_areas(now),
            lambda area: (area.pk, render_to_string(name, {"area": area, "now": now})),
        )
    )


@register.simple_tag
def area_row(area, now):
    """A published area as a row of a list."""
    return area_rows(now).get(area.pk, "")


@register.filter
def by_plan(events):
    """Events (``exhibits.now.plan_times.Event``) of each plan: the plan, its items, whether one is an example."""
    together = {}
    for event in events:
        together.setdefault(event.plan.pk, []).append(event)
    for of_plan in together.values():
        items = [event.item for event in of_plan]
        is_example = any(item.step and item.step.row and item.step.row.is_example for item in items)
        yield of_plan[0].plan, items, is_example


@register.simple_tag
def paused_words():
    """What is said where the work rests and answers still count."""
    return PAUSED


@register.inclusion_tag("components/plan_search.html")
def plan_search(path=""):
    """A field that finds a plan, with the case number that ``path`` may name."""
    case = case_number(path)
    return {"typed": "{}/{}".format(*case) if case else ""}


@register.inclusion_tag("components/information_only.html")
def information_only():
    """What every page about plans says: the official notice board is what counts."""
    return {"notice_board_url": settings.NOTICE_BOARD_URL}
