"""Everything that can be influenced now, over all areas."""

import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from exhibits.models import Activity
from exhibits.now.activities import latest_feedback
from exhibits.now.areas import area_names
from exhibits.now.questions import (
    closed_page,
    closed_questions,
    closed_years,
    coming_questions,
    expected_consultations,
    open_questions,
    question_of_dialogue,
    stopped_questions,
)
from exhibits.now.withdrawn import withdrawn_closing_days
from exhibits.outputs.calendar import CONTENT_TYPE, closing_days_calendar
from exhibits.words_sv.plans import STOPPED, stopped_words
from exhibits.words_sv.questions import PAUSED, came_of_it, kicker, with_deadlines
from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.content.feeds import Entry, atom_response
from helsingborgsrummet.content.filters import whole_number
from helsingborgsrummet.content.kinds import NOTHING
from helsingborgsrummet.content.shown import shown
from helsingborgsrummet.content.words_sv import format_weekday
from helsingborgsrummet.serving.now import snapshot

FEEDBACK_COUNT = 3
# What opens within this time is listed on the page itself; what comes later on pages of its own.
SOON = datetime.timedelta(days=183)
LATER_COUNT = 50
EXPECTED_COUNT = 10


@require_safe
def have_your_say(request):
    """Show what is open by closing day, what opens next, and what came of what has closed.

    What opens later than in :data:`SOON` is told as a count; ``?visa=senare`` lists it, and
    ``?efter=`` continues after as many. ``?visa=avslutade`` is the archive of what has closed.
    """
    now = timezone.now()
    view = request.GET.get("visa", "")
    if view == "senare":
        return _later(request, now)
    if view == "avslutade":
        return _closed(request, now)
    if view:
        raise Http404("no such view")
    return render(
        request,
        "exhibits/have_your_say.html",
        {"now": now, "section": "say", "prepared": _prepared(now)},
    )


@snapshot(
    open_questions, coming_questions, expected_consultations, closed_questions, Activity,
    Activity.areas.through,
)  # fmt: skip
def _prepared(now) -> SafeString:
    """All that the page tells, in words."""
    today = timezone.localdate(now)
    coming, expected = coming_questions(now), expected_consultations(now)
    soon = [question for question in coming if question.opens <= today + SOON]
    return render_to_string(
        "exhibits/parts/questions.html",
        {
            "now": now,
            "today": today,
            "open_now": with_deadlines(open_questions(now), today),
            "coming": soon,
            "later": coming[len(soon) :],
            "expected": expected[:EXPECTED_COUNT],
            "expected_more": len(expected) - EXPECTED_COUNT,
            "next_to_open": coming[0] if coming else None,
            "closed": [(each, came_of_it(each, today)) for each in closed_questions(now)],
            "feedback": latest_feedback(now, FEEDBACK_COUNT),
        },
    )


def _later(request, now):
    today, start = timezone.localdate(now), _start(request)
    later = [question for question in coming_questions(now) if question.opens > today + SOON]
    if start > len(later):
        raise Http404("no such place in the list")
    end = start + LATER_COUNT
    return render(
        request,
        "exhibits/have_your_say_later.html",
        {
            "now": now,
            "section": "say",
            "coming": later[start:end],
            "later": later,
            "is_continued": bool(start),
            "next_url": f"?visa=senare&efter={end}" if end < len(later) else "",
        },
    )


def _start(request):
    """How many rows come before the page that is asked for."""
    after = whole_number(request.GET.get("efter", "0"), most=999_999)
    if after is None:
        raise Http404("no such place in the list")
    return after


def _closed(request, now):
    """Everything that has closed and what came of it: a year (``?ar=``), or an area (``?omrade=``)."""
    today, start, years = timezone.localdate(now), _start(request), closed_years(now)
    year, slug = request.GET.get("ar", ""), request.GET.get("omrade", "")
    if year and year not in map(str, years):
        raise Http404("nothing closed that year")
    area = next((each for each in area_names(now).values() if each.slug == slug), None)
    if slug and area is None:
        raise Http404("no such area")
    # Without a choice the latest year: the page has an end, and each year an address that stays.
    shown = int(year) if year else None if slug else next(iter(years), None)
    found, total = closed_page(now, shown, area and area.pk, start, LATER_COUNT)
    if start > total:
        raise Http404("no such place in the list")
    chosen = f"?visa=avslutade{f'&ar={shown}' if shown else ''}{f'&omrade={slug}' if slug else ''}"
    end = start + LATER_COUNT
    return render(
        request,
        "exhibits/have_your_say_closed.html",
        {
            "now": now,
            "section": "say",
            "closed": [(each, came_of_it(each, today)) for each in found],
            # The latest year has the address without a choice.
            "years": [
                (each, f"?visa=avslutade{f'&ar={each}' if number else ''}")
                for number, each in enumerate(years)
            ],
            "year": shown,
            "area": area,
            "first_url": chosen if start else "",
            "next_url": f"{chosen}&efter={end}" if end < total else "",
        },
    )


def dialogue_context(dialogue, now, unsaved=NOTHING):
    """What the list needs to show one dialogue alone, for the preview; ``unsaved`` may hold ``areas``."""
    today = timezone.localdate(now)
    question = question_of_dialogue(dialogue, now, unsaved.get("areas"))
    is_open = question.window.is_open(today)
    is_closed = question.window.closes < today
    return {
        "now": now,
        "today": today,
        "section": "say",
        "open_now": with_deadlines([question], today) if is_open else [],
        "coming": [question] if question.opens > today else [],
        "next_to_open": question,
        "closed": [(question, came_of_it(question, today))] if is_closed else [],
    }


@require_safe
def feed(request):
    """An Atom feed of what can be answered: one entry for each question, from the day it opens.

    What is closed before its last day says so until then.
    """
    now = timezone.now()
    return atom_response(
        shown(
            [
                question
                for question in (*open_questions(now), *stopped_questions(now))
                if question.opens <= timezone.localdate(now)
            ],
            _entry,
        ),
        title="Tyck till – Helsingborgsrummet",
        subtitle="Samråd, granskningar och frågor som du kan svara på.",
        page=reverse("exhibits:have_your_say"),
        feed=reverse("exhibits:have_your_say_feed"),
        author="Helsingborgsrummet",
    )


def _entry(question):
    until = f" Sista dag: {format_weekday(question.closes)}." if question.closes else ""
    if question.stopped:
        until = f" {stopped_words(question.stopped)}"
    elif question.is_paused:
        until += f" {PAUSED}"
    early = f"{STOPPED}: " if question.stopped else ""
    opened = timezone.datetime.combine(
        question.opens, timezone.datetime.min.time(), tzinfo=STOCKHOLM
    )
    return Entry(
        row=question.about,
        title=f"{early}{kicker(question)}: {question.title}",
        url=question.url,
        description=f"{question.summary}{until}",
        published=opened,
        updated=max(opened, question.saved_at),
        categories=[area.title for area in question.areas],
        is_example=question.is_example,
    )


@require_safe
def closing_days(request):
    """A calendar to subscribe to: the last day of everything that is or will be open.

    What a pause or an end of the work has closed stays as cancelled until its day.
    """
    now = timezone.now()
    questions = [*open_questions(now), *coming_questions(now), *stopped_questions(now)]
    content = closing_days_calendar(
        [question for question in questions if question.closes],
        page=reverse("exhibits:have_your_say"),
        withdrawn=withdrawn_closing_days(now),
    )
    return HttpResponse(content, content_type=CONTENT_TYPE)
