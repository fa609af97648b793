"""Figures about following in the admin: followers over time as a picture, and everything as tables."""

import datetime

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils import timezone

from exhibits.models import Area
from helsingborgsrummet.content.words_sv import format_day
from news.figures import drawn
from news.models import Follow, FollowingFigure, Scope, Topic

SHOWN, LISTED = datetime.timedelta(days=365), 31
WIDTH, HEIGHT = 640, 160


def figures_view(model_admin, request):
    """How many follow what, and how many letters went and came back; nobody's address."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    today = timezone.localdate()
    rows = list(
        FollowingFigure.objects.filter(day__gt=today - SHOWN)
        .order_by("day")
        .values_list("about", "day", "followers", "letters", "undelivered")
    )
    everybody = [row for row in rows if row[0] == FollowingFigure.ALL]
    points = [(row[1], row[2]) for row in everybody if row[2] is not None]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Följare och brev i siffror",
        "opts": model_admin.opts,
        "line": drawn(points, WIDTH, HEIGHT),
        "width": WIDTH,
        "height": HEIGHT,
        "said": _said(points),
        "kinds": [
            ("Allt på webbplatsen", _by_name(_scopes(), Follow.ALL, rows, today)),
            ("Ämnen", _by_name(_titles(Topic), "topic", rows, today)),
            ("Områden", _by_name(_titles(Area), "area", rows, today)),
        ],
        "days": [
            (format_day(day), followers, letters, undelivered)
            for _, day, followers, letters, undelivered in reversed(everybody[-LISTED:])
        ],
    }
    return TemplateResponse(request, "admin/news/figures.html", context)


def _said(points):
    """The picture in words."""
    if not points:
        return ""
    (first, before), (last, now) = points[0], points[-1]
    top = max(count for _, count in points)
    return (
        f"Antal följare: {before} den {format_day(first)}, {now} den {format_day(last)}, "
        f"som mest {top}."
    )


def _scopes():
    """What of everything there is somebody may follow, in words."""
    return {str(scope): scope.label for scope in Scope}


def _titles(model):
    return {str(pk): title for pk, title in model.objects.values_list("pk", "title")}


def _by_name(names, kind, rows, today):
    """Each thing of a kind: its name, its followers now, and 30 days ago where that was counted."""
    now, before = {}, {}
    for about, day, followers, _, _ in rows:
        of, _, key = about.partition(":")
        if of == kind:
            now[key] = followers
            if day <= today - datetime.timedelta(days=30):
                before[key] = followers
    found = [(names[key], count, before.get(key)) for key, count in now.items() if key in names]
    return sorted(found, key=lambda each: (-each[1], each[0]))
