"""What surrounds every page: header, notices, footer, social preview.

Header, notices and footer are the same on every page until the few tables behind them or the clock
change, so they are snapshots in words.
"""

import functools
import re
from urllib.parse import urlencode, urljoin

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from exhibits.now.opening import opening_status, schedule_now
from exhibits.now.room import premises, present_room
from exhibits.rules.opening_hours import coming_regular_hours, regular_periods
from exhibits.words_sv.opening import coming_sentence, regular_lines, regular_period
from exhibits.words_sv.room import move_sentence
from helsingborgsrummet.content.kinds import parameters
from helsingborgsrummet.content.shown import has_address, sound
from helsingborgsrummet.content.words_sv import format_day, labelled
from helsingborgsrummet.models import Notice, Picture, StandingPage
from helsingborgsrummet.serving.now import snapshot

register = template.Library()
SOCIAL_PREVIEW_ALT = "Helsingborgsrummet – se hur Helsingborg växer"


def _rendered(name, context):
    return mark_safe(get_template(name).render(context).strip())


@register.simple_tag
@functools.cache
def asset(path):
    """The address of a static file, worked out once: it never changes while the site runs."""
    return staticfiles_storage.url(path)


@register.simple_tag
@snapshot(opening_status, present_room)
def site_header(now, section="") -> SafeString:
    """The header with the menu, ``section`` marked as current, and today's opening."""
    return _rendered(
        "components/site_header.html",
        {
            "section": section,
            "status": opening_status(now),
            "room": present_room(now),
            "move": room_move(now),
        },
    )


@register.simple_tag
@snapshot(Notice)
def notices(now, place="") -> SafeString:
    """Notices that show at the moment ``now`` on all pages and on ``place`` (Notice.Place)."""
    showing = Notice.objects.showing(now).filter(place__in=[Notice.Place.EVERYWHERE, place])
    return _rendered("components/notices.html", {"notices": list(showing)})


@register.simple_tag
def room_move(now):
    """What tells of the next move of the room; empty when none is stored."""
    move = premises(now).next_move(timezone.localdate(now))
    return move_sentence(move) if move else ""


@register.simple_tag
@snapshot(present_room, schedule_now, StandingPage)
def site_footer(now) -> SafeString:
    """The footer with address, the regular hours in force and standing pages."""
    schedule, today = schedule_now(now), timezone.localdate(now)
    regular, coming = regular_periods(schedule, today)[0], coming_regular_hours(schedule, today)
    return _rendered(
        "components/site_footer.html",
        {
            "room": present_room(now),
            "move": room_move(now),
            "contact_email": settings.CONTACT_EMAIL,
            "hours": [] if schedule.is_empty else regular_lines(regular),
            # Until when is told of a season, and of what a season will soon take the place of.
            "period": regular_period(regular) if regular.name or coming else "",
            "coming": coming_sentence(coming) if coming else "",
            "pages": sound(
                StandingPage.objects.published(now).defer("body", "body_html"), has_address
            ),
        },
    )


@register.simple_tag
def day_of(now):
    """The Swedish day of a moment, as paper says it: ``26 november 2026``."""
    return format_day(timezone.localdate(now))


@register.simple_tag
def opening_sentence(now, end=""):
    """The one sentence about today's opening, with the mark ``end`` after it."""
    return _rendered(
        "components/opening_status.html",
        {"status": opening_status(now), "room": present_room(now), "end": end},
    )


@register.filter
def absolute(path):
    """The whole address of a page, for paper."""
    return settings.SITE_ORIGIN + path


@register.simple_block_tag(end_name="enddescribed")
def described(content):
    """What the page is about, for lists of search results and for links that are shared: one text."""
    words = mark_safe(" ".join(content.split()))
    return format_html(
        '<meta name="description" content="{0}"><meta property="og:description" content="{0}">',
        words,
    )


@register.simple_block_tag(takes_context=True, end_name="endaddressed")
def addressed(context, content):
    """What search engines may do with the page (``content``) and, where they may list it, its one address.

    Of a query string the address keeps what pages understand, so that ``?utm_source=`` makes no second page.
    """
    request = context.get("request")
    if request is None or "noindex" in content or context.get("preview_note"):
        return mark_safe(content.strip())
    known = parameters()
    # A view may know that a choice is what the page shows without it.
    asked = context.get("own_choices", request.GET)
    query = urlencode(sorted((name, value) for name, value in asked.items() if name in known))
    address = settings.SITE_ORIGIN + request.path + (f"?{query}" if query else "")
    return mark_safe(content.strip()) + format_html(
        '<link rel="canonical" href="{0}"><meta property="og:url" content="{0}">', address
    )


@register.simple_tag
def absolute_static(path):
    """The absolute address of a static file, for social previews."""
    return settings.SITE_ORIGIN + asset(path)


@register.simple_tag
def social_image(picture):
    """What tells others which picture to show with a link: a picture's social preview, or our own.

    Its description says what the picture shows, and whatever has to be said wherever it stands.
    """
    if picture and picture.social_url:
        address = urljoin(settings.SITE_ORIGIN, picture.social_url)
        words = " ".join(part for part in (picture.alt, picture.caption) if part)
        words = labelled(words, picture.is_example)
    else:
        address, words = absolute_static("img/social-preview.png"), SOCIAL_PREVIEW_ALT
    return format_html(
        '<meta property="og:image" content="{}"><meta property="og:image:alt" content="{}">',
        address,
        words,
    )


@register.simple_tag
@snapshot(Picture, clock=False)
def stored_social_image(now, key) -> SafeString:
    """The same for the key of a picture, or ``None``."""
    return social_image(Picture.objects.get(pk=key) if key else None)


@register.filter
def phone_link(number):
    """A phone number as a ``tel:`` link needs it: ``042-10 50 00`` → ``+4642105000``.

    The nought in ``+46 (0)42`` is for callers within the country, ``00`` is another way to write ``+``;
    what stands after the number, such as an extension, is left out.
    """
    number = re.sub(r"[–‐‑−]", "-", number)
    found = re.match(r"\s*(\+|00)?[\d\s()./-]*", number, re.ASCII)[0]
    is_abroad = re.match(r"\s*(\+|00)", found)
    digits = re.sub(r"\D", "", found.replace("(0)", "") if is_abroad else found)
    if is_abroad:
        return "+" + (digits if found.lstrip().startswith("+") else digits[2:])
    return re.sub(r"^0", "+46", digits)
