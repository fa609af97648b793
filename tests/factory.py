"""Plain functions that make stored rows with sensible defaults; keywords override."""

import datetime
import io
import itertools
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from PIL import Image

from exhibits.models import (
    AccessFact,
    Activity,
    Area,
    Arrival,
    CityModel,
    Dialogue,
    Document,
    Exhibit,
    ExhibitPoint,
    FollowUp,
    GroupVisit,
    KeyFact,
    Milestone,
    Occurrence,
    OpeningRule,
    Opportunity,
    Plan,
    PlanPoint,
    PlanStep,
    Recording,
    Room,
    Screen,
    ScreenItem,
    ShortLink,
    StageText,
    Station,
    Term,
    VisitCount,
)
from helsingborgsrummet.models import (
    ChangeNote,
    Correction,
    DueWork,
    ExternalLink,
    Letter,
    Notice,
    Picture,
    Redirect,
    StandingPage,
)
from news.models import Announcement, Byline, Tiding, Topic

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LONG_AGO = datetime.datetime(2024, 3, 1, 9, tzinfo=STOCKHOLM)
OUTLINE = {
    "type": "Polygon",
    "coordinates": [
        [[12.70, 56.02], [12.71, 56.02], [12.71, 56.03], [12.70, 56.03], [12.70, 56.02]]
    ],
}
_numbers = itertools.count(1)


def swedish(*parts):
    """An aware moment from Swedish wall-clock parts."""
    return datetime.datetime(*parts, tzinfo=STOCKHOLM)


def _reason(kwargs):
    """A reason to withdraw, where there is a moment."""
    return {"withdrawn_reason": "Sidan är inaktuell."} if kwargs.get("withdrawn_at") else {}


def make_area(**kwargs):
    """A published area with an outline."""
    number = next(_numbers)
    defaults = {
        "title": f"Område {number}",
        "slug": f"omrade-{number}",
        "summary": f"Ingress om område {number}.",
        "body": "## Vad planeras här?\n\nBostäder och en park.",
        "outline": OUTLINE,
        "place": number % 9 + 1,
        "published_at": LONG_AGO,
    }
    return Area.objects.create(**{**defaults, **_reason(kwargs), **kwargs})


def make_milestone(area, **kwargs):
    """A milestone on one known day."""
    defaults = {"title": "Samråd", "starts_on": datetime.date(2024, 2, 5)}
    return Milestone.objects.create(area=area, **{**defaults, **kwargs})


def make_plan(area=None, *, other_areas=(), steps=(), **kwargs):
    """A published plan; ``steps`` are keywords of :func:`make_step`."""
    number = next(_numbers)
    defaults = {
        "title": f"Plan {number}",
        "slug": f"plan-{number}",
        "summary": f"Ingress till plan {number}.",
        "body": "## Vad kan byggas enligt planen?\n\nEtt kvarter.",
        "published_at": LONG_AGO,
    }
    plan = Plan.objects.create(
        area=area or make_area(), **{**defaults, **_reason(kwargs), **kwargs}
    )
    plan.other_areas.set(other_areas)
    for step in steps:
        make_step(plan, **step)
    return plan


def make_step(plan, stage="samrad", **kwargs):
    """A step of a plan: a consultation with known days unless told otherwise.

    What has a time and is not only expected has happened, unless it is said otherwise.
    """
    days = {"starts_on": datetime.date(2024, 2, 5)}
    if stage in ("samrad", "granskning"):
        days["ends_on"] = datetime.date(2024, 4, 7)
    values = {**days, **kwargs}
    is_confirmed = bool(values["starts_on"]) and not values.get("is_expected")
    return PlanStep.objects.create(
        plan=plan, stage=stage, **{"is_confirmed": is_confirmed, **values}
    )


