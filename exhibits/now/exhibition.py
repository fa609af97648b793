"""What the room shows now, and what is new in it."""

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from exhibits.models.city_model import ModelBlocks, Station
from exhibits.models.exhibits import Exhibit
from exhibits.models.recordings import Recording
from exhibits.now.city_model import stations
from exhibits.rules.exhibits import Showing
from exhibits.words_sv.exhibits import (
    NEW_MODEL,
    exhibit_words,
    new_exhibit,
    new_stations,
    station_words,
)
from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.content.shown import has_address, sound
from helsingborgsrummet.models import Picture
from helsingborgsrummet.serving.now import snapshot

# How far back it is told what is new, and how many stations of one day are worth a line each.
TOLD_FOR = datetime.timedelta(days=365)


@snapshot(Exhibit, Picture)
def exhibits(now) -> tuple[Exhibit, ...]:
    """The published exhibits in the order of the room, each with its picture; ``body`` is not read."""
    rows = Exhibit.objects.published(now).select_related("picture").defer("body", "body_html")
    return tuple(sound(rows, has_address, lambda row: row.showing_on(timezone.localdate(now))))


@snapshot(Exhibit, Recording, Picture, clock=False)
def recordings_by_exhibit(now) -> dict[int, tuple[Recording, ...]]:
    """By the key of an exhibit its sound and film, without the text of the captions."""
    found = {}
    for row in Recording.objects.select_related("exhibit", "picture").defer(
        "exhibit__body", "exhibit__body_html"
    ):
        if not row.lacks:
            found.setdefault(row.exhibit_id, []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def recordings_of(exhibit, now, unsaved):
    """The sound and film of an exhibit that has all its words; ``unsaved`` may hold ``recordings``.

    In the preview a file that is not stored yet cannot be played and is left out.
    """
    if "recordings" not in unsaved:
        return recordings_by_exhibit(now).get(exhibit.pk, ())
    return [
        row
        for row in unsaved["recordings"]
        if row.pk and row.file and row.file._committed and not row.lacks
    ]


@dataclass(frozen=True, slots=True)
class New:
    """Something that has changed in the room since ``day``."""

    day: datetime.date
    words: str
    url: str
    is_example: bool


@snapshot(Exhibit, Station, ModelBlocks, exhibits, stations)
def new_in_the_room(now) -> tuple[New, ...]:
    """What came, changed or went within a year, the latest first: worked out, not written by anybody."""
    today = timezone.localdate(now)
    found = []
    for row in exhibits(now):
        match row.showing_on(today):
            case Showing.NOW:
                day = row.starts_on or timezone.localdate(row.published_at)
                found.append(
                    New(day, new_exhibit(row.title, False), row.get_absolute_url(), row.is_example)
                )
            case Showing.ENDED:
                day = row.ends_on + datetime.timedelta(days=1)
                found.append(
                    New(day, new_exhibit(row.title, True), row.get_absolute_url(), row.is_example)
                )
    rows = sound(Station.objects.published(now).order_by("published_at", "number"), has_address)
    for day, group in groupby(rows, key=lambda row: timezone.localdate(row.published_at)):
        group = list(group)
        url = group[0].get_absolute_url() if len(group) == 1 else address_of("exhibits:city_model")
        words = new_stations([row.title for row in group])
        found.append(New(day, words, url, all(row.is_example for row in group)))
    for row in ModelBlocks.objects.defer("blocks", "hull")[:1]:
        day = timezone.localdate(row.imported_at)
        found.append(New(day, NEW_MODEL, address_of("exhibits:city_model"), row.is_example))
    recent = [each for each in found if today - TOLD_FOR <= each.day <= today]
    return tuple(sorted(recent, key=lambda each: (-each.day.toordinal(), each.words)))


@snapshot(Exhibit, Station, Exhibit.areas.through, Exhibit.plans.through, exhibits, stations)
def in_the_room(now) -> dict[tuple[str, int], tuple[tuple[str, str, bool], ...]]:
    """By ``("area" or "plan", key): what the room has of it, as ``(words, address, is_example)``."""
    today = timezone.localdate(now)
    shown = {row.pk: row for row in exhibits(now) if row.showing_on(today) is Showing.NOW}
    found = {}
    for name, relation, column in (
        ("area", Exhibit.areas.through, "area_id"),
        ("plan", Exhibit.plans.through, "plan_id"),
    ):
        rows = relation.objects.order_by("exhibit__number")
        for pk, exhibit in rows.values_list(column, "exhibit_id"):
            if row := shown.get(exhibit):
                line = (exhibit_words(row.title), row.get_absolute_url(), row.is_example)
                found.setdefault((name, pk), []).append(line)
    for row in sound(Station.objects.published(now).order_by("number"), has_address):
        line = (station_words(row.number, row.title), row.get_absolute_url(), row.is_example)
        for key in (("area", row.area_id), ("plan", row.plan_id)):
            if key[1]:
                found.setdefault(key, []).append(line)
    return {key: tuple(lines) for key, lines in found.items()}
