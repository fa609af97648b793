"""Everything that can be influenced now, over all areas."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import require_safe

from exhibits.now.activities import latest_feedback
from exhibits.now.questions import closed_questions, coming_questions, open_questions, with_words
from exhibits.outputs.calendar import CONTENT_TYPE, closing_days_calendar
from helsingborgsrummet.content.dates import STOCKHOLM, format_weekday

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
            "open_now": with_words(open_questions(now, today), today),
            "coming": coming_questions(now, today),
            "closed": [(each, each.came_of_it(today)) for each in closed_questions(now, today)],
            "feedback": latest_feedback(now, FEEDBACK_COUNT),
        },
    )


@require_safe
def feed(request):
    """An Atom feed of what can be answered: one entry for each question, from the day it opens."""
    now = timezone.now()
    today = timezone.localdate(now)
    page = reverse("exhibits:have_your_say")
    host = urlsplit(settings.SITE_ORIGIN).hostname
    atom = Atom1Feed(
        title="Tyck till – Helsingborgsrummet",
        link=settings.SITE_ORIGIN + page,
        description="Samråd, granskningar och frågor som du kan svara på.",
        subtitle="Samråd, granskningar och frågor som du kan svara på.",
        language="sv",
        author_name="Helsingborgsrummet",
        feed_url=settings.SITE_ORIGIN + reverse("exhibits:have_your_say_feed"),
    )
    for question in open_questions(now, today):
        until = f" Sista dag: {format_weekday(question.closes)}." if question.closes else ""
        opened = timezone.datetime.combine(
            question.opens, timezone.datetime.min.time(), tzinfo=STOCKHOLM
        )
        atom.add_item(
            title=f"{'Exempel: ' if question.is_example else ''}{question.kicker}: {question.title}",
            link=question.url if question.is_elsewhere else settings.SITE_ORIGIN + question.url,
            unique_id=f"tag:{host},2022:{question.about._meta.model_name}-{question.about.pk}",
            description=escape(f"{question.summary}{until}"),
            pubdate=opened,
            updateddate=max(opened, question.saved_at),
            categories=[area.title for area in question.areas],
        )
    return HttpResponse(
        atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
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
