"""The list of activities, one activity, and the calendars to subscribe to."""

import copy
import datetime
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from exhibits.models import Activity, Area, FollowUp, Occurrence, Plan
from exhibits.now.activities import (
    Choice,
    months_of,
    months_with_activities,
    past_page,
    upcoming_page,
)
from exhibits.now.areas import area_names
from exhibits.now.room import premises
from exhibits.now.venues import place_of_activity
from exhibits.now.withdrawn import withdrawn_occurrence
from exhibits.outputs.calendar import CONTENT_TYPE, calendar_of
from exhibits.outputs.structured_data import events_of
from exhibits.rules.occurrences import Phase, by_month_and_week
from exhibits.templatetags.activities import occurrence_rows
from exhibits.words_sv.activities import AUDIENCES, choice_words
from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.content.corrections import corrections_of
from helsingborgsrummet.content.kinds import NOTHING, Gone, kind_of, visible_or_404
from helsingborgsrummet.content.shown import shown
from helsingborgsrummet.content.words_sv import format_month, labelled
from helsingborgsrummet.models import Correction, Picture
from helsingborgsrummet.serving.now import snapshot

# What a subscribed calendar holds: what has just been, and what is to come.
CALENDAR_PAST = datetime.timedelta(days=31)
CALENDAR_ENTRIES = 5000
# States in which there is still a place for somebody more.
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Filter:
    """One select of the filter form: its name, label, options and what is chosen."""

    name: str
    label: str
    anything: str
    options: dict[str, str]
    chosen: str

    @property
    def chosen_text(self):
        """What is chosen, in words; empty for everything."""
        return self.options.get(self.chosen, "")


def _read_choice(query, now):
    """The :class:`Choice` in a query string; ``Http404`` for what is no choice."""
    slug, kind = query.get("omrade", ""), query.get("slag", "")
    audience, month = query.get("malgrupp", ""), query.get("manad", "")
    area = next((area for area in area_names(now).values() if area.slug == slug), None)
    match = _MONTH.fullmatch(month)
    if (
        (slug and not area)
        or (kind and kind not in Activity.Kind.values)
        or (audience and audience not in AUDIENCES)
        or (month and not (match and datetime.MINYEAR < int(match[1]) < datetime.MAXYEAR))
    ):
        raise Http404("no such choice")
    return Choice(
        area, kind, datetime.date(int(match[1]), int(match[2]), 1) if match else None, audience
    )


def _filters(choice, now, *, is_past):
    months = months_with_activities(choice, now, is_past=is_past)
    if choice.month and choice.month not in months:
        months = sorted([*months, choice.month], reverse=is_past)
    return [
        Filter(
            "omrade",
            "Område",
            "Alla områden",
            {area.slug: area.title for area in area_names(now).values()},
            choice.area.slug if choice.area else "",
        ),
        Filter("slag", "Typ", "Alla typer", dict(Activity.Kind.choices), choice.kind),
        Filter(
            "manad",
            "Månad",
            "Alla månader",
            {f"{month:%Y-%m}": format_month(month) for month in months},
            f"{choice.month:%Y-%m}" if choice.month else "",
        ),
        Filter(
            "malgrupp",
            "För vem",
            "Alla åldrar",
            {value: capfirst(words) for value, words in AUDIENCES.items()},
            choice.audience,
        ),
    ]


@snapshot(area_names, months_of)
def _filter_form(now, choice, is_past) -> SafeString:
    """The form of the filters, which is as long as the list has areas and months."""
    filters = _filters(choice, now, is_past=is_past)
    return render_to_string(
        "exhibits/parts/activity_filters.html",
        {
            "is_past": is_past,
            "filters": filters,
            "chosen_text": ", ".join(each.chosen_text for each in filters if each.chosen),
            "chosen_words": _chosen_words(choice),
        },
    )


def _chosen_words(choice):
    """What is chosen, after the word "aktiviteter"; empty for everything."""
    return choice_words(
        kind=Activity.Kind(choice.kind).label if choice.kind else "",
        area=choice.area.title if choice.area else "",
        month=choice.month,
        audience=choice.audience,
    )


def _query(**values):
    query = urlencode({name: value for name, value in values.items() if value})
    return f"?{query}" if query else ""


