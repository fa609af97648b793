"""The addresses of all public pages of a site: run as a script in its environment."""

import os

import django


def addresses():
    """Lists, areas, plans, places, topics, and the newest of what there are thousands of."""
    from exhibits.models import Activity, Area, Exhibit, Opportunity, Plan, Screen, Station
    from news.models import Announcement, Topic

    yield from (
        "/",
        "/omraden/",
        "/tyck-till/",
        "/nyheter/",
        "/aktiviteter/",
        "/etablera/",
        "/besok/",
        "/planer/",
        "/planer/tid/",
        "/ord/",
        "/rummet/",
        "/modellen/",
        "/modellen/?fran=nordost&lager=finns",
    )
    for model in (Area, Plan, Opportunity, Topic, Exhibit, Station, Screen):
        yield from (row.get_absolute_url() for row in model.objects.order_by("pk"))
    for model in (Announcement, Activity):
        yield from (row.get_absolute_url() for row in model.objects.order_by("-pk")[:1000])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helsingborgsrummet.settings")
    django.setup()
    print("\n".join(addresses()))
