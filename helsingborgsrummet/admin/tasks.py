"""The start of the day: what in the admin waits for somebody.

Every kind of waiting is a queryset; all of them are asked for in one query, a few rows of each.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import admin
from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    F,
    Q,
    TextField,
    Value,
    Window,
)
from django.db.models.functions import Cast, Concat, RowNumber
from django.urls import reverse
from django.utils import timezone

from exhibits.models import Activity, Dialogue, KeyFact, Opportunity, Plan, load_schedule
from exhibits.rules.opening_hours import undecided_days
from helsingborgsrummet.content.dates import format_day, format_moment, format_weekday
from helsingborgsrummet.content.publishing import Publishable, State
from helsingborgsrummet.models import ExternalLink, Picture

# Rows shown of each kind; there is a way to all of them.
SHOWN = 5
DECIDE_DAYS = 60
KEY_FACT_AGE = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Row:
    """One thing that waits: what it is, what about it, and where it is seen to."""

    text: str
    note: str
    url: str


@dataclass(frozen=True)
class Group:
    """Things that wait for the same reason; ``more`` leads to all when some are left out."""

    title: str
    rows: list[Row]
    more: str = ""


@dataclass(frozen=True)
class Waiting:
    """A kind of waiting: which rows, in which order, and what is said of each.

    ``since`` is the column that is asked for and sorted by: a moment, a day or a text, as ``kind`` says.
    ``page`` is the key of what is opened, ``label`` its model.
    """

    title: str
    queryset: object
    label: str
    since: str
    kind: type
    note: Callable
    query: str = ""
    page: str = "pk"
    name: object = "title"

    def rows(self):
        """The first rows as columns that are the same for every kind."""
        ranked = (
            self.queryset.order_by()
            .annotate(
                place_in_line=Window(
                    RowNumber(), order_by=[F(self.since).asc(nulls_first=True), F("pk").asc()]
                )
            )
            .filter(place_in_line__lte=SHOWN + 1)
        )
        columns = [
            F(self.since) if kind is self.kind else Cast(Value(None), kind())
            for kind in (DateTimeField, DateField, TextField)
        ]
        name = Cast(self.name if hasattr(self.name, "as_sql") else F(self.name), TextField())
        return ranked.values_list(
            Value(self.title, CharField()),
            Value(self.label, CharField()),
            F(self.page),
            name,
            *columns,
        )


def groups_for(user, now):
    """Return the :class:`Group` list of what ``user`` can see to at the moment ``now``."""
    today = timezone.localdate(now)
    kinds = list(_kinds(user, now, today))
    found = {}
    if kinds:
        first, *others = (kind.rows() for kind in kinds)
        for title, label, *row in first.union(*others, all=True):
            found.setdefault(title, []).append((label, row))
    groups = []
    for title in dict.fromkeys(kind.title for kind in kinds):
        if title in found:
            same = {kind.label: kind for kind in kinds if kind.title == title}
            groups.append(_group(title, sorted(found[title], key=_in_line), same))
    if user.has_perm("exhibits.change_openingrule"):
        groups += _undecided_days(today)
    return groups


def _since(row):
    """The one of the three columns that the row's kind uses."""
    _, (_, _, *columns) = row
    return next((value for value in columns if value is not None), None)


def _in_line(row):
    """What has waited longest first; what has no date before all."""
    since = _since(row)
    return (since is not None, since)


def _group(title, rows, kinds):
    shown = [
        Row(row[1][1], kinds[row[0]].note(_since(row)), _url(row[0], "change", row[1][0]))
        for row in rows[:SHOWN]
    ]
    label = rows[0][0]
    more = _url(label, "changelist") + kinds[label].query if len(rows) > SHOWN else ""
    return Group(title, shown, more)


def _url(label, name, *arguments):
    return reverse(f"admin:{label.replace('.', '_')}_{name}", args=arguments)


