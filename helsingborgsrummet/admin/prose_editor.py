"""What the editor of running text asks the server while somebody writes."""

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helsingborgsrummet.content.files import with_addresses
from helsingborgsrummet.content.prose_field import LONGEST, render_with_library
from helsingborgsrummet.models import Picture


def urls(site):
    """The address of the editor in an admin site; ``site`` decides who is staff.

    It does not answer with a redirect to the form for signing in: a script asks, and needs to know.
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
        try:
            LONGEST(text)
        except ValidationError as error:
            return JsonResponse({"error": error.messages[0]}, status=413)
        html, _ = render_with_library(text)
        return JsonResponse({"html": with_addresses(html)})

    return [path("text/visa/", preview, name="prose_preview")]