@require_safe
def activity_list(request):
    """Show what is to come, or with ``?visa=tidigare`` what has been; see :func:`_read_choice`.

    ``?efter=`` (what is to come) and ``?fore=`` (what has been) continue after a row.
    """
    now = timezone.now()
    choice = _read_choice(request.GET, now)
    view = request.GET.get("visa", "")
    if view not in ("", "tidigare"):
        raise Http404("no such view")
    is_past = view == "tidigare"
    cursor_name = "fore" if is_past else "efter"
    cursor = request.GET.get(cursor_name, "")
    page_of = past_page if is_past else upcoming_page
    occurrences, next_cursor = page_of(choice, now, cursor)
    keys = [occurrence.pk for occurrence in occurrences]
    rows = dict(zip(keys, occurrence_rows(now, keys, True), strict=True))
    filters = _filters(choice, now, is_past=is_past)
    chosen = {each.name: each.chosen for each in filters}
    lasting = {"omrade": chosen["omrade"], "slag": chosen["slag"]}
    calendar_query = _query(**lasting)
    calendar = settings.SITE_ORIGIN + address_of("exhibits:activity_calendar") + calendar_query
    return render(
        request,
        "exhibits/activity_list.html",
        {
            "now": now,
            "section": "activities",
            "is_past": is_past,
            "months": [
                (month, [(day, [rows[each.pk] for each in week]) for day, week in weeks])
                for month, weeks in by_month_and_week(occurrences)
            ],
            "filters": filters,
            "filter_form": _filter_form(now, choice, is_past),
            "chosen_text": ", ".join(each.chosen_text for each in filters if each.chosen),
            "chosen_words": _chosen_words(choice),
            "cursor": cursor,
            "first_url": _query(visa=view, **chosen) or "?",
            "next_url": _query(visa=view, **chosen, **{cursor_name: next_cursor})
            if next_cursor
            else "",
            "upcoming_url": _query(**lasting) or address_of("exhibits:activity_list"),
            "past_url": _query(visa="tidigare", **lasting),
            "calendar_url": calendar,
            "calendar_words": ", ".join(
                each.chosen_text for each in filters if each.name in lasting and each.chosen
            ),
            "webcal_url": f"webcal:{calendar.partition(':')[2]}",
        },
    )


@dataclass(frozen=True)
class RowsBeside:
    """What is stored beside an activity; ``areas`` are keys."""

    occurrences: tuple = ()
    follow_ups: tuple = ()
    areas: frozenset = frozenset()


@snapshot(Occurrence, FollowUp, Activity.areas.through, clock=False)
def _rows_beside(now, pk) -> RowsBeside:
    return RowsBeside(
        tuple(Occurrence.objects.filter(activity=pk)),
        tuple(FollowUp.objects.filter(activity=pk)),
        frozenset(
            Activity.areas.through.objects.filter(activity=pk).values_list("area", flat=True)
        ),
    )


@snapshot(Plan, Area, clock=False)
def _plan_to_name(now, pk) -> Plan | None:
    """A plan with what a link to it needs, or ``None``."""
    names = ("title", "slug", "published_at", "withdrawn_at")
    fields = ("is_example", *names, *(f"area__{name}" for name in names))
    return Plan.objects.select_related("area").only(*fields).filter(pk=pk).first()


def activity_context(activity, now, unsaved=NOTHING):
    """What the template of an activity needs; for the public page and the preview.

    ``unsaved`` may hold ``occurrences``, ``follow_ups``, ``areas`` and ``corrections``.
    """
    stored = _rows_beside(now, activity.pk) if activity.pk else RowsBeside()
    occurrences = unsaved.get("occurrences", stored.occurrences)
    follow_ups = unsaved.get("follow_ups", stored.follow_ups)
    areas = unsaved.get("areas")
    if areas is None:
        areas = [area for pk, area in area_names(now).items() if pk in stored.areas]
    # Copies: the stored rows are shared by all pages, and this activity may be one in a preview.
    occurrences = sorted(map(copy.copy, occurrences), key=lambda each: each.starts_at)
    for occurrence in occurrences:
        occurrence.activity = activity
    coming = [each for each in occurrences if each.phase_at(now) is not Phase.OVER]
    past = [each for each in reversed(occurrences) if each not in coming]
    at_its_place = [each for each in coming or past if not (each.place or each.online_url)]
    is_elsewhere = coming and not at_its_place
    # Where the room is when it is next held, or was when it was last held.
    moment = at_its_place[0].starts_at if at_its_place else now
    place = None if is_elsewhere else place_of_activity(activity, premises(now).at(moment))
    plan = _plan_to_name(now, activity.plan_id) if activity.plan_id else None
    feedback = [
        (heading, text)
        for heading, text in (
            ("Det här hörde vi", activity.heard),
            ("Det här gjorde vi", activity.done),
            ("Det här blev inte av – och därför", activity.why_not),
        )
        if text
    ]
    return {
        "now": now,
        "section": "activities",
        "activity": activity,
        "coming": coming,
        # Nobody can sign up for what is full, nor needs to know how to come to what is cancelled.
        "is_held": any(not each.is_cancelled for each in coming),
        "next": next((each for each in coming if not each.is_cancelled), next(iter(coming), None)),
        "is_cancelled": bool(coming) and all(each.is_cancelled for each in coming),
        "has_room": any(each.has_room for each in coming),
        "takes_signups": any(each.takes_signups(timezone.localdate(now)) for each in coming),
        "past": past,
        "place": place,
        "is_told": place is not None and _is_told_above(coming),
        "areas": list(areas),
        "plan": plan if plan and kind_of(plan).is_visible(plan, now) else None,
        "today": timezone.localdate(now),
        "feedback": feedback,
        "follow_ups": list(follow_ups),
        "corrections": corrections_of(activity, now, unsaved),
        # Called by the template only where it is not prepared.
        "events": lambda: events_of(activity, occurrences, now),
    }


