"""Announcements by the thousand, for measuring: run as a script in the environment of a site."""

import datetime
import itertools
import os
import sys

import django

BODY = """\
Staden bjuder in till samtal om hur området ska utvecklas. Modellen i rummet visar förslaget.

## Vad händer nu?

- Förslaget visas i rummet och på webbplatsen.
- Du kan lämna synpunkter till och med den sista dagen.
- Efter samrådet sammanställs **alla synpunkter** i en redogörelse.

> Det här är information, inte en kungörelse.

## Så gick det till

| Steg | När |
|---|---|
| Planbesked | våren 2024 |
| Samråd | hösten 2025 |

"""
FIRST = datetime.datetime(2022, 1, 1, 9, tzinfo=datetime.UTC)
LAST = datetime.datetime(2026, 10, 31, 9, tzinfo=datetime.UTC)


def fill(count):
    """Store ``count`` published announcements, spread evenly over the same years, with links."""
    from exhibits.models import Area
    from helsingborgsrummet.content.prose import render
    from helsingborgsrummet.models import Picture
    from news.models import Announcement, Byline, Topic

    Announcement.objects.all().delete()
    body = BODY * 3
    body_html = render(body)
    pictures = list(Picture.objects.all())
    areas, topics = list(Area.objects.all()), list(Topic.objects.all())
    byline = Byline.objects.first()
    step = (LAST - FIRST) / count
    rows = (
        Announcement(
            title=f"Samråd nummer {number} om hur staden växer vid stationen",
            slug=f"samrad-{number}",
            lead="Nu kan du säga vad du tycker om förslaget. Det visas i rummet hela månaden.",
            body=body,
            body_html=body_html,
            published_at=FIRST + step * number,
            byline=byline,
            picture=pictures[number % len(pictures)],
        )
        for number in range(count)
    )
    while batch := list(itertools.islice(rows, 2000)):
        Announcement.objects.bulk_create(batch)
    keys = list(Announcement.objects.order_by("published_at").values_list("pk", flat=True))
    Announcement.topics.through.objects.bulk_create(
        (
            Announcement.topics.through(announcement_id=key, topic=topics[number % len(topics)])
            for number, key in enumerate(keys)
        ),
        batch_size=5000,
    )
    Announcement.areas.through.objects.bulk_create(
        (
            Announcement.areas.through(announcement_id=key, area=areas[number % len(areas)])
            for number, key in enumerate(keys)
        ),
        batch_size=5000,
    )


def fill_dialogue(plan_count, activity_count):
    """Store published plans with six steps each, and activities, until there are as many of each."""
    from exhibits.models import Activity, Area, Occurrence, Plan, PlanStep
    from helsingborgsrummet.content.prose import render

    first_plan, first_activity = (
        model.objects.filter(slug__startswith=slug).count()
        for model, slug in ((Plan, "kvarteret-"), (Activity, "visning-"))
    )
    areas = list(Area.objects.all())
    texts = {"body": BODY * 3, "body_html": render(BODY * 3), "published_at": FIRST}
    plans = Plan.objects.bulk_create(
        Plan(
            title=f"Detaljplan för kvarteret {number}",
            slug=f"kvarteret-{number}",
            summary="Planen gör det möjligt att bygga bostäder och en förskola.",
            area=areas[number % len(areas)],
            **texts,
        )
        for number in range(first_plan, plan_count)
    )
    Plan.other_areas.through.objects.bulk_create(
        Plan.other_areas.through(plan=plan, area=areas[number % len(areas) - 1])
        for number, plan in enumerate(plans, first_plan)
    )
    stages = ["planuppdrag", "samrad", "bearbetning", "granskning", "antagen", "laga-kraft"]
    PlanStep.objects.bulk_create(
        PlanStep(
            plan=plan,
            stage=stage,
            starts_on=(FIRST + datetime.timedelta(days=number + 200 * place)).date(),
            ends_on=(FIRST + datetime.timedelta(days=number + 200 * place + 40)).date()
            if stage in ("samrad", "granskning")
            else None,
            is_expected=place > 3,
        )
        for number, plan in enumerate(plans, first_plan)
        for place, stage in enumerate(stages)
    )
    activities = Activity.objects.bulk_create(
        (
            Activity(
                title=f"Visning nummer {number} i rummet",
                slug=f"visning-{number}",
                kind="visning",
                summary="Vi visar modellen och svarar på frågor.",
                **texts,
            )
            for number in range(first_activity, activity_count)
        ),
        batch_size=1000,
    )
    Activity.areas.through.objects.bulk_create(
        (
            Activity.areas.through(activity=activity, area=areas[number % len(areas)])
            for number, activity in enumerate(activities, first_activity)
        ),
        batch_size=5000,
    )
    # Half of them are over.
    hour = datetime.timedelta(hours=1)
    middle = datetime.datetime.now(datetime.UTC)
    Occurrence.objects.bulk_create(
        (
            Occurrence(
                activity=activity,
                starts_at=middle + hour * 5 * (number - activity_count // 2),
                ends_at=middle + hour * (5 * (number - activity_count // 2) + 2),
                planned_at=middle + hour * 5 * (number - activity_count // 2),
                changed_at=FIRST,
            )
            for number, activity in enumerate(activities, first_activity)
        ),
        batch_size=1000,
    )


def addresses():
    """The addresses to measure, by name; the deep list is the last full page."""
    from exhibits.models import Activity, Area, Plan
    from news.lists import PAGE_SIZE, cursor_of
    from news.models import Announcement, Topic

    rows = Announcement.objects.order_by("published_at")
    deep = rows[PAGE_SIZE + 5]
    return {
        "start": "/",
        "area": Area.objects.order_by("place").first().get_absolute_url(),
        "news list": "/nyheter/",
        "deep list": f"/nyheter/?fore={cursor_of(deep.published_at, deep.pk)}",
        "topic": Topic.objects.first().get_absolute_url(),
        "article": rows[rows.count() // 2].get_absolute_url(),
        "say": "/tyck-till/",
        "plan": Plan.objects.order_by("pk").last().get_absolute_url(),
        "activities": "/aktiviteter/",
        "activity": Activity.objects.order_by("pk").last().get_absolute_url(),
        "places": "/etablera/",
        "plans": "/planer/",
        "times": "/planer/tid/",
        "room": "/rummet/",
        "model": "/modellen/",
        "words": "/ord/",
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helsingborgsrummet.settings")
    django.setup()
    fill(int(sys.argv[1]))
    fill_dialogue(*map(int, sys.argv[2:]))
    from django.db import connection

    # What PostgreSQL's autovacuum does by itself and SQLite's `prepare_site` does at each start.
    connection.cursor().execute("ANALYZE")
    for name, address in addresses().items():
        print(f"{name}\t{address}")
