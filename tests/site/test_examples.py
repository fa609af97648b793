"""What is invented says so wherever it reaches a reader, and what is uncertain is worded so."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, time
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.test import Client
from icalendar import Calendar

from exhibits.models import Activity, Dialogue, OpeningRule
from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.content.words_sv import labelled
from tests.factory import make_activity, make_room
from tests.site_walk import walk

pytestmark = pytest.mark.django_db

MOMENTS = [datetime(2026, 11, 26, 9, 30), datetime(2027, 7, 5, 11)]
# Where a label counts for what stands beside it.
UNITS = {"article", "li", "dd", "tr", "figure", "section", "aside"}
# Hours are rows of a list or a table below one label.
UNITS_OF_HOURS = {"article", "dd", "section", "aside"}
SMALL_UNITS = {"area-state", "panel", "is-open", "is-closed"}
PLACES_OF_HOURS = {"footer-hours", "hours", "deviations"}
CLOCK = re.compile(r"\bkl\. \d|\d\d\.\d\d–\d\d\.\d\d")
# Names of roles and the like are also the names of what there is.
COMMON = {
    "body_html",
    "source",
    "source_url",
    "contact_role",
    "organiser_role",
    "decided_by",
    "responsible_role",
}
CALENDAR_TEXTS = ("name", "x-wr-calname", "description", "summary", "location")


@dataclass
class Element:
    """An element of a page, with what stands in it in order."""

    tag: str
    attributes: dict
    parent: object = None
    children: list = field(default_factory=list)

    @property
    def text(self):
        parts = (each if isinstance(each, str) else each.text for each in self.children)
        return " ".join(" ".join(parts).split())

    def find(self, wanted):
        found = [self] if wanted(self) else []
        for each in self.children:
            if isinstance(each, Element):
                found += each.find(wanted)
        return found

    @property
    def classes(self):
        return (self.attributes.get("class") or "").split()


class Tree(HTMLParser):
    """A page as elements."""

    EMPTY = {"meta", "link", "br", "img", "source", "input", "hr"}

    def __init__(self, page):
        super().__init__()
        self.root = self.here = Element("page", {})
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs), self.here)
        self.here.children.append(element)
        if tag not in self.EMPTY:
            self.here = element

    def handle_startendtag(self, tag, attrs):
        self.here.children.append(Element(tag, dict(attrs), self.here))

    def handle_endtag(self, tag):
        if tag not in self.EMPTY:
            assert self.here.tag == tag
            self.here = self.here.parent

    def handle_data(self, data):
        self.here.children.append(data)


def units_of_page(page):
    """The texts of a page, each as small as a label can belong to, and the clock times among them."""
    root = Tree(page).root
    (head,) = root.find(lambda each: each.tag == "head")
    for each in head.find(lambda each: each.tag in ("title", "meta", "link")):
        yield each.text or each.attributes.get("content") or each.attributes.get("title", ""), False
    for each in root.find(lambda each: each.attributes.get("type") == "application/ld+json"):
        data = json.loads(each.children[0])
        for thing in data if isinstance(data, list) else [data]:
            for name in {"name", "description"} & set(thing):
                yield thing[name], "openingHoursSpecification" in thing
    (body,) = root.find(lambda each: each.tag == "body")
    for each in body.find(lambda each: any(isinstance(part, str) for part in each.children)):
        if each.tag != "script":
            yield around(each, UNITS).text, False
            if CLOCK.search(each.text):
                yield around(each, UNITS_OF_HOURS).text, True


def around(element, tags):
    """The nearest element around one that has one of ``tags``; all of a page that is an example."""
    ancestors = [element]
    while ancestors[-1].parent:
        ancestors.append(ancestors[-1].parent)
    # What a question is about is said in the label above all of it.
    if any("influence" in each.classes for each in ancestors):
        tags = tags - {"dd"}
    for each in ancestors:
        if each.tag == "main" and each.find(lambda part: "example-note" in part.classes):
            return each
    return next(
        (each for each in ancestors if each.tag in tags or SMALL_UNITS & set(each.classes)),
        element,
    )


def units_of_feed(feed):
    """The texts of the entries of a feed, each with its title."""
    atom = "{http://www.w3.org/2005/Atom}"
    for entry in ElementTree.fromstring(feed).iter(f"{atom}entry"):
        title, *others = (
            "".join(entry.find(f"{atom}{name}").itertext()) for name in ("title", "summary")
        )
        yield title, False
        for text in others:
            yield f"{title} {text}", False


def units_of_calendar(content):
    """The texts of a calendar: its own, and those of each entry and each alarm by itself."""
    for component in Calendar.from_ical(content).walk():
        yield " ".join(str(component[each]) for each in CALENDAR_TEXTS if each in component), False


def units(responses):
    """``(address, text, whether there are clock times in it)`` for everything that readers get."""
    for address, response in responses.items():
        kind = response.get("Content-Type", "")
        content = response.getvalue()
        found = ()
        if kind.startswith("text/html"):
            found = units_of_page(content.decode())
        elif kind.startswith("application/atom"):
            found = units_of_feed(content)
        elif kind.startswith("text/calendar"):
            found = units_of_calendar(content)
        for text, has_hours in found:
            yield address, " ".join(text.split()), has_hours


def invented_texts():
    """What rows say that are examples, or that belong to one; the sentences of texts one by one."""
    found = set()
    for model in apps.get_models():
        fields = {each.name: each for each in model._meta.fields}
        owners = (
            [None]
            if "is_example" in fields
            else [
                name
                for name, each in fields.items()
                if isinstance(each, models.ForeignKey)
                and hasattr(each.related_model, "is_example")
                and each.related_model._meta.model_name in ("plan", "activity")
            ]
        )
        texts = [
            name
            for name, each in fields.items()
            if isinstance(each, models.CharField | models.TextField)
            and not each.choices
            and name not in COMMON
            and not isinstance(each, models.SlugField)
        ]
        for row in model._base_manager.all() if owners else ():
            if any(
                getattr(getattr(row, name) if name else row, "is_example", False) for name in owners
            ):
                for name in texts:
                    found |= sentences(str(getattr(row, name) or ""))
    for row in contacts():
        found |= {row.contact_email, row.contact_phone}
    return {text for text in found if len(text) > 12} - set(Activity.Kind.labels)


def contacts():
    """Every row with somebody to ask who does not exist."""
    for model in apps.get_models():
        if hasattr(model, "is_contact_example"):
            yield from model._base_manager.filter(is_contact_example=True)


def sentences(text):
    """The sentences of a text in Markdown, without its signs."""
    lines = (line.strip("#-| :") for line in text.splitlines())
    return {part.strip() for line in lines for part in re.split(r"(?<=[.?!]) |\|", line)}


# Sentences that once stood there: invented, or certain of what had only been announced.
UNKNOWN = [
    "Svaren togs med i arbetet",
    "Rummet ska ligga i Oceanhamnen",
    "Rummet i Prismahuset är kvar",
    "Varje etapp har sitt eget samråd",
    "fem till sju minuter",
    "Modellen över Helsingborg och planerna för bland annat",
    "Sedan juni 2023",
    "flyttade 2023",
    "Nästa bygglördag är i mars",
    "och ska stå här",
    "Gäller fram till",
    "räkna med en timme",
    "Allt tar omkring",
    "Varje kvarter får sedan",
    "Arbete pågår",
    "Ny utställning: Stadsmodellen",
]
# What has to stand beside what is known of a proposal only.
WORDED = [
    ("1 500 bostäder", "enligt förslaget"),
    ("idrottshall", "i hela"),
    ("Stadsbyggnadshuset i juni", "april 2023"),
]


def test_the_sample_content_tells_what_is_invented_and_what_is_known():
    """One site, many looks: loading and rendering it is what takes time."""
    call_command("load_demo_content", verbosity=0)
    invented = invented_texts()
    assert {"Parkkvarteret", "rummet@example.org", "08-465 004 20"} <= invented
    assert "Säg till om du vill ha specialkost." in invented
    found, bare, told = set(), [], []
    for moment in MOMENTS:
        with time_machine.travel(moment.replace(tzinfo=STOCKHOLM), tick=False):
            everything = list(units(walk(Client())))
        assert any(has_hours for _, _, has_hours in everything)
        for address, text, has_hours in everything:
            here = [each for each in invented if each in text]
            found.update(here)
            is_labelled = "exempel" in text.lower()
            if (here or has_hours) and not is_labelled:
                bare.append((address, text[:200], here[:2]))
            told += [(address, each) for each in UNKNOWN if each in text]
            for figure, needs in () if is_labelled else WORDED:
                if figure in text.replace("\xa0", " ") and needs not in text.lower():
                    told.append((address, figure, text[:200]))
    assert bare == [], bare[:6]
    assert told == []
    assert len(found) > len(invented) / 2
    questions = Dialogue.objects.filter(is_example=True)
    assert set(questions.values_list("url", flat=True)) == {"/exempel/"}
    assert "Frågan är ett exempel." in Client().get("/exempel/").content.decode()


@pytest.mark.parametrize("address", ["/", "/besok/", "/omraden/"])
@pytest.mark.parametrize("is_example", [True, False])
def test_the_room_says_whether_its_hours_are_invented(client, address, is_example):
    make_room(is_opening_example=is_example)
    OpeningRule.objects.create(weekday=1, opens=time(10), closes=time(16))
    root = Tree(client.get(address).content.decode()).root
    places = [
        *root.find(lambda each: {"is-open", "is-closed"} & set(each.classes)),
        *root.find(lambda each: each.attributes.get("aria-labelledby") in PLACES_OF_HOURS),
    ]
    assert len(places) >= 2
    assert {"Exempel" in each.text for each in places} == {is_example}


@pytest.mark.parametrize("is_example", [True, False])
def test_what_is_held_while_the_room_is_closed_is_labelled_where_it_is_told(client, is_example):
    """The hours are real, but the activity may be invented: in the header, and in the week."""
    make_room(is_opening_example=False)
    now = datetime(2026, 12, 3, 18, 15, tzinfo=STOCKHOLM)
    make_activity(times=[now], is_example=is_example, kind=Activity.Kind.OPEN_HOUSE)
    OpeningRule.objects.create(weekday=1, opens=time(10), closes=time(16))
    with time_machine.travel(now, tick=False):
        start, visit = (client.get(path).content.decode() for path in ("/", "/besok/"))
    strip = re.search(r'<aside class="opening-strip".*?</aside>', start, re.DOTALL)[0]
    row = re.search(r'<tr class="today">.*?</tr>', visit, re.DOTALL)[0]
    assert "Öppet för öppet hus" in strip and "Öppet hus kl. 18.15–" in row
    assert ("Exempel" in strip, "Exempel" in row) == (is_example, is_example)


@pytest.mark.parametrize(
    ("text", "is_example", "said"),
    [("Torget", True, "Exempel: Torget"), ("Torget", False, "Torget"), ("", True, "")],
)
def test_what_leaves_the_page_is_labelled(text, is_example, said):
    assert labelled(text, is_example) == said
