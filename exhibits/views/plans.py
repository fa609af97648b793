"""The page of one plan: where it stands, what is next, what can be influenced until when."""

import copy
from dataclasses import replace

from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from exhibits.models import Document, Plan, PlanStep, StageText
from exhibits.now.activities import occurrences_about
from exhibits.now.area_maps import key_of_map, map_of_plan, stored_map_of_area, stored_map_of_plan
from exhibits.now.areas import area_names
from exhibits.now.picture_points import pointed_picture
from exhibits.now.plan_list import Choice, NoSuchChoice, counted, listed_plans, plan_of_case
from exhibits.now.plan_times import events, picture
from exhibits.now.plans import (
    plan_with_steps,
    plans_by_slug,
    plans_by_successor,
    published_plans,
)
from exhibits.now.room import present_room
from exhibits.rules.plan_quay import posts_of
from exhibits.rules.plan_stages import (
    Situation,
    Stage,
    appeal_on,
    last_day_for_right_to_appeal,
    stopped_on,
)
from exhibits.words_sv.plan_times import LEGEND, TITLE
from exhibits.words_sv.plans import PROGRESS, stopped_words, window_name
from helsingborgsrummet.content.change_log import change_notes_of
from helsingborgsrummet.content.corrections import corrections_of
from helsingborgsrummet.content.filters import whole_number
from helsingborgsrummet.content.kinds import NOTHING, kind_of, pieces_below, visible_or_404
from helsingborgsrummet.content.shown import shown
from helsingborgsrummet.serving.now import snapshot

PAGE_SIZE = 30


@snapshot(StageText, clock=False)
def stage_texts(now) -> dict[str, StageText]:
    """The plain explanation of each stage, by the stage's value."""
    return {text.stage: text for text in StageText.objects.all()}


def plan_context(plan, now, unsaved=NOTHING):
    """What the template of a plan needs; for the public page and the preview.

    ``unsaved`` may hold ``steps``, ``other_areas``, ``points``, ``corrections``, ``change_notes`` and
    ``documents``.
    """
    facts, drawn = _facts(plan, now, unsaved), _map(plan, now, unsaved)
    # Where nothing can be answered, the map stands at the title; else beside the text.
    is_open = bool(facts["open_windows"])
    return {
        **facts,
        "corrections": corrections_of(plan, now, unsaved),
        "change_notes": change_notes_of(plan, now, unsaved),
        "below": pieces_below(plan, now),
        "pointed": pointed_picture(plan, now, unsaved),
        "title_map": "" if is_open else drawn,
        "text_map": drawn if is_open else "",
        "whole_area": plan.area.title if plan.area_id and not plan.outline else "",
        # The area's map shows its plans, so it has their key.
        "map_key": key_of_map(now, plan.area_id) if plan.area_id and not plan.outline else (),
    }


def _map(plan, now, unsaved):
    """What the plan is about on a map; where nobody has drawn that, the area in which it lies."""
    if not plan.outline:
        around = shown([plan], lambda each: each.area_id and stored_map_of_area(now, each.area_id))
        return next(iter(around), "") or ""
    return stored_map_of_plan(now, plan.pk) if unsaved is NOTHING else map_of_plan(plan, now)


def _facts(plan, now, unsaved=NOTHING):
    """Where a plan stands, what can be influenced, its line of steps, its documents."""
    today = timezone.localdate(now)
    steps = unsaved.get("steps")
    if plan.pk is None:
        steps = steps or []
    if steps is not None or plan.today != today:
        plan.stand_on(today, steps)
    successor = plan.superseded_by if plan.superseded_by_id else None
    is_detailed = plan.kind == Plan.Kind.DETAILED
    windows = plan.windows(today)
    is_open = [step for step in windows if step.window.is_open(today)]
    is_closed = [step for step in windows if step.window.closes < today]
    return {
        "now": now,
        "section": "areas",
        "today": today,
        "plan": plan,
        "line": _explained(plan.line, dict(stage_texts(now))),
        "open_windows": [
            {
                "step": step.row,
                "stage": step.stage,
                "window": step.window,
                "write_by": last_day_for_right_to_appeal(step) if is_detailed else None,
            }
            for step in is_open
        ],
        "closed_window": None if is_open else _latest_window(plan, is_closed),
        "stopped": _stopped(plan),
        "stopped_windows": [
            stopped_words(each)
            for each in stopped_on(plan.dated_steps, today)
            if each.step.window.closes >= today
        ],
        "appeal": _appeal(plan, today),
        "successor": plans_by_slug(now).get(successor.slug) if successor else None,
        "predecessors": plans_by_successor(now).get(plan.pk, []) if plan.pk else [],
        "areas": _areas(plan, now, unsaved.get("other_areas")),
        "documents": unsaved["documents"] if "documents" in unsaved else _documents(plan, now),
    }


def _areas(plan, now, other_areas):
    """The published areas that the plan touches, in the order of the map."""
    stored = plans_by_slug(now).get(plan.slug)
    if other_areas is None and stored is not None and stored.pk == plan.pk:
        touched = [stored.area, *stored.touched_areas]
    else:
        touched = [plan.area, *(plan.other_areas.all() if other_areas is None else other_areas)]
        touched = [area for area in touched if kind_of(area).is_visible(area, now)]
    return sorted({area.pk: area for area in touched}.values(), key=lambda area: area.place)


def _documents(plan, now):
    return _stored_documents(now, plan.pk) if plan.pk else []


