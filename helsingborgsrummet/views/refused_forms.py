"""Forms of the admin that come from somebody who was signed out, or signed in anew, meanwhile.

What was filled in is carried along on the page that says so, and sent again from there. That is done
only for what a page of this very site has sent: another site must not get its own values carried to a
button that one of our accounts then presses.
"""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from helsingborgsrummet.public_forms.origin import is_own_page
from helsingborgsrummet.views.errors import form_refused, logger, plain_page

TOKEN = "csrfmiddlewaretoken"
# Why the page for signing in is shown, as its address says it.
WHY = "varfor"
UNSAVED, EXPIRED = "osparat", "utgangen"
NOTICES = {
    UNSAVED: "Du hade loggats ut. Ändringen sparades inte. Logga in och gör om den.",
    EXPIRED: "Sidan hade legat öppen länge. Logga in igen.",
}


def csrf_failure(request, reason=""):
    """Give a way on to whoever sent a form with a token from before a new sign-in."""
    login = reverse("admin:login")
    if not is_own_page(request):
        return form_refused(request)
    if request.path == login:
        return HttpResponseRedirect(sign_in_address(request.POST.get("next", ""), EXPIRED))
    return _sent_again(request)


def signed_out(request):
    """Answer a form that was sent by somebody who is not signed in; nothing of it is saved.

    A script, which reads answers and no pages, is led to the page for signing in as for any address.
    """
    if is_own_page(request) and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
        return _sent_again(request)
    return HttpResponseRedirect(sign_in_address(request.get_full_path(), UNSAVED))


def sign_in_address(target, why=""):
    """The page for signing in that leads to ``target`` and says ``why`` it is shown."""
    query = {"next": target, **({WHY: why} if why else {})}
    return f"{reverse('admin:login')}?{urlencode(query)}"


def _sent_again(request):
    """The page that carries what was filled in and sends it again."""
    try:
        is_secret = any("password" in name for name in request.POST)
        context = {
            **admin.site.each_context(request),
            "is_signed_in": admin.site.has_permission(request),
            "is_leaving": request.path == reverse("admin:logout"),
            "is_secret": is_secret,
            "has_files": bool(request.FILES),
            "address": request.get_full_path(),
            "login": sign_in_address(request.path),
            "carried": []
            if is_secret
            else [
                (name, value)
                for name in request.POST
                if name != TOKEN
                for value in request.POST.getlist(name)
            ],
        }
        return render(request, "admin/send_again.html", context, status=403)
    except Exception:
        logger.exception("A refused form could not be carried along")
        return plain_page(403)
