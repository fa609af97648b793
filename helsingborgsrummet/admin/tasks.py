"""The start of the day: what in the admin waits for somebody."""

import datetime
from dataclasses import dataclass

from django.contrib import admin
from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils import timezone

from exhibits.models import KeyFact
from exhibits.opening_hours import undecided_days
from exhibits.opening_now import schedule_now
from helsingborgsrummet.content.dates import format_day, format_moment, format_weekday
from helsingborgsrummet.content.publishing import Publishable, State
from helsingborgsrummet.models import ExternalLink, Picture

# Rows shown of each kind; there is a way to all of them.
SHOWN = 5
DECIDE_DAYS = 60
KEY_FACT_MONTHS = 12


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


def _change_url(label, pk):
    return reverse(f"admin:{label.replace('.', '_')}_change", args=[pk])


def _list_url(label, query=""):
    return reverse(f"admin:{label.replace('.', '_')}_changelist") + query


def _pages(user, now, chosen, field, action="view"):
    """Rows of every publishable kind that ``chosen(queryset)`` finds, by ``field``: one query.

    Returns lists of label, key, title and the field's value, one more than is shown.
    """
    queries = [
        chosen(model.objects)
        .order_by()
        .values_list(Value(model._meta.label_lower), "pk", "title", field)
        for model in admin.site._registry
        if issubclass(model, Publishable)
        and user.has_perm(f"{model._meta.app_label}.{action}_{model._meta.model_name}")
    ]
    if not queries:
        return []
    return list(queries[0].union(*queries[1:], all=True).order_by(field)[: SHOWN + 1])


def _page_group(title, rows, note, query):
    more = _list_url(rows[0][0], query) if len(rows) > SHOWN else ""
    shown = [Row(name, note(value), _change_url(label, pk)) for label, pk, name, value in rows]
    return Group(title, shown[:SHOWN], more)


def groups_for(user, now):
    """Return the :class:`Group` list of what ``user`` can see to at the moment ``now``."""
    today = timezone.localdate(now)
    return [group for group in _groups(user, now, today) if group.rows]


def _groups(user, now, today):
    yield _page_group(
        "För granskning",
        _pages(user, now, lambda rows: rows.handed_over(now), "handed_over_at", "publish"),
        lambda moment: f"lämnad {format_moment(moment)}",
        "?lage=granskning",
    )
    yield _page_group(
        "Tillbaka från granskningen",
        _pages(
            user,
            now,
            lambda rows: rows.in_state(State.DRAFT, now).exclude(returned_comment=""),
            "returned_comment",
            "add",
        ),
        lambda comment: comment,
        "?lage=tillbaka",
    )
    yield _page_group(
        "Publiceras snart",
        _pages(user, now, lambda rows: rows.in_state(State.SCHEDULED, now), "published_at"),
        format_moment,
        "?lage=scheduled",
    )
    yield _page_group(
        "Skulle ha setts över",
        _pages(user, now, lambda rows: rows.overdue(now, today), "review_by", "publish"),
        lambda day: f"senast {format_day(day)}",
        "?lage=ses-over",
    )
    if user.has_perm("exhibits.change_keyfact"):
        yield _old_key_facts(now, today)
    if user.has_perm("helsingborgsrummet.change_picture"):
        yield _pictures_without_consent(today)
    if user.has_perm("helsingborgsrummet.view_externallink"):
        yield _broken_links(now)
    if user.has_perm("exhibits.change_openingrule"):
        yield _undecided_days(now, today)


def _old_key_facts(now, today):
    limit = today - datetime.timedelta(days=round(KEY_FACT_MONTHS * 365.25 / 12))
    facts = (
        KeyFact.objects.filter(Q(checked_on__lt=limit) | Q(checked_on=None), is_example=False)
        .filter(area__published_at__lte=now)
        .filter(Q(area__withdrawn_at=None) | Q(area__withdrawn_at__gt=now))
        .select_related("area")
        .order_by(F("checked_on").asc(nulls_first=True), "id")[: SHOWN + 1]
    )
    rows = [
        Row(
            f"{fact.area.title}: {fact.label}",
            f"kontrollerad {format_day(fact.checked_on)}"
            if fact.checked_on
            else "inte kontrollerad",
            _change_url("exhibits.area", fact.area_id),
        )
        for fact in facts
    ]
    title = f"Nyckeluppgifter att kontrollera (äldre än {KEY_FACT_MONTHS} månader)"
    return Group(title, rows[:SHOWN], _list_url("exhibits.area") if len(rows) > SHOWN else "")


def _pictures_without_consent(today):
    pictures = Picture.objects.consent_warnings(today).only("title", "consent_until")
    rows = [
        Row(
            picture.title,
            f"samtycket gäller till {format_day(picture.consent_until)}"
            if picture.consent_until
            else "samtycke saknas",
            _change_url("helsingborgsrummet.picture", picture.pk),
        )
        for picture in pictures.order_by(F("consent_until").asc(nulls_first=True))[: SHOWN + 1]
    ]
    more = _list_url("helsingborgsrummet.picture", "?samtycke=varning") if len(rows) > SHOWN else ""
    return Group("Bilder där samtycket behöver ses över", rows[:SHOWN], more)


def _broken_links(now):
    links = ExternalLink.objects.broken(now).order_by("failing_since")[: SHOWN + 1]
    rows = [
        Row(
            link.url,
            f"har inte svarat sedan {format_moment(link.failing_since)}",
            _list_url("helsingborgsrummet.externallink"),
        )
        for link in links
    ]
    return Group("Brutna länkar", rows[:SHOWN], _list_url("helsingborgsrummet.externallink"))


def _undecided_days(now, today):
    days = undecided_days(schedule_now(now), today, DECIDE_DAYS)
    url = reverse("admin:exhibits_opening_hours")
    rows = [
        Row(f"{name[:1].upper()}{name[1:]}", f"{format_weekday(day)}: öppet som vanligt?", url)
        for day, name in days
    ]
    return Group("Öppettider att bestämma", rows[:SHOWN], url if len(rows) > SHOWN else "")
