"""Everything that can be influenced now, over all areas."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibits.now.activities import latest_feedback
from exhibits.now.questions import (
    closed_questions,
    coming_questions,
    open_questions,
    question_of_dialogue,
)
from exhibits.outputs.calendar import CONTENT_TYPE, closing_days_calendar
from exhibits.words_sv.questions import came_of_it, kicker, with_deadlines
from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.content.feeds import Entry, atom_response
from helsingborgsrummet.content.kinds import NOTHING
from helsingborgsrummet.content.words_sv import format_weekday

FEEDBACK_COUNT = 3


@require_safe
def have_your_say(request):
    """Show what is open by closing day, what opens next, and what came of what has closed."""
    now = timezone.now()
    today = timezone.localdate(now)
    return render(
        request,
        "exhibits/have_your_say.html",
        {
            "now": now,
            "today": today,
            "section": "say",
            "open_now": with_deadlines(open_questions(now, today), today),
            "coming": coming_questions(now, today),
            "closed": [(each, came_of_it(each, today)) for each in closed_questions(now, today)],
            "feedback": latest_feedback(now, FEEDBACK_COUNT),
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
        "closed": [(question, came_of_it(question, today))] if is_closed else [],
    }


@require_safe
def feed(request):
    """An Atom feed of what can be answered: one entry for each question, from the day it opens."""
    now = timezone.now()
    today = timezone.localdate(now)
    return atom_response(
        [_entry(question) for question in open_questions(now, today)],
        title="Tyck till – Helsingborgsrummet",
        subtitle="Samråd, granskningar och frågor som du kan svara på.",
        page=reverse("exhibits:have_your_say"),
        feed=reverse("exhibits:have_your_say_feed"),
        author="Helsingborgsrummet",
    )


def _entry(question):
    until = f" Sista dag: {format_weekday(question.closes)}." if question.closes else ""
    opened = timezone.datetime.combine(
        question.opens, timezone.datetime.min.time(), tzinfo=STOCKHOLM
    )
    return Entry(
        row=question.about,
        title=f"{kicker(question)}: {question.title}",
        url=question.url,
        description=f"{question.summary}{until}",
        published=opened,
        updated=max(opened, question.saved_at),
        categories=[area.title for area in question.areas],
        is_example=question.is_example,
    )


@require_safe
def closing_days(request):
    """A calendar to subscribe to: the last day of everything that is or will be open."""
    now = timezone.now()
    today = timezone.localdate(now)
    questions = [*open_questions(now, today), *coming_questions(now, today)]
    content = closing_days_calendar(
        [question for question in questions if question.closes],
        page=reverse("exhibits:have_your_say"),
    )
    return HttpResponse(content, content_type=CONTENT_TYPE)
