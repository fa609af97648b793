"""What an open form asks the server: who is signed in, and which postings have been saved."""

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from helsingborgsrummet.editing.kept_forms import POSTING, saved_among

MAX_POSTINGS = 100


def urls(site):
    """The address of the question in an admin site; ``site`` decides who is staff.

    It does not answer with a redirect to the form for signing in: a script asks, and needs to know.
    """

    @never_cache
    @require_GET
    def session(request):
        """Answer who is signed in, with a token that a form can be sent with, and what was saved.

        Signing in again gives the browser a new CSRF token, and a form that was opened before holds
        the old one.
        """
        answer = {"account": None, "login": reverse(f"{site.name}:login")}
        if site.has_permission(request):
            numbers = request.GET.getlist(POSTING)[:MAX_POSTINGS]
            answer |= {
                "account": str(request.user.pk),
                "token": get_token(request),
                "saved": saved_among(request.user, numbers) if numbers else [],
            }
        return JsonResponse(answer)

    return [path("inloggad/", session, name="session")]
