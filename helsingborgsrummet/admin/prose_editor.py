"""What the editor of running text asks the server while somebody writes."""

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from helsingborgsrummet.content.files import with_addresses
from helsingborgsrummet.content.prose_field import render_with_library
from helsingborgsrummet.models import Picture

MAX_CHARACTERS = 100_000


def urls(site):
    """The addresses of the editor in an admin site; ``site`` decides who is staff.

    Neither answers with a redirect to the form for signing in: a script asks, and needs to know.
    """

    @never_cache
    @require_POST
    def preview(request):
        """Answer with the HTML of the posted Markdown, exactly as a page would show it."""
        if not site.has_permission(request):
            return JsonResponse({"error": "Du har loggats ut."}, status=403)
        # A text shows pictures by their numbers.
        if not site.get_model_admin(Picture).may_choose(request):
            return JsonResponse({"error": "Du får inte skriva texter."}, status=403)
        text = request.POST.get("text", "")
        if len(text) > MAX_CHARACTERS:
            error = "Texten är för lång för att visas. Högst 100 000 tecken går att förhandsvisa."
            return JsonResponse({"error": error}, status=413)
        html, _ = render_with_library(text)
        return JsonResponse({"html": with_addresses(html)})

    @never_cache
    @require_GET
    def session(request):
        """Answer who is signed in, with a token that a form can be sent with.

        Signing in again gives the browser a new CSRF token, and a form that was opened before holds
        the old one.
        """
        answer = {"account": None, "login": reverse(f"{site.name}:login")}
        if site.has_permission(request):
            answer |= {"account": str(request.user.pk), "token": get_token(request)}
        return JsonResponse(answer)

    return [
        path("text/visa/", preview, name="prose_preview"),
        path("text/inloggad/", session, name="prose_session"),
    ]
