"""Two people who save different things at the same moment wait for each other; neither is turned away.

SQLite lets one transaction write at a time; what these tests look for can happen on PostgreSQL alone.
"""

import datetime
import threading

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from exhibits.models import AccessFact, CityModel, Dialogue, KeyFact, StageText, Term
from helsingborgsrummet.editing.merging import LOADED
from helsingborgsrummet.models import Notice, Picture, StandingPage
from helsingborgsrummet.serving.generation import CONTENT_APPS
from tests.admin_form import read_form
from tests.factory import (
    make_activity,
    make_announcement,
    make_area,
    make_byline,
    make_exhibit,
    make_group_visit,
    make_milestone,
    make_opportunity,
    make_plan,
    make_room,
    make_row,
    make_screen,
    make_station,
    make_topic,
    swedish,
)

pytestmark = [
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time"
    ),
]
SAVES = 50
# What has no form to save: link checks write links, a change of address writes redirects, the site itself
# its due work, letters, what followers are told and short links; hours and taps of the tally have a screen
# of their own.
WITHOUT_FORM = {
    "DueWork", "ExternalLink", "Letter", "OpeningRule", "Redirect", "ShortLink", "Tiding", "VisitCount",
}  # fmt: skip
# A text of each form, and those that other rows show: a picture's credit in texts, a title in calendars.
NAMES = ("title", "name", "username", "credit", "note", "text", "what", "summary", "answer")


def make_web():
    """One row of everything that has a form in the admin, each linked with the others."""
    renditions = {
        "avif": [[400, "renditions/1.avif"]], "webp": [[400, "renditions/1.webp"]], "focal_point": [50, 50],
    }  # fmt: skip
    picture = Picture.objects.bulk_create(
        [
            Picture(
                title="Bild",
                original="originals/1.jpg",
                credit="Vi",
                alt="Ån",
                renditions=renditions,
            )
        ]
    )[0]
    body = f"![Bild](bild:{picture.pk})"
    user = User.objects.create_user("vera", is_staff=True)
    topic, byline = make_topic(), make_byline()
    room = make_room(picture=picture, body=body)
    area = make_area(picture=picture, body=body)
    area.more_pictures.set([picture])
    plan = make_plan(area, other_areas=[make_area()], steps=[{}], body=body)
    times = [swedish(2099, 1, day, 16) for day in range(1, 9)]
    activity = make_activity(times=times, areas=[area], plan=plan, picture=picture, body=body)
    dialogue = Dialogue.objects.create(
        title="Dialog", summary="Ingress.", opens_on=datetime.date(2026, 1, 1),
        url="https://example.org/", published_at=swedish(2026, 1, 1),
    )  # fmt: skip
    dialogue.areas.set([area])
    exhibit = make_exhibit(picture=picture, body=body)
    KeyFact.objects.create(area=area, label="Yta", value="1")
    make_milestone(area)
    AccessFact.objects.create(room=room, question="Hiss")
    rows = [
        picture,
        topic,
        byline,
        room,
        area,
        plan,
        activity,
        activity.occurrences.first(),
        dialogue,
        make_opportunity(area=area, plan=plan, picture=picture, body=body),
        make_announcement(
            topics=[topic], areas=[area], byline=byline, picture=picture, body=body,
            published_at=None, handed_over_by=user, handed_over_at=swedish(2026, 1, 1),
        ),
        StandingPage.objects.create(title="Om", slug="om", body=body),
        Notice.objects.create(text="Hissen är trasig."),
        exhibit,
        make_station(area=area, picture=picture),
        make_screen(items=[{"kind": "picture", "picture": picture}, {"kind": "opening"}]),
        make_row(CityModel),
        make_row(Term),
        make_group_visit(),
        StageText.objects.update_or_create(
            stage="samrad", defaults={"what": "Samråd.", "name_en": "Consultation"}
        )[0],
        user,
    ]  # fmt: skip
    return rows


class Writer:
    """Somebody who saves the form of one row again and again, with other words each time."""

    def __init__(self, row):
        self.row, self.failures = row, []
        self.name = type(row).__name__
        self.address = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"
        self.client = Client()
        self.client.force_login(User.objects.get(username="admin"))
        self.fields = read_form(self.client.get(self.address))
        # Without these marks what was typed is saved, whatever somebody else has saved meanwhile.
        self.fields.pop(LOADED, None)
        self.names = [name for name in NAMES if name in self.fields]
        assert self.names, (self.name, self.fields)

    def save(self, number):
        """Save once: another text and, where there is one, another address."""
        changes = dict.fromkeys(self.names, f"{self.name}-{number}")
        if "slug" in site._registry[type(self.row)].prepopulated_fields:
            changes["slug"] = f"adress-{number}"
        return self.client.post(self.address, {**self.fields, **changes})

    def save_often(self, start, saves):
        """Save ``saves`` times and note every answer that is none of success."""
        self.client.raise_request_exception = False
        start.wait()
        for number in range(saves):
            response = self.save(number)
            if response.status_code != 302:
                error = getattr(response, "exc_info", (None, None))[1]
                self.failures.append(f"{self.name}, {response.status_code}: {error}")
        connection.close()


@pytest.fixture
def writers():
    """A writer for each model that has a form in the admin, by the name of the model."""
    User.objects.create_superuser("admin")
    writers = {type(row).__name__: Writer(row) for row in make_web()}
    for writer in writers.values():
        response = writer.save(1000)
        assert response.status_code == 302, (writer.name, response.context_data["errors"])
    return writers


def save_at_once(writers, saves):
    """Let all ``writers`` save so many times at the same time; return what went wrong."""
    start = threading.Barrier(len(writers))
    threads = [threading.Thread(target=each.save_often, args=(start, saves)) for each in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [failure for writer in writers for failure in writer.failures]


@pytest.mark.parametrize("pair", [("Announcement", "Picture"), ("Activity", "Occurrence")])
def test_two_writers_of_what_touches_each_other_do_not_lock_each_other_out(writers, pair):
    assert save_at_once([writers[name] for name in pair], 25) == []


def test_every_form_is_saved_at_once_with_every_other(writers):
    """Every pair of models, whether they touch each other or not, and every ring of three or more."""
    registered = {model.__name__ for model in site._registry if is_content(model)}
    assert registered - writers.keys() == WITHOUT_FORM
    assert save_at_once([*writers.values()], SAVES) == []
    picture = Picture.objects.get()
    for row in picture.texts():
        # Whoever came last, the text shows what is known of the picture now.
        assert picture.credit in row.body_html


def is_content(model):
    return model._meta.app_label in CONTENT_APPS
