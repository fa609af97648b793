"""What the screens of the room show now: the slides of each, and which of them when.

What other apps have to show (news) they register with :func:`show_on_screens`.
"""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from exhibits.models.activities import Activity, Occurrence
from exhibits.models.areas import Area
from exhibits.models.exhibits import Exhibit
from exhibits.models.screens import Screen, ScreenContact, ScreenItem
from exhibits.now.areas import published_areas
from exhibits.now.city_model import drawing, stations
from exhibits.now.exhibition import exhibits, recordings_by_exhibit
from exhibits.now.opening import held_between, schedule_now
from exhibits.now.plans import plans_by_area
from exhibits.rules.exhibits import Showing
from exhibits.rules.opening_hours import DAY
from exhibits.rules.screens import Segment, WhenClosed, programme, silent_from
from exhibits.words_sv.screens import MODEL, NEWS, OPENING, TODAY
from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.models import Picture
from helsingborgsrummet.serving.clock import midnight_after
from helsingborgsrummet.serving.now import snapshot

# A screen that loses the network knows what to show for so long, today included.
AHEAD_DAYS = 8
# A screen asks every half minute; after so long without a word during opening hours something is wrong.
SILENT_AFTER = datetime.timedelta(minutes=10)
NOTED_EVERY = datetime.timedelta(seconds=20)
TODAY_COUNT = 6

_shown_by_others = {}


def show_on_screens(kind, rows):
    """Let slides of ``kind`` (ScreenItem.Kind) show ``rows(now)``: dictionaries with title, text, when and is_example."""
    _shown_by_others[kind] = rows


@dataclass(frozen=True)
class Slide:
    """One thing that a screen can show. ``url`` is where one reads on, on one's own device."""

    key: int
    kind: str
    title: str
    seconds: int
    url: str
    is_example: bool = False
    facts: dict = field(default_factory=dict)


@snapshot(Screen, ScreenItem, Exhibit, Area, Picture, clock=False)
def stored_screens(now) -> dict[str, Screen]:
    """The screens by their slug, each with ``playlist``: its items with their pictures."""
    rows = Screen.objects.all()
    items = {}
    for item in ScreenItem.objects.all():
        items.setdefault(item.screen_id, []).append(item)
    for row in rows:
        row.playlist = items.get(row.pk, [])
    return {row.slug: row for row in rows}


def slides_of(screen, now):
    """The slides of the items that have something to show: what is withdrawn or deleted is passed over."""
    slides = [slide for item in screen.playlist if (slide := _slide(item, now))]
    return {slide.key: slide for slide in slides}


def segments_of(screen, slides, now) -> list[Segment]:
    """What the screen shows when, of ``slides``, from the start of today and for :data:`AHEAD_DAYS`."""
    first = timezone.localdate(now)
    until = midnight_after(now) + AHEAD_DAYS * DAY
    begins = midnight_after(now) - 2 * DAY
    return programme(
        [item.as_item() for item in screen.playlist if item.pk in slides],
        schedule_now(now),
        held_between(now, begins, until),
        WhenClosed(screen.when_closed),
        first,
        AHEAD_DAYS,
    )


def next_screen_change(now) -> datetime.datetime | None:
    """The next moment at which an item of a playlist begins or ends to be shown, until the end of tomorrow."""
    today = timezone.localdate(now)
    items = [item.as_item() for row in stored_screens(now).values() for item in row.playlist]
    days = (today - DAY, today, today + DAY)
    edges = [edge for item in items for day in days for edge in item.edges(day)]
    return min((edge for edge in edges if edge > now), default=None)


def silent_screens(now):
    """Screens that have asked for content once and fell silent while the room was open."""
    return Screen.objects.filter(contact__silent_at__lte=now)


def note_contact(screen, version, now):
    """Write down that a screen asked for content, showing ``version``; no more often than :data:`NOTED_EVERY`."""
    known = ScreenContact.objects.filter(screen=screen.pk).first()
    if known and known.version == version and now - known.asked_at < NOTED_EVERY:
        return
    values = {
        "asked_at": now,
        "version": version,
        "silent_at": silent_from(schedule_now(now), now, SILENT_AFTER),
        "told_at": None,
    }
    ScreenContact.objects.update_or_create(screen_id=screen.pk, defaults=values)


# --- The slides -----------------------------------------------------------------------------------


def _slide(item, now):
    found = _MAKERS.get(item.kind, _of_others)(item, now)
    if found is None:
        return None
    title, url, is_example, facts = found
    return Slide(item.pk, item.kind, title, item.seconds, url, is_example or item.is_example, facts)


def _exhibit(item, now):
    today = timezone.localdate(now)
    for row in exhibits(now):
        if row.pk == item.exhibit_id and row.showing_on(today) is Showing.NOW:
            # The shared row has no text.
            text = Exhibit.objects.only("body", "body_html").get(pk=row.pk)
            recordings = recordings_by_exhibit(now).get(row.pk, ())
            facts = {"exhibit": row, "text": text, "recordings": recordings}
            return row.title, row.get_absolute_url(), row.is_example, facts
    return None


def _area(item, now):
    for row in published_areas(now):
        if row.pk == item.area_id:
            plans = plans_by_area(now).get(row.pk, [])
            return row.title, row.get_absolute_url(), False, {"area": row, "plans": plans}
    return None


def _model(item, now):
    facts = {"drawing": drawing(now, item.corner, ""), "stations": stations(now)}
    return MODEL, address_of("exhibits:city_model"), False, facts


def _today(item, now):
    rows = (
        Occurrence.objects.of(Activity.objects.published(now))
        .filter(ends_at__gt=now, starts_at__lt=midnight_after(now))
        .exclude(state=Occurrence.State.CANCELLED)
        .order_by("starts_at", "pk")
        .for_list()[:TODAY_COUNT]
    )
    return TODAY, address_of("exhibits:activity_list"), False, {"occurrences": list(rows)}


def _opening(item, now):
    return OPENING, address_of("exhibits:visit"), False, {}


def _picture(item, now):
    if item.picture is None or not item.picture.renditions:
        return None
    picture = item.picture
    return (
        picture.title,
        address_of("exhibits:exhibition"),
        picture.is_example,
        {"picture": picture},
    )


def _notice(item, now):
    return item.heading, address_of("exhibits:visit"), False, {"text": item.text}


def _of_others(item, now):
    rows = _shown_by_others[item.kind](now) if item.kind in _shown_by_others else []
    return (NEWS, address_of("news:announcement_list"), False, {"rows": rows}) if rows else None


_MAKERS = {
    ScreenItem.Kind.EXHIBIT: _exhibit,
    ScreenItem.Kind.AREA: _area,
    ScreenItem.Kind.MODEL: _model,
    ScreenItem.Kind.TODAY: _today,
    ScreenItem.Kind.OPENING: _opening,
    ScreenItem.Kind.PICTURE: _picture,
    ScreenItem.Kind.NOTICE: _notice,
}
