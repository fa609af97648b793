"""What search engines are asked to leave alone."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def robots(request):
    """robots.txt: everything public is welcome, the admin and printed codes are no places for robots."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        # What they would read there is counted for printed labels.
        "Disallow: /k/",
        f"Sitemap: {settings.SITE_ORIGIN}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
