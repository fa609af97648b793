"""Fill an empty site with the sample content."""

import datetime
import json
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand
from django.db import transaction

from exhibits.models import (
    AccessFact,
    Area,
    KeyFact,
    Milestone,
    OpeningException,
    OpeningRule,
    OpeningSeason,
    Room,
)
from exhibits.rules.map_drawing import BASE_MAP
from helsingborgsrummet.demo_content import content
from helsingborgsrummet.demo_content.activities import load_activities
from helsingborgsrummet.demo_content.dialogues import load_dialogues
from helsingborgsrummet.demo_content.opportunities import load_opportunities
from helsingborgsrummet.demo_content.plans import load_plans
from helsingborgsrummet.models import Notice, Picture, StandingPage
from news.models import Announcement, Byline, Topic

PICTURES = Path(content.__file__).parent / "pictures"
STOCKHOLM = ZoneInfo("Europe/Stockholm")
PRECISIONS = {1: "year", 2: "month", 3: "day"}


def day_and_precision(parts):
    """``(2021, 11)`` → the first day that it can mean, and ``"month"``."""
    return datetime.date(*(*parts, 1, 1)[:3]), PRECISIONS[len(parts)]


class Command(BaseCommand):
    """Loads once, into an empty site only; what somebody has written is never touched."""

    help = "Laddar exempelinnehållet, om webbplatsen är tom."

    @transaction.atomic
    def handle(self, *args, **options):
        """Load everything or nothing."""
        if any(model.objects.exists() for model in (Area, Announcement, Room, StandingPage)):
            self.stdout.write("  innehåll: finns redan, rörs inte")
            return
        self.stdout.write("  innehåll: laddar exempel och gör bilder (en gång)")
        self.published_at = datetime.datetime(2026, 11, 23, 9, tzinfo=STOCKHOLM)
        self._load_pictures()
        self._load_areas()
        load_plans(self.areas, self.published_at)
        load_dialogues(self.areas, self.published_at)
        self._load_room()
        self._load_news()
        load_activities(self.areas, self.pictures)
        load_opportunities(self.areas, self.pictures, self.published_at)
        for place, page in enumerate(content.STANDING_PAGES, start=1):
            StandingPage.objects.create(
                **page, place=place, published_at=self.published_at, checked_on=content.CHECKED
            )
        Notice.objects.create(**content.NOTICE)

    def _load_pictures(self):
        self.pictures = {}
        for name, (title, alt) in content.PICTURES.items():
            picture = Picture(
                title=title,
                alt=alt,
                credit="Helsingborgsrummet",
                note="Modellen är ungefärlig",
                kind=Picture.Kind.ILLUSTRATION,
            )
            data = (PICTURES / f"{name}.webp").read_bytes()
            picture.original = ContentFile(data, name=f"{name}.webp")
            picture.save()
            self.pictures[name] = picture

    def _load_areas(self):
        outlines = {
            feature["id"]: feature["geometry"]
            for feature in json.loads(BASE_MAP.read_text(encoding="utf-8"))["features"]
            if feature["properties"]["kind"] == "development-area"
        }
        self.areas = {}
        for place, row in enumerate(content.AREAS, start=1):
            row = dict(row)
            facts, milestones = row.pop("facts"), row.pop("milestones")
            area = Area.objects.create(
                **row,
                place=place,
                outline=outlines[row["slug"]],
                picture=self.pictures[row["slug"]],
                contact_role="Värdarna i Helsingborgsrummet",
                contact_email="rummet@example.org",
                contact_phone="08-465 004 20",
                is_contact_example=True,
                published_at=self.published_at,
            )
            self.areas[area.slug] = area
            for number, (label, value, source) in enumerate(facts, start=1):
                KeyFact.objects.create(
                    area=area,
                    label=label,
                    value=value,
                    source=source,
                    checked_on=content.CHECKED,
                    place=number,
                )
            for title, start, end, note, source in milestones:
                self._create_milestone(area, title, start, end, note, source)

    def _create_milestone(self, area, title, start, end, note, source):
        dates = {}
        for name, parts in (("starts", start), ("ends", end)):
            if parts:
                dates[f"{name}_on"], dates[f"{name}_precision"] = day_and_precision(parts)
        Milestone.objects.create(
            area=area,
            title=title,
            note=note,
            source=source,
            checked_on=content.CHECKED if source else None,
            **dates,
        )

    def _load_room(self):
        for row in content.ROOMS:
            picture = self.pictures.get(row.get("picture"))
            room = Room.objects.create(**{**row, "picture": picture})
        for place, question in enumerate(content.ACCESS_QUESTIONS, start=1):
            AccessFact.objects.create(room=room, question=question, place=place)
        for weekday, opens, closes in content.WEEK:
            OpeningRule.objects.create(weekday=weekday, opens=opens, closes=closes)
        for name, first_on, last_on, week in content.SEASONS:
            season = OpeningSeason.objects.create(name=name, first_on=first_on, last_on=last_on)
            for weekday, opens, closes in week:
                OpeningRule.objects.create(
                    season=season, weekday=weekday, opens=opens, closes=closes
                )
        for first_on, last_on, kind, opens, closes, reason in content.EXCEPTIONS:
            OpeningException.objects.create(
                first_on=first_on,
                last_on=last_on,
                kind=kind,
                opens=opens,
                closes=closes,
                reason=reason,
            )

    def _load_news(self):
        topics = {
            slug: Topic.objects.create(title=title, slug=slug, description=line, place=place)
            for place, (title, slug, line) in enumerate(content.TOPICS, start=1)
        }
        bylines = {
            key: Byline.objects.create(name=name, title=title)
            for key, (name, title) in content.BYLINES.items()
        }
        for row in content.NEWS:
            row = dict(row)
            day, precision = day_and_precision(row.pop("date"))
            about, where = row.pop("topics"), row.pop("areas", [])
            announcement = Announcement.objects.create(
                **{
                    **row,
                    "byline": bylines[row["byline"]],
                    "picture": self.pictures.get(row.get("picture")),
                },
                published_at=datetime.datetime.combine(day, datetime.time(9), tzinfo=STOCKHOLM),
                published_precision=precision,
            )
            announcement.topics.set(topics[slug] for slug in about)
            announcement.areas.set(self.areas[slug] for slug in where)
