"""What surrounds every page: header, notices, footer, social preview.

The pieces are the same on every page until content or the clock changes, so each is rendered once
and kept; a page that is not in the page cache then pays only for what is its own.
"""

import re
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import get_template
from django.utils.safestring import mark_safe

from exhibits.now.opening import opening_status, schedule_now
from exhibits.now.room import present_room
from exhibits.words_sv.opening import week_lines
from helsingborgsrummet.models import Notice, StandingPage
from helsingborgsrummet.serving.now import kept

register = template.Library()


def _rendered(name, context):
    return mark_safe(get_template(name).render(context).strip())


@register.simple_tag
def site_header(now, section=""):
    """The header with the menu, ``section`` marked as current, and today's opening."""
    return kept(
        f"header {section}",
        now,
        lambda: _rendered(
            "components/site_header.html",
            {"section": section, "status": opening_status(now), "room": present_room(now)},
        ),
    )


@register.simple_tag
def notices(now, place=""):
    """Notices that show at the moment ``now`` on all pages and on ``place`` (Notice.Place)."""

    def render():
        showing = Notice.objects.showing(now).filter(place__in=[Notice.Place.EVERYWHERE, place])
        return _rendered("components/notices.html", {"notices": list(showing)})

    return kept(f"notices {place}", now, render)


@register.simple_tag
def site_footer(now):
    """The footer with address, standard hours and standing pages."""

    def render():
        return _rendered(
            "components/site_footer.html",
            {
                "room": present_room(now),
                "hours": week_lines(schedule_now(now).rules),
                "pages": list(StandingPage.objects.published(now).defer("body", "body_html")),
            },
        )

    return kept("footer", now, render)


@register.simple_tag
def opening_sentence(now):
    """The one sentence about today's opening."""
    return _rendered("components/opening_status.html", {"status": opening_status(now)})


@register.filter
def absolute(path):
    """The whole address of a page, for paper."""
    return settings.SITE_ORIGIN + path


@register.simple_tag
def absolute_static(path):
    """The absolute address of a static file, for social previews."""
    return settings.SITE_ORIGIN + staticfiles_storage.url(path)


@register.simple_tag
def social_image(picture):
    """The absolute address of a picture's social preview, or of the site's own without one."""
    if picture and picture.social_url:
        return urljoin(settings.SITE_ORIGIN, picture.social_url)
    return absolute_static("img/social-preview.png")


@register.filter
def phone_link(number):
    """A Swedish phone number as a ``tel:`` link needs it: ``042-10 50 00`` → ``+4642105000``."""
    digits = re.sub(r"[^\d+]", "", number)
    return re.sub(r"^0", "+46", digits)
