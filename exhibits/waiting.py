"""What waits for somebody among areas, plans, activities, places and opening hours."""

import datetime

from django.db.models import DateField, DateTimeField, Q, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.text import capfirst

from exhibits.models import (
    Activity,
    Dialogue,
    FollowUp,
    GroupVisit,
    KeyFact,
    Occurrence,
    Opportunity,
    Plan,
    PlanStep,
    load_schedule,
)
from exhibits.now import screens
from exhibits.rules.opening_hours import UNDECIDED_DAYS, Fit, fit_of, undecided_days
from exhibits.words_sv.occurrences import time_text
from exhibits.words_sv.opening import SPECIAL_DAYS
from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.content.kinds import kind_of
from helsingborgsrummet.content.words_sv import format_day, format_moment, format_weekday
from helsingborgsrummet.editing.waiting import SHOWN, THREE_QUESTIONS, Group, Row, Waiting

# Staff are asked a month before visitors are told that nobody knows.
DECIDE_DAYS = UNDECIDED_DAYS + 30
KEY_FACT_AGE = datetime.timedelta(days=365)


def old_key_facts(now, today):
    """Facts on published areas that nobody has compared with their source for a year."""
    facts = KeyFact.objects.filter(
        Q(checked_on__lt=today - KEY_FACT_AGE) | Q(checked_on=None),
        Q(area__withdrawn_at=None) | Q(area__withdrawn_at__gt=now),
        area__published_at__lte=now,
        is_example=False,
    )
    return Waiting(
        "Nyckeluppgifter att kontrollera",
        facts,
        "exhibits.area",
        "checked_on",
        DateField,
        lambda day: f"kontrollerades {format_day(day)}" if day else "inte kontrollerad",
        page="area_id",
        name=Concat("area__title", Value(": "), "label", output_field=TextField()),
    )


def silent_screens(now, today):
    """Screens that stopped asking for content while the room was open."""
    return Waiting(
        "Skärmar som har tystnat",
        screens.silent_screens(now),
        "exhibits.screen",
        "contact__asked_at",
        DateTimeField,
        lambda moment: f"hörde av sig senast {format_moment(moment)}",
    )


def plans(now, today):
    """Plans on the site that say of themselves that something is missing."""
    public = Plan.objects.filter(pk__in=kind_of(Plan).visible(now).values("pk"))
    yield Waiting(
        "Planer där något skulle ha hänt",
        public.with_passed_step(today),
        "exhibits.plan",
        "saved_at",
        DateTimeField,
        lambda moment: f"sidan sparades senast {format_moment(moment)}",
    )
    yield Waiting(
        "Planer där resultatet av samråd eller granskning saknas",
        public.with_missing_result(today),
        "exhibits.plan",
        "saved_at",
        DateTimeField,
        lambda moment: f"sidan sparades senast {format_moment(moment)}",
        questions=THREE_QUESTIONS,
    )

    yield Waiting(
        "Utlovade resultat av samråd och granskning",
        PlanStep.objects.with_broken_promise(today).filter(plan__in=public),
        "exhibits.plan",
        "feedback_until_on",
        DateField,
        lambda day: "tiden som vi lovade har passerat",
        page="plan_id",
        name="plan__title",
        questions=THREE_QUESTIONS,
    )


def dialogues(now, today):
    """Dialogues that have closed and told nobody what came of them."""
    yield Waiting(
        "Utlovad återkoppling på dialoger",
        Dialogue.objects.published(now).with_broken_promise(today),
        "exhibits.dialogue",
        "feedback_until_on",
        DateField,
        lambda day: "tiden som vi lovade har passerat",
        questions=THREE_QUESTIONS,
    )
    yield Waiting(
        "Dialoger utan återkoppling",
        Dialogue.objects.published(now).missing_result(today),
        "exhibits.dialogue",
        "closes_on",
        DateField,
        lambda day: f"stängde {format_day(day)}",
        "?svarstid=stangd",
        questions=THREE_QUESTIONS,
    )


def activities(now, today):
    """Activities that asked people something and told nobody what came of it."""
    yield Waiting(
        "Aktiviteter utan återkoppling",
        Activity.objects.filter(pk__in=Activity.objects.missing_feedback(now).values("pk")),
        "exhibits.activity",
        "saved_at",
        DateTimeField,
        lambda moment: "berätta vad ni hörde och vad det ledde till",
        questions=THREE_QUESTIONS,
    )

    yield Waiting(
        "Åtgärder att följa upp",
        FollowUp.objects.overdue(today).filter(activity__in=Activity.objects.published(now)),
        "exhibits.activity",
        "follow_up_on",
        DateField,
        lambda day: f"skulle ha följts upp {format_day(day)}",
        page="activity_id",
        name=Concat("activity__title", Value(": "), "action", output_field=TextField()),
    )


def opportunities(now, today):
    """Places for businesses that somebody should check again."""
    yield Waiting(
        "Etableringsmöjligheter vars tid har passerat",
        Opportunity.objects.filter(
            pk__in=Opportunity.objects.published(now).with_broken_promise(today).values("pk")
        ),
        "exhibits.opportunity",
        "availability_until_on",
        DateField,
        lambda day: "det som står om när har passerat",
    )
    unchecked = Opportunity.objects.unchecked(now, today)
    yield Waiting(
        "Etableringsmöjligheter att kontrollera",
        Opportunity.objects.filter(pk__in=unchecked.values("pk")),
        "exhibits.opportunity",
        "checked_on",
        DateField,
        lambda day: f"kontrollerades {format_day(day)}" if day else "inte kontrollerad",
        "?kontroll=behovs",
    )


def unanswered_groups(now, today):
    """Groups that have asked for a visit and heard nothing, the first visit first."""
    return Waiting(
        "Gruppbesök att svara på",
        GroupVisit.objects.unanswered(),
        "exhibits.groupvisit",
        "day",
        DateField,
        lambda day: f"vill komma {format_weekday(day)}",
        "?state__exact=ny",
        name="who",
    )


def undecided_opening(today):
    """Special days to come for which nobody has decided the hours, as a group; ``None`` without any."""
    url = reverse("admin:exhibits_red_days")
    days = undecided_days(load_schedule(), today, DECIDE_DAYS)
    rows = [undecided_row(*each) for each in days]
    if not rows:
        return None
    return Group("Öppettider att bestämma", rows[:SHOWN], url if len(rows) > SHOWN else "")


def undecided_row(day, special):
    """What the first page, the weekly letter and a letter of its own say of a day that nobody has decided."""
    url = reverse("admin:exhibits_red_days")
    return Row(capfirst(SPECIAL_DAYS[special]), f"{format_weekday(day)}: öppet som vanligt?", url)


def contradicted_activities(today):
    """What is planned in the room at times for which somebody has decided that it is closed, as a group."""
    schedule = load_schedule()
    if not schedule.exceptions:
        return None
    now = datetime.datetime.combine(today, datetime.time(0), tzinfo=STOCKHOLM)
    rows = [
        Row(
            str(row.activity),
            f"{time_text(row.starts_at, row.ends_at)}: rummet är stängt då",
            reverse("admin:exhibits_activity_change", args=[row.activity_id]),
        )
        for row in Occurrence.objects.planned_in_the_room(now)
        if fit_of(schedule, row.starts_at, row.ends_at) is Fit.CONTRADICTED
    ]
    if not rows:
        return None
    more = reverse("admin:exhibits_occurrence_changelist") if len(rows) > SHOWN else ""
    return Group("Aktiviteter när rummet är stängt", rows[:SHOWN], more)
