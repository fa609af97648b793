"""The screens of the room: their pages, what they ask for every half minute, and their service worker."""

import secrets
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from exhibits.now.screen_pages import screen_page
from exhibits.now.screens import note_contact, stored_screens
from exhibits.templatetags.shell import asset

SCRIPT = "js/screen.js"
WORKER = Path(settings.BASE_DIR) / "static/js/screen-worker.js"


def _screen_or_404(slug, now):
    try:
        return stored_screens(now)[slug]
    except KeyError:
        raise Http404("no such screen") from None


@require_safe
def screen(request, slug):
    """Show a screen, whole and without a script too: what it plays now stands below each other."""
    now = timezone.now()
    row = _screen_or_404(slug, now)
    return render(
        request,
        "exhibits/screen.html",
        {"screen": row, "page": screen_page(row, now), "now": now, "release": _release()},
    )


@require_safe
def screen_state(request, slug):
    """Say which version is right now, and note that the screen with the right ``?enhet=`` asked.

    Never kept: every asking tells that the screen lives. The answer is a few bytes when nothing has changed.
    """
    now = timezone.now()
    row = _screen_or_404(slug, now)
    version = screen_page(row, now).version
    if secrets.compare_digest(request.GET.get("enhet", "").encode(), row.key.encode()):
        note_contact(row, request.GET.get("visar", "")[:20], now)
    etag = f'"{version}-{_release()}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = JsonResponse({"version": version, "release": _release()})
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _release():
    """The file name of the script: another one when the site has been updated, which takes a new page."""
    return asset(SCRIPT).rpartition("/")[2]


@require_safe
def service_worker(request):
    """The script that lets a screen start without the network; it reaches nothing above ``/skarm/``."""
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