def make_room(**kwargs):
    """The present premises."""
    defaults = {
        "name": "Stadsbyggnadshuset",
        "street": "Järnvägsgatan 22",
        "moved_in_on": datetime.date(2023, 6, 1),
        "moved_in_precision": "month",
        "body": "Rummet ligger nära Helsingborg C.",
    }
    return Room.objects.create(**{**defaults, **kwargs})


def make_topic(**kwargs):
    """A topic with its one line."""
    number = next(_numbers)
    defaults = {
        "title": f"Ämne {number}",
        "slug": f"amne-{number}",
        "description": f"Nyheter om ämne {number}.",
    }
    return Topic.objects.create(**{**defaults, **kwargs})


def make_byline(**kwargs):
    """A byline by role."""
    return Byline.objects.create(**{"name": "Redaktionen", "title": "Redaktionschef", **kwargs})


def make_announcement(*, topics=(), areas=(), **kwargs):
    """A published announcement."""
    number = next(_numbers)
    defaults = {
        "title": f"Nyhet {number}",
        "slug": f"nyhet-{number}",
        "lead": f"Ingress till nyhet {number}.",
        "body": "Ett stycke text.",
        "published_at": LONG_AGO + datetime.timedelta(seconds=number),
    }
    announcement = Announcement.objects.create(**{**defaults, **_reason(kwargs), **kwargs})
    announcement.topics.set(topics)
    announcement.areas.set(areas)
    return announcement


def make_activity(*, times=(), areas=(), **kwargs):
    """A published activity in the room, held two hours from each of ``times``."""
    number = next(_numbers)
    defaults = {
        "title": f"Aktivitet {number}",
        "slug": f"aktivitet-{number}",
        "summary": f"Ingress till aktivitet {number}.",
        "published_at": LONG_AGO,
    }
    activity = Activity.objects.create(**{**defaults, **_reason(kwargs), **kwargs})
    activity.areas.set(areas)
    for starts_at in times:
        make_occurrence(activity, starts_at)
    return activity


def make_occurrence(activity, starts_at, **kwargs):
    """An occurrence of two hours."""
    defaults = {"ends_at": starts_at + datetime.timedelta(hours=2), "changed_at": LONG_AGO}
    return Occurrence.objects.create(
        activity=activity, starts_at=starts_at, **{**defaults, **kwargs}
    )


def make_document(plan, content, **kwargs):
    """A document of a plan; ``content`` is the bytes of its file."""
    file = ContentFile(content, name="fil")
    return Document.objects.create(plan=plan, file=file, **{"title": "Planbeskrivning", **kwargs})


def make_opportunity(**kwargs):
    """A published place for a business, checked on 1 November 2026."""
    number = next(_numbers)
    defaults = {
        "title": f"Plats {number}",
        "slug": f"plats-{number}",
        "summary": f"Ingress om plats {number}.",
        "checked_on": datetime.date(2026, 11, 1),
        "published_at": LONG_AGO + datetime.timedelta(seconds=number),
    }
    return Opportunity.objects.create(**{**defaults, **_reason(kwargs), **kwargs})


def make_stored_document(plan, **kwargs):
    """A document whose file was checked long ago; there is nothing under its name."""
    number = next(_numbers)
    defaults = {
        "title": f"Planbeskrivning {number}",
        "file": f"documents/{number:020}.pdf",
        "format": "pdf",
        "digest": f"{number:020}",
        "page_count": 8,
    }
    return Document.objects.create(plan=plan, **{**defaults, **kwargs})


def make_recording(exhibit, content=None, **kwargs):
    """A sound of an exhibit with its transcript; ``content`` is the bytes of its file, or there is no file."""
    defaults = {"title": f"Ljud {next(_numbers)}", "transcript": "Hej och välkommen."}
    if content is None:
        name = f"recordings/{next(_numbers):020}.mp3"
        defaults |= {"file": name, "format": "mp3", "size": 1_200_000, "seconds": 72}
    else:
        defaults["file"] = ContentFile(content, name="fil")
    return Recording.objects.create(exhibit=exhibit, **{**defaults, **kwargs})


