"""The sample areas, with their key facts and milestones."""

from exhibits.models import Area, KeyFact, Milestone
from exhibits.rules.base_map import bundled
from helsingborgsrummet.demo_content import content
from helsingborgsrummet.demo_content.shelf import day_and_precision


def load_areas(shelf):
    """Create the areas."""
    outlines = {
        feature["id"]: feature["geometry"] for feature in bundled().by_kind["development-area"]
    }
    for place, row in enumerate(content.AREAS, start=1):
        row = dict(row)
        facts, milestones = row.pop("facts"), row.pop("milestones")
        area = Area.objects.create(
            **row,
            place=place,
            outline=outlines[row["slug"]],
            picture=shelf.pictures[row["slug"]],
            contact_role="Värdarna i Helsingborgsrummet",
            contact_email="rummet@example.org",
            contact_phone="08-465 004 20",
            is_contact_example=True,
            published_at=shelf.published_at,
        )
        shelf.areas[area.slug] = area
        for number, (label, value, *source) in enumerate(facts, start=1):
            KeyFact.objects.create(
                area=area,
                label=label,
                value=value,
                **_where_from(*source),
                place=number,
            )
        for title, start, end, note, *source in milestones:
            _create_milestone(area, title, start, end, note, _where_from(*source))


def _where_from(source, source_url=""):
    return {"source": source, "source_url": source_url, "checked_on": content.CHECKED}


def _create_milestone(area, title, start, end, note, source):
    dates = {}
    for name, parts in (("starts", start), ("ends", end)):
        if parts:
            dates[f"{name}_on"], dates[f"{name}_precision"] = day_and_precision(parts)
    Milestone.objects.create(
        area=area,
        title=title,
        note=note,
        **source,
        **dates,
    )
