"""The start page: is the room open, what can I influence, what is next; areas and news."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibits.models import Milestone
from exhibits.now.activities import next_occurrence
from exhibits.now.area_maps import map_of_all_areas
from exhibits.now.areas import published_areas
from exhibits.now.plans import plans_by_area, published_plans
from exhibits.now.questions import coming_questions, open_questions
from exhibits.words_sv.areas import milestone_when
from exhibits.words_sv.occurrences import soon_text
from exhibits.words_sv.plans import step_name, time_ahead
from exhibits.words_sv.questions import with_deadlines
from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.models import Notice
from helsingborgsrummet.serving.now import snapshot
from news import lists

NEWS_COUNT = 4
QUESTION_COUNT = 3


@require_safe
def start(request):
    """Show the start page as it reads now."""
    now = timezone.now()
    today = timezone.localdate(now)
    areas = published_areas(now)
    pinned = lists.pinned(now)
    newest, _ = lists.page_of(lists.Listing(leaves_out=tuple(pinned)), now, size=NEWS_COUNT)
    questions = open_questions(now)
    newest_line, newest_row, others = lists.front([*pinned, *newest][:NEWS_COUNT], now)
    return render(
        request,
        "site/start.html",
        {
            "now": now,
            "today": today,
            "section": "start",
            "notice_place": Notice.Place.START,
            "areas": areas,
            "map": map_of_all_areas(now),
            "open_now": with_deadlines(questions[:QUESTION_COUNT], today),
            "open_besides": max(len(questions) - 1, 0),
            # Called by the template only when nothing is open.
            "next_to_open": lambda: next(iter(coming_questions(now)), None),
            "next_thing": next_thing(now),
            "newest_line": newest_line,
            "newest_row": newest_row,
            "announcements": others,
        },
    )


@dataclass(frozen=True)
class Coming:
    """The first thing to come, of all that has a time."""

    title: str
    url: str
    when: str
    is_example: bool


@snapshot(next_occurrence, published_plans, plans_by_area, published_areas)
def next_thing(now) -> Coming | None:
    """The activity, the step of a plan or the milestone that comes first after ``now``, or ``None``.

    Milestones count only where an area has no plans: the plans know better.
    """
    today, occurrence = timezone.localdate(now), next_occurrence(now)
    found = []
    if occurrence:
        day = occurrence.starts_at.astimezone(STOCKHOLM).date()
        found.append((day, _coming_occurrence, (occurrence, now)))
    for plan in published_plans(now):
        step = plan.next_dated
        if step:
            # A vague time counts when it has passed: no earlier day is certain.
            found.append((step.starts.last, _coming_step, plan))
    with_plans = plans_by_area(now)
    for area in published_areas(now):
        for milestone in area.milestones.all() if area.pk not in with_plans else ():
            if milestone.starts_on and milestone.phase_on(today) is Milestone.Phase.AHEAD:
                found.append((milestone.starts.last, _coming_milestone, (area, milestone)))
    if not found:
        return None
    _, in_words, thing = min(found, key=lambda each: each[0])
    return in_words(thing)


def _coming_occurrence(pair):
    occurrence, now = pair
    activity = occurrence.activity
    when = soon_text(occurrence, now)
    return Coming(activity.title, activity.get_absolute_url(), when, activity.is_example)


def _coming_step(plan):
    step = plan.next_step.step
    return Coming(
        f"{plan.title}: {step_name(step.stage)}",
        plan.get_absolute_url(),
        time_ahead(step),
        plan.is_example or step.row.is_example,
    )


def _coming_milestone(pair):
    area, milestone = pair
    return Coming(
        f"{area.title}: {milestone.title}",
        area.get_absolute_url(),
        milestone_when(milestone),
        milestone.is_example,
    )
