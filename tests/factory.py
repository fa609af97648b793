"""Plain functions that make stored rows with sensible defaults; keywords override."""

import datetime
import itertools
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from exhibits.models import (
    Activity,
    Area,
    Document,
    Milestone,
    Occurrence,
    Opportunity,
    Plan,
    PlanStep,
    Room,
)
from news.models import Announcement, Byline, Topic

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LONG_AGO = datetime.datetime(2024, 3, 1, 9, tzinfo=STOCKHOLM)
OUTLINE = {
    "type": "Polygon",
    "coordinates": [
        [[12.70, 56.02], [12.71, 56.02], [12.71, 56.03], [12.70, 56.03], [12.70, 56.02]]
    ],
}
_numbers = itertools.count(1)


def swedish(*parts):
    """An aware moment from Swedish wall-clock parts."""
    return datetime.datetime(*parts, tzinfo=STOCKHOLM)


def _reason(kwargs):
    """A reason to withdraw, where there is a moment."""
    return {"withdrawn_reason": "Sidan är inaktuell."} if kwargs.get("withdrawn_at") else {}


def make_area(**kwargs):
    """A published area with an outline."""
    number = next(_numbers)
    defaults = {
        "title": f"Område {number}",
        "slug": f"omrade-{number}",
        "summary": f"Ingress om område {number}.",
        "body": "## Vad planeras här?\n\nBostäder och en park.",
        "outline": OUTLINE,
        "place": number % 9 + 1,
        "published_at": LONG_AGO,
    }
    return Area.objects.create(**{**defaults, **_reason(kwargs), **kwargs})


def make_milestone(area, **kwargs):
    """A milestone on one known day."""
    defaults = {"title": "Samråd", "starts_on": datetime.date(2024, 2, 5)}
    return Milestone.objects.create(area=area, **{**defaults, **kwargs})


def make_plan(area=None, *, other_areas=(), steps=(), **kwargs):
    """A published plan; ``steps`` are keywords of :func:`make_step`."""
    number = next(_numbers)
    defaults = {
        "title": f"Plan {number}",
        "slug": f"plan-{number}",
        "summary": f"Ingress till plan {number}.",
        "body": "## Vad gör planen möjligt?\n\nEtt kvarter.",
        "published_at": LONG_AGO,
    }
    plan = Plan.objects.create(
        area=area or make_area(), **{**defaults, **_reason(kwargs), **kwargs}
    )
    plan.other_areas.set(other_areas)
    for step in steps:
        make_step(plan, **step)
    return plan


def make_step(plan, stage="samrad", **kwargs):
    """A step of a plan: a consultation with known days unless told otherwise."""
    days = {"starts_on": datetime.date(2024, 2, 5)}
    if stage in ("samrad", "granskning"):
        days["ends_on"] = datetime.date(2024, 4, 7)
    return PlanStep.objects.create(plan=plan, stage=stage, **{**days, **kwargs})


def make_room(**kwargs):
    """The present premises."""
    defaults = {
        "name": "Stadsbyggnadshuset",
        "street": "Järnvägsgatan 22",
        "moved_in_on": datetime.date(2023, 6, 1),
        "moved_in_precision": "month",
        "body": "Rummet ligger nära Helsingborg C.",
    }
    return Room.objects.create(**{**defaults, **kwargs})


def make_topic(**kwargs):
    """A topic with its one line."""
    number = next(_numbers)
    defaults = {
        "title": f"Ämne {number}",
        "slug": f"amne-{number}",
        "description": f"Nyheter om ämne {number}.",
    }
    return Topic.objects.create(**{**defaults, **kwargs})


def make_byline(**kwargs):
    """A byline by role."""
    return Byline.objects.create(**{"name": "Redaktionen", "title": "Redaktionschef", **kwargs})


def make_announcement(*, topics=(), areas=(), **kwargs):
    """A published announcement."""
    number = next(_numbers)
    defaults = {
        "title": f"Nyhet {number}",
        "slug": f"nyhet-{number}",
        "lead": f"Ingress till nyhet {number}.",
        "body": "Ett stycke text.",
        "published_at": LONG_AGO + datetime.timedelta(seconds=number),
    }
    announcement = Announcement.objects.create(**{**defaults, **_reason(kwargs), **kwargs})
    announcement.topics.set(topics)
    announcement.areas.set(areas)
    return announcement


def make_activity(*, times=(), areas=(), **kwargs):
    """A published activity in the room, held two hours from each of ``times``."""
    number = next(_numbers)
    defaults = {
        "title": f"Aktivitet {number}",
        "slug": f"aktivitet-{number}",
        "summary": f"Ingress till aktivitet {number}.",
        "published_at": LONG_AGO,
    }
    activity = Activity.objects.create(**{**defaults, **_reason(kwargs), **kwargs})
    activity.areas.set(areas)
    for starts_at in times:
        make_occurrence(activity, starts_at)
    return activity


def make_occurrence(activity, starts_at, **kwargs):
    """An occurrence of two hours."""
    defaults = {"ends_at": starts_at + datetime.timedelta(hours=2), "changed_at": LONG_AGO}
    return Occurrence.objects.create(
        activity=activity, starts_at=starts_at, **{**defaults, **kwargs}
    )


def make_document(plan, content, **kwargs):
    """A document of a plan; ``content`` is the bytes of its file."""
    file = ContentFile(content, name="fil")
    return Document.objects.create(plan=plan, file=file, **{"title": "Planbeskrivning", **kwargs})


def make_opportunity(**kwargs):
    """A published place for a business, checked on 1 November 2026."""
    number = next(_numbers)
    defaults = {
        "title": f"Plats {number}",
        "slug": f"plats-{number}",
        "summary": f"Ingress om plats {number}.",
        "checked_on": datetime.date(2026, 11, 1),
        "published_at": LONG_AGO + datetime.timedelta(seconds=number),
    }
    return Opportunity.objects.create(**{**defaults, **_reason(kwargs), **kwargs})
