"""The two screens of the sample content; the screens themselves are invented."""

from exhibits.models import Area, Exhibit, Screen, ScreenItem

SCREENS = [
    {
        "title": "Mot gatan", "slug": "mot-gatan", "kind": "display", "when_closed": "card",
        "items": [
            {"kind": "opening", "seconds": 15},
            {"kind": "model", "seconds": 30},
            {"kind": "area", "area": "ostra-ramlosa"},
            {"kind": "today"},
            {"kind": "news"},
            {"kind": "exhibit", "exhibit": "stadsmodellen"},
            {"kind": "picture", "picture": "samtalet", "days": "12345", "opens": "10:00", "closes": "16:00"},
        ],
    },
    {
        "title": "Vid modellen", "slug": "vid-modellen", "kind": "touch", "when_closed": "dark",
        "items": [
            {"kind": "model", "corner": "nordost"},
            {"kind": "exhibit", "exhibit": "sa-blir-en-plan-till"},
            {"kind": "area", "area": "sodra-staden"},
            {"kind": "area", "area": "drottninghog"},
            {"kind": "area", "area": "oceanhamnen"},
            {"kind": "today"},
            {"kind": "news"},
        ],
    },
]  # fmt: skip


def load_screens(shelf):
    """Create them with their playlists."""
    for row in SCREENS:
        values = {name: value for name, value in row.items() if name != "items"}
        screen = Screen.objects.create(is_example=True, **values)
        for place, item in enumerate(row["items"], 1):
            item = dict(item)
            if "exhibit" in item:
                item["exhibit"] = Exhibit.objects.get(slug=item["exhibit"])
            if "area" in item:
                item["area"] = Area.objects.get(slug=item["area"])
            if "picture" in item:
                item["picture"] = shelf.pictures[item["picture"]]
            ScreenItem.objects.create(screen=screen, place=place, **item)
