"""Every kind of letter that the site sends, as its receiver gets it."""

import datetime

from exhibits.now import group_visits
from helsingborgsrummet import weekly_letter
from helsingborgsrummet.letters.message import Copies
from helsingborgsrummet.models import Envelope
from news import followers
from news.closing import close
from news.deliveries import deliver, post_due, send_test, tell
from tests.factory import (
    LONG_AGO,
    make_account,
    make_activity,
    make_announcement,
    make_area,
    make_dialogue,
    make_group_visit,
    make_occurrence,
    make_plan,
    make_room,
    make_step,
    make_topic,
    swedish,
)
from tests.news.followers import DAY, HOUR, make_follower

NOW = swedish(2026, 11, 23, 12)  # a Monday, at which the clock of whoever calls stands
SOON = NOW + HOUR
LEAD = (
    "Kajen mellan Oceanpiren och Parapeten får trädäck, träd och sittplatser. Arbetet börjar i mars, och hela "
    "vägen går att gå till fots under tiden."
)


def make_letters():
    """Let everything happen that a letter tells of; the copies as bytes, each by its receiver and subject."""
    make_room()
    area = make_area(title="Oceanhamnen", slug="oceanhamnen")
    make_follower("ada", now=NOW - 3 * DAY)
    daily = make_follower("bo", now=NOW - 3 * DAY, frequency="dag")
    for about, what, sentence in _tidings(area):
        tell(about, NOW, what=what, sentence=sentence)
        deliver(SOON)
        post_due(SOON)
    post_due(NOW + DAY)
    _about_following(daily, area)
    _to_others()
    envelopes = Envelope.objects.select_related("letter").order_by("pk")
    return {
        f"{row.address.partition('@')[0]}: {row.letter.subject}": Copies(row.letter).make(row, NOW)
        for row in envelopes
    }


def _tidings(area):
    """What followers are told, one after the other, so that each letter tells of one thing."""
    topic = make_topic(title="Parker", slug="parker")
    sentence = "Nu är det klart när bygget börjar."
    news = make_announcement(
        title="Kajpromenaden byggs ut", lead=LEAD, topics=[topic], published_at=NOW
    )
    yield news, "nyhet", sentence
    plan = make_plan(area, title="Oceanhamnen, etapp 2", slug="etapp-2")
    begun = make_step(plan, "planuppdrag", starts_on=datetime.date(2026, 11, 2))
    yield begun, "steg", ""
    question = make_step(
        plan,
        starts_on=NOW.date(),
        ends_on=NOW.date() + DAY,
        can_influence="Husens höjd, gatornas bredd och parkens innehåll.",
        already_decided="Att det blir bostäder.",
        decided_by="Kommunfullmäktige",
        feedback_when="När granskningen börjar.",
    )
    yield question, "oppnar", ""
    yield question, "stanger", ""
    question.result = "Husen blir en våning lägre närmast parken."
    question.save()
    yield question, "resultat", ""
    survey = make_dialogue(
        title="Vad behöver Söder?", closes_on=NOW.date() - DAY, result="Fler lekplatser."
    )
    yield survey, "resultat", ""
    activity = make_activity(
        title="Vandring längs kajen",
        areas=[area],
        published_at=NOW,
        times=[NOW + (7 * week + 4) * DAY for week in range(8)],
        signup="Ingen anmälan.",
    )
    yield activity, "aktivitet", ""
    moved = make_occurrence(
        activity,
        NOW + 60 * DAY,
        state="moved",
        planned_at=NOW + 59 * DAY,
        note="Guiden har fått förhinder.",
    )
    yield moved, "flyttad", ""
    cancelled = make_occurrence(
        activity, NOW + 70 * DAY, state="cancelled", note="Samtalsledaren är sjuk."
    )
    yield cancelled, "installd", ""
    activity.feedback_on, activity.heard = NOW.date(), "Ni vill ha fler bänkar i lä."
    activity.done = "Vi har ritat in åtta."
    activity.why_not = "Räcket blir kvar: det behövs för säkerheten."
    activity.save()
    yield activity, "resultat", ""
    # To the editor alone.
    send_test(news, "redaktor@exempel.se", NOW, sentence=sentence)


def _about_following(follower, area):
    """Letters about following itself: to confirm, to come back, and when something closes."""
    wanted = [("area", area.pk, "steg"), ("all", 0, "nyheter")]
    followers.ask("cissi@exempel.se", wanted, "vecka", NOW)
    followers.ask("bo.ny@exempel.se", [], "vecka", NOW, follower=follower)
    followers.mail_link(follower, NOW)
    old, older = make_topic(title="Torg", slug="torg"), make_topic(title="Vatten", slug="vatten")
    make_follower("disa", old, older, now=NOW - DAY)
    close(old, make_topic(title="Mötesplatser", slug="motesplatser"), "Ämnena hör ihop.", NOW)
    close(older, None, "", NOW)


def _to_others():
    """To staff, and to groups that visit."""
    user = make_account("Redaktör")
    user.email, user.date_joined = "veckan@exempel.se", LONG_AGO
    user.save()
    make_area(title="Gåsebäck", review_by=datetime.date(2026, 11, 20))
    weekly_letter.send(NOW)
    visit = make_group_visit(email="grupp@exempel.se", who="Klass 5 B")
    group_visits.send_receipt(visit, datetime.date(2026, 11, 26), NOW)
    visit.answer = "Den dagen är rummet bokat. Passar onsdagen?"
    visit.save()
    group_visits.send_answer(visit, NOW)