@snapshot(Document, PlanStep, clock=False)
def _stored_documents(now, pk) -> list[Document]:
    return list(Document.objects.filter(plan=pk).select_related("step"))


def _explained(line, texts):
    """Each post of the line with the names and explanations of its stages, said once: where they stand last."""
    rows = []
    for post in reversed(posts_of(line)):
        explained = [
            (item, None if item.until else texts.pop(item.stage.value, None))
            for item in reversed(post.items)
        ]
        rows.append((post, explained[::-1]))
    return rows[::-1]


def _latest_window(plan, closed):
    """The consultation that ended last, as long as the plan has not gone on from it; or ``None``."""
    if not closed or plan.state.step is not closed[-1]:
        return None
    step = closed[-1]
    return {
        "step": step.row,
        "name": window_name(step.stage),
        "ended": step.ends,
        "is_awaited": plan.state.situation is Situation.AWAITED,
    }


def _stopped(plan):
    """The step that says why the plan rests or has ended, or ``None``."""
    ends = {Situation.PAUSED, Situation.CANCELLED, Situation.SUPERSEDED}
    return plan.state.step.row if plan.state.situation in ends else None


def _appeal(plan, today):
    """The last day to appeal the latest decision, when somebody has typed one, or ``None``.

    ``must_have_written`` where the right to appeal depends on a
    review, as :func:`~exhibits.words_sv.plans.right_to_appeal` says beside it.
    """
    appeal = appeal_on(plan.dated_steps, today)
    if appeal is None:
        return None
    had_review = any(
        step.stage is Stage.REVIEW and step.has_begun(today) for step in plan.dated_steps
    )
    return {
        "until": appeal.until,
        "is_past": appeal.is_past,
        "must_have_written": plan.kind == Plan.Kind.DETAILED and had_review,
    }


@require_safe
def plan_detail(request, area, slug):
    """Show one plan; below another area than its own the address leads to the right one."""
    now = timezone.now()
    plan = plans_by_slug(now).get(slug)
    if plan is None:
        # Says why the plan or its area is gone, or that there is nothing here.
        plan = visible_or_404(Plan, now, slug, related=("area",))
    address = plan.get_absolute_url()
    if request.path != address:
        return redirect(address, permanent=True)
    # The row is shared by all pages; its text belongs to this one.
    plan = copy.copy(plan_with_steps(now, plan.pk))
    plan.body_html = _text(now, plan.pk)
    kind = kind_of(plan)
    context = {**kind.page_context(plan, now), **_prepared(now, plan.pk)}
    return render(request, kind.template, context)


@snapshot(Plan, clock=False)
def _text(now, pk) -> str:
    return Plan.objects.values_list("body_html", flat=True).get(pk=pk)


@snapshot(
    plan_with_steps,
    published_plans,
    stage_texts,
    _stored_documents,
    occurrences_about,
    present_room,
)
def _prepared(now, pk) -> dict[str, SafeString]:
    """Where a plan stands and its way, in words: of its page they cost the most."""
    context = _facts(plan_with_steps(now, pk), now)
    parts = {"prepared_stands": "plan_stands", "prepared_way": "plan_way"}
    return {
        name: render_to_string(f"exhibits/parts/{part}.html", context)
        for name, part in parts.items()
    }


@require_safe
def plan_list(request):
    """Show all plans, or those that are chosen or searched: ``?lage=pagar&omrade=centrum&ar=2026&sok=411/2019``."""
    now = timezone.now()
    areas = list(area_names(now).values())
    start = whole_number(request.GET.get("efter", "0"), most=999_999)
    try:
        choice = Choice.from_query(request.GET, [area.slug for area in areas])
    except NoSuchChoice:
        raise Http404("no such choice") from None
    if plan := plan_of_case(now, choice.typed):
        return redirect(plan)
    listed = listed_plans(now)
    found = choice.of(listed)
    if start is None or start > len(found):
        raise Http404("no such place in the list")
    # Each choice says how many there would be with it and the others.
    by_progress, _ = counted(replace(choice, progress="").of(listed))
    _, by_year = counted(replace(choice, year=None).of(listed))
    end = start + PAGE_SIZE
    with_some = {area.slug for row in listed for area in row.areas}
    return render(
        request,
        "exhibits/plan_list.html",
        {
            "now": now,
            "section": "areas",
            "plans": [row.plan for row in found[start:end]],
            "found_count": len(found),
            "listed_count": len(listed),
            "choice": choice,
            "progress_words": PROGRESS.get(choice.progress, ""),
            "all_count": sum(by_progress.values()),
            "all_url": choice.address(progress=""),
            "progress": [
                (each, words, choice.address(progress=each), by_progress[each])
                for each, words in PROGRESS.items()
                if by_progress[each] or each == choice.progress
            ],
            "areas": [area for area in areas if area.slug in {*with_some, choice.area}],
            "area": next((area for area in areas if area.slug == choice.area), None),
            "years": sorted({*by_year, choice.year} - {None}, reverse=True),
            "first_url": choice.address() if start else "",
            "next_url": choice.address(after=end) if end < len(found) else "",
        },
    )


@require_safe
def plan_times(request):
    """Show all plans on one time line."""
    now = timezone.now()
    coming, past = events(now)
    drawn = picture(now)
    return render(
        request,
        "exhibits/plan_times.html",
        {
            "now": now,
            "section": "areas",
            "title": TITLE,
            "coming": coming,
            "past": past,
            "picture": drawn,
            "legend": drawn.marks(LEGEND) if drawn else (),
        },
    )