def _kinds(user, now, today):
    """Every kind of waiting that ``user`` can do something about."""
    for model in admin.site._registry:
        if issubclass(model, Publishable):
            yield from _kinds_of_page(user, now, today, model)
    if user.has_perm("exhibits.change_keyfact"):
        yield _old_key_facts(now, today)
    if user.has_perm("exhibits.publish_plan"):
        yield from _plans(now, today)
    if user.has_perm("exhibits.publish_dialogue"):
        yield Waiting(
            "Dialoger utan återkoppling",
            Dialogue.objects.published(now).missing_result(today),
            "exhibits.dialogue",
            "closes_on",
            DateField,
            lambda day: f"stängde {format_day(day)}",
            "?svarstid=stangd",
        )
    if user.has_perm("exhibits.publish_activity"):
        missing = Activity.objects.missing_feedback(now).values("pk")
        yield Waiting(
            "Aktiviteter utan återkoppling",
            Activity.objects.filter(pk__in=missing),
            "exhibits.activity",
            "saved_at",
            DateTimeField,
            lambda moment: "berätta vad ni hörde och vad det blev",
        )
    if user.has_perm("exhibits.publish_opportunity"):
        yield Waiting(
            "Etableringsmöjligheter att kontrollera",
            Opportunity.objects.filter(
                pk__in=Opportunity.objects.unchecked(now, today).values("pk")
            ),
            "exhibits.opportunity",
            "checked_on",
            DateField,
            lambda day: f"kontrollerades {format_day(day)}" if day else "inte kontrollerad",
            "?kontroll=behovs",
        )
    if user.has_perm("helsingborgsrummet.change_picture"):
        yield Waiting(
            "Bilder där samtycket behöver ses över",
            Picture.objects.consent_warnings(today),
            "helsingborgsrummet.picture",
            "consent_until",
            DateField,
            lambda day: f"samtycket gäller till {format_day(day)}" if day else "samtycke saknas",
            "?samtycke=varning",
        )
    if user.has_perm("helsingborgsrummet.view_externallink"):
        yield Waiting(
            "Brutna länkar",
            ExternalLink.objects.broken(now),
            "helsingborgsrummet.externallink",
            "failing_since",
            DateTimeField,
            lambda moment: f"har inte svarat sedan {format_moment(moment)}",
            name="url",
        )


def _kinds_of_page(user, now, today, model):
    """What waits among the pages of one publishable model."""
    app, name = model._meta.app_label, model._meta.model_name
    rows, waiting = model.objects, partial(Waiting, label=model._meta.label_lower)
    may_publish = user.has_perm(f"{app}.publish_{name}")
    if may_publish:
        yield waiting(
            "För granskning",
            rows.handed_over(now),
            since="handed_over_at",
            kind=DateTimeField,
            note=lambda moment: f"lämnad {format_moment(moment)}",
            query="?lage=granskning",
        )
        yield waiting(
            "Skulle ha setts över",
            rows.overdue(now, today),
            since="review_by",
            kind=DateField,
            note=lambda day: f"senast {format_day(day)}",
            query="?lage=ses-over",
        )
    elif user.has_perm(f"{app}.change_{name}"):
        yield waiting(
            "Tillbaka från granskningen",
            rows.in_state(State.DRAFT, now).exclude(returned_comment=""),
            since="returned_comment",
            kind=TextField,
            note=str,
            query="?lage=tillbaka",
        )
    if user.has_perm(f"{app}.view_{name}"):
        yield waiting(
            "Publiceras snart",
            rows.in_state(State.SCHEDULED, now),
            since="published_at",
            kind=DateTimeField,
            note=format_moment,
            query="?lage=scheduled",
        )


def _old_key_facts(now, today):
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
        name=Concat("area__title", Value(": "), "label"),
    )


def _plans(now, today):
    """Published plans that say of themselves that something is missing."""
    public = Plan.objects.published(now)
    yield Waiting(
        "Planer där nästa steg har passerat",
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
    )


def _undecided_days(today):
    days = undecided_days(load_schedule(), today, DECIDE_DAYS)
    url = reverse("admin:exhibits_opening_hours")
    rows = [
        Row(f"{name[:1].upper()}{name[1:]}", f"{format_weekday(day)}: öppet som vanligt?", url)
        for day, name in days
    ]
    if not rows:
        return []
    return [Group("Öppettider att bestämma", rows[:SHOWN], url if len(rows) > SHOWN else "")]
