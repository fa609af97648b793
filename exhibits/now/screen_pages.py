"""The slides of a screen as HTML, its programme, and the version that both make up."""

import hashlib
import json
import re
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from exhibits.now.opening import opening_status
from exhibits.now.screens import Slide, segments_of, slides_of
from exhibits.rules.screens import Shown

LINK = re.compile(r"<a\b([^>]*)>|</a>")
NAME = re.compile(r' id="[^"]*"')
CLASS = re.compile(r'\bclass="[^"]*"')


def without_links(html):
    """``html`` with its links as plain text, since nothing leads away from a screen, and texts without names for places.

    Texts of several pages stand on one, and their headings may be called the same.
    """
    parts = re.split(r"(<svg\b.*?</svg>)", html, flags=re.DOTALL)
    parts[::2] = [NAME.sub("", part) for part in parts[::2]]
    return mark_safe(
        "".join(
            LINK.sub(lambda link, tag=("g" if number % 2 else "span"): _plain(link, tag), part)
            for number, part in enumerate(parts)
        )
    )


def _plain(link, tag):
    if link[0] == "</a>":
        return f"</{tag}>"
    name = CLASS.search(link[1])
    return f"<{tag} {name[0]}>" if name else f"<{tag}>"


@dataclass(frozen=True)
class ScreenPage:
    """A screen as it is at a moment.

    ``slides`` are pairs of a :class:`~exhibits.now.screens.Slide` and its HTML, ``programme`` is JSON: a list of
    ``[milliseconds since the epoch, mode or "takeover", keys]``. Until ``until``, in milliseconds too, what
    is said of the hours holds. ``shown`` is what is shown at the moment, ``opening`` the HTML
    of whether the room is open.
    """

    slides: list[tuple[Slide, SafeString]]
    opening: SafeString
    programme: str
    shown: Shown
    until: int
    version: str


def screen_page(screen, now):
    """The :class:`ScreenPage` of one of :func:`~exhibits.now.screens.stored_screens`."""
    slides = slides_of(screen, now)
    segments = segments_of(screen, slides, now)
    used = {key for segment in segments for key in segment.shown.keys}
    rendered = [
        (slide, _rendered(screen, slide, now)) for key, slide in slides.items() if key in used
    ]
    opening = _rendered(screen, None, now)
    programme = json.dumps(
        [
            [
                int(segment.begins.timestamp() * 1000),
                segment.shown.name,
                list(segment.shown.keys),
            ]
            for segment in segments
        ]
    )
    shown = [each.shown for each in segments if each.begins <= now][-1]
    until = int(opening_status(now).changes_at.timestamp() * 1000)
    parts = [screen.kind, screen.title, programme, str(until), opening]
    parts += [f"{slide.key} {slide.title} {slide.seconds} {html}" for slide, html in rendered]
    version = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    return ScreenPage(rendered, opening, programme, shown, until, version)


def _rendered(screen, slide, now):
    context = {"screen": screen, "slide": slide, "now": now}
    return without_links(render_to_string("exhibits/parts/screen_slide.html", context))
