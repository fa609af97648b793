"""A draft as somebody without an account sees it, by a signed link."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helsingborgsrummet.content.kinds import kind_of
from helsingborgsrummet.content.words_sv import format_moment
from helsingborgsrummet.models import ShareLink


@require_safe
def shared_draft(request, token):
    """Show the page of a link that is valid now; a published page leads to its public address.

    What has been withdrawn is shown by no door: the answer tells why instead.
    """
    now = timezone.now()
    link = ShareLink.objects.named(token)
    page = link.page if link else None
    gone = kind_of(page).what_is_withdrawn(page, now) if page else None
    if gone:
        context = {"now": now, "page": gone}
        return _private(render(request, "site/link_withdrawn.html", context, status=410))
    if page is None or not link.is_valid(now):
        return _private(render(request, "site/link_expired.html", {"now": now}, status=404))
    kind = kind_of(page)
    if kind.is_visible(page, now):
        return _private(redirect(page.get_absolute_url()))
    context = {
        **kind.page_context(page, now, {}),
        "preview_note": "Utkast. Bara den som har länken ser sidan, "
        f"till {format_moment(link.expires_at)}.",
    }
    return _private(render(request, kind.template, context))


def _private(response):
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