def make_account(role="", name=""):
    """An account of staff with a role, named after it unless told otherwise."""
    user = User.objects.create_user(name or role, is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    return user


def make_dialogue(**kwargs):
    """A published survey that closed in the spring of 2024."""
    number = next(_numbers)
    defaults = {
        "title": f"Enkät {number}",
        "summary": f"Ingress till enkät {number}.",
        "url": f"https://example.org/{number}",
        "opens_on": datetime.date(2024, 3, 1),
        "closes_on": datetime.date(2024, 4, 1),
        "published_at": LONG_AGO,
    }
    return Dialogue.objects.create(**{**defaults, **_reason(kwargs), **kwargs})


def make_picture(**kwargs):
    """A described picture with its renditions; all have the same file of four by three pixels."""
    file = io.BytesIO()
    Image.new("RGB", (4, 3), "#7e2e1c").save(file, "PNG")
    defaults = {"title": f"Bild {next(_numbers)}", "alt": "Ett hus.", "credit": "Vi"}
    file = ContentFile(file.getvalue(), name="bild.png")
    return Picture.objects.create(original=file, **{**defaults, **kwargs})


def make_standing_page(**kwargs):
    """A published standing page, the next of the four that there are."""
    taken = StandingPage.objects.values_list("slug", flat=True)
    slug = next(slug for slug in StandingPage.Slug.values if slug not in taken)
    defaults = {"title": slug.capitalize(), "slug": slug, "published_at": LONG_AGO}
    return StandingPage.objects.create(**{**defaults, **_reason(kwargs), **kwargs})


def make_exhibit(**kwargs):
    """A published exhibit that is shown until further notice."""
    number = next(_numbers)
    values = {
        "number": number % 999 + 1,
        "title": f"Utställning {number}",
        "slug": f"utstallning-{number}",
        "summary": "Något att se.",
        "published_at": LONG_AGO,
    }
    return Exhibit.objects.create(**values | kwargs)


def make_station(**kwargs):
    """A published station on the model."""
    number = next(_numbers)
    values = {
        "number": number % 999 + 1,
        "title": f"Station {number}",
        "summary": "En plats.",
        "longitude": 12.7,
        "latitude": 56.04,
        "published_at": LONG_AGO,
    }
    return Station.objects.create(**values | kwargs)


def make_screen(*, items=(), **kwargs):
    """A display; ``items`` are keywords of its playlist, the opening hours alone unless told otherwise."""
    number = next(_numbers)
    screen = Screen.objects.create(
        **{"title": f"Skärm {number}", "slug": f"skarm-{number}", **kwargs}
    )
    for place, item in enumerate(items or [{"kind": "opening"}], 1):
        ScreenItem.objects.create(screen=screen, place=place, **item)
    return screen


def make_group_visit(**kwargs):
    """A class that asks for a visit."""
    values = {
        "sort": "skola",
        "who": f"Klass {next(_numbers)}",
        "wishes": "Se modellen.",
        "day": datetime.date(2027, 3, 15),
        "part_of_day": "formiddag",
        "people": 25,
        "email": "larare@example.org",
    }
    return GroupVisit.objects.create(**values | kwargs)


def make_arrival(room, **kwargs):
    """The station, which is 400 metres from the room."""
    values = {
        "name": f"Station {next(_numbers)}",
        "longitude": "12.69440",
        "latitude": "56.04444",
        "walk": "Följ gatan.",
    }
    return Arrival.objects.create(room=room, **values | kwargs)


def make_point(page, **kwargs):
    """A point on the picture of a plan or an exhibit."""
    number = page.points.count() + 1
    values = {"number": number, "title": f"Punkt {number}", "text": "Här.", "x": 50, "y": 50}
    return page.points.create(**values | kwargs)


# A row of each model that the admin knows. Those that stand below a page get the page.
PAGE_MAKERS = {
    Activity: make_activity,
    Announcement: make_announcement,
    Area: make_area,
    Byline: make_byline,
    CityModel: lambda: CityModel.objects.get_or_create(defaults={"summary": "Hela staden."})[0],
    Dialogue: make_dialogue,
    Exhibit: make_exhibit,
    DueWork: lambda: DueWork.objects.create(name=f"arbete-{next(_numbers)}"),
    ExternalLink: lambda: ExternalLink.objects.create(url=f"https://example.org/{next(_numbers)}"),
    GroupVisit: make_group_visit,
    Group: lambda: Group.objects.create(name=f"Grupp {next(_numbers)}"),
    Letter: lambda: Letter.objects.create(
        kind="nyhet", subject="Nytt", head="", body="", queued_at=LONG_AGO
    ),
    Notice: lambda: Notice.objects.create(text="Hissen är trasig."),
    Occurrence: lambda: make_occurrence(make_activity(), LONG_AGO),
    OpeningRule: lambda: OpeningRule.objects.create(
        weekday=next(_numbers) % 7, opens=datetime.time(10), closes=datetime.time(16)
    ),
    Opportunity: make_opportunity,
    Picture: make_picture,
    Plan: make_plan,
    Redirect: lambda: Redirect.objects.create(old_path=f"/{next(_numbers)}/", new_path="/ny/"),
    Room: make_room,
    Screen: make_screen,
    ShortLink: lambda: ShortLink.objects.of(make_station(), "En plats", "/modellen/"),
    Station: make_station,
    StageText: lambda: StageText.objects.create(stage=f"steg-{next(_numbers)}", what="Ett steg."),
    StandingPage: make_standing_page,
    Term: lambda: Term.objects.create(title=f"ord {next(_numbers)}", text="Något."),
    Tiding: lambda: Tiding.objects.create(
        key=f"besked-{next(_numbers)}",
        what="nyhet",
        about=make_announcement(),
        at=LONG_AGO,
        due_at=LONG_AGO,
    ),
    Topic: make_topic,
    VisitCount: lambda: VisitCount.objects.create(counted_at=LONG_AGO, count=2),
    User: lambda: User.objects.create_user(f"konto-{next(_numbers)}"),
}
ROW_MAKERS = {
    ExhibitPoint: make_point,
    PlanPoint: make_point,
    Arrival: make_arrival,
    AccessFact: lambda room: AccessFact.objects.create(room=room, question=f"{next(_numbers)}?"),
    ChangeNote: lambda page: ChangeNote.objects.create(page=page, text="Samrådet har börjat."),
    Correction: lambda page: Correction.objects.create(page=page, note="Fel dag."),
    Document: make_stored_document,
    FollowUp: lambda activity: FollowUp.objects.create(
        activity=activity, action="Laga lampan", responsible_role="Gatuenheten"
    ),
    KeyFact: lambda area: KeyFact.objects.create(
        area=area, label=f"Uppgift {next(_numbers)}", value="1"
    ),
    Milestone: make_milestone,
    Occurrence: lambda activity: make_occurrence(
        activity, LONG_AGO + datetime.timedelta(days=next(_numbers))
    ),
    PlanStep: make_step,
    Recording: make_recording,
    ScreenItem: lambda screen: ScreenItem.objects.create(screen=screen, kind="opening"),
}


def make_row(model, page=None, **kwargs):
    """A row of any model that the admin shows, below ``page`` where it is given.

    Raises ``LookupError`` for a model that nobody has told how to make.
    """
    makers = ROW_MAKERS if page else PAGE_MAKERS
    if model not in makers:
        name = "ROW_MAKERS" if page else "PAGE_MAKERS"
        raise LookupError(f"Tell {name} in tests/factory.py how a {model._meta.label} is made.")
    return makers[model](page, **kwargs) if page else makers[model](**kwargs)