def _is_told_above(coming):
    """Whether the title has said all there is to say about when: one time, as planned or all cancelled."""
    if len(coming) != 1:
        return False
    (only,) = coming
    return only.is_cancelled or (only.state == Occurrence.State.PLANNED and not only.note)


@require_safe
def activity_detail(request, slug):
    """Show one activity."""
    now = timezone.now()
    activity = visible_or_404(Activity, now, slug, without=("body",))
    kind = kind_of(activity)
    context = {**kind.page_context(activity, now), **_prepared(now, activity.pk)}
    return render(request, kind.template, context)


@snapshot(
    Activity, _rows_beside, _plan_to_name, area_names, premises, Correction, Picture,
)  # fmt: skip
def _prepared(now, pk) -> dict[str, SafeString]:
    """The page of an activity below its heading, and its data for search engines."""
    activity = Activity.objects.select_related("picture").defer("body").get(pk=pk)
    context = activity_context(activity, now)
    parts = {"prepared": "activity_facts", "prepared_events": "activity_events"}
    return {
        name: render_to_string(f"exhibits/parts/{part}.html", context)
        for name, part in parts.items()
    }


@require_safe
def activity_file(request, slug):
    """All occurrences of one activity as a calendar file; of a withdrawn one those that a calendar keeps."""
    now = timezone.now()
    try:
        activity = visible_or_404(Activity, now, slug)
    except Gone as gone:
        occurrences = gone.page.occurrences.filter(ends_at__gte=_calendar_start(now))
        withdrawn = [withdrawn_occurrence(row) for row in occurrences.select_related("activity")]
        if not withdrawn:
            raise
        return _calendar_response(
            [],
            now,
            file_name=slug,
            name="Helsingborgsrummet",
            description=gone.page.withdrawn_reason,
            page=gone.page.get_absolute_url(),
            withdrawn=withdrawn,
        )
    occurrences = list(activity.occurrences.all())
    for occurrence in occurrences:
        occurrence.activity = activity
    return _calendar_response(
        occurrences,
        now,
        file_name=slug,
        name=labelled(activity.title, activity.is_example),
        description=labelled(activity.summary, activity.is_example),
        page=activity.get_absolute_url(),
    )


@require_safe
def occurrence_file(request, slug, uid):
    """One occurrence as a calendar file, also as cancelled once its activity is withdrawn."""
    now = timezone.now()
    gone, withdrawn, occurrences = None, [], []
    try:
        activity = visible_or_404(Activity, now, slug)
    except Gone as error:
        gone, activity = error, error.page
    occurrence = activity.occurrences.filter(uid=uid).first()
    if occurrence is None:
        raise gone or Http404("no such occurrence")
    occurrence.activity = activity
    (withdrawn if gone else occurrences).append(
        withdrawn_occurrence(occurrence) if gone else occurrence
    )
    return _calendar_response(
        occurrences,
        now,
        file_name=f"{slug}-{timezone.localdate(occurrence.starts_at)}",
        name=labelled(activity.title, activity.is_example) if not gone else "Helsingborgsrummet",
        description=activity.withdrawn_reason
        if gone
        else labelled(activity.summary, activity.is_example),
        page=activity.get_absolute_url(),
        withdrawn=withdrawn,
    )


@require_safe
def activity_calendar(request):
    """The calendar to subscribe to: all activities, or those of ``?omrade=`` and ``?slag=``."""
    now = timezone.now()
    choice = _read_choice(
        {name: request.GET.get(name, "") for name in ("omrade", "slag")},
        now,
    )
    words = [choice.area.title] if choice.area else []
    words += [Activity.Kind(choice.kind).label] if choice.kind else []
    rows = Occurrence.objects.filter(ends_at__gte=_calendar_start(now)).order_by("starts_at", "id")
    occurrences, gone = (
        rows.of(choice.among(activities(now))).for_list()[:CALENDAR_ENTRIES]
        for activities in (Activity.objects.published, Activity.objects.ended)
    )
    return _calendar_response(
        occurrences,
        now,
        withdrawn=shown(gone, withdrawn_occurrence),
        file_name="aktiviteter",
        name=": ".join(
            ["Helsingborgsrummet", ", ".join(words)] if words else ["Helsingborgsrummet"]
        ),
        description="Aktiviteter från Helsingborgsrummet.",
        page=address_of("exhibits:activity_list")
        + _query(omrade=choice.area.slug if choice.area else "", slag=choice.kind),
    )


def _calendar_start(now):
    """The end of what a calendar has no longer: it moves at midnight only, so the file is the same all day."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - CALENDAR_PAST


def _calendar_response(occurrences, now, *, file_name, **words):
    content = calendar_of(occurrences, premises(now), **words)
    return HttpResponse(
        content,
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'inline; filename="{file_name}.ics"'},
    )
