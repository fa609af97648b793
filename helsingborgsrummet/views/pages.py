"""The list and the pages of a kind that has no views of its own."""

from functools import partial

from django.db.models import Q
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from helsingborgsrummet.content.cursors import cursor_of, read_cursor
from helsingborgsrummet.content.feeds import atom_response
from helsingborgsrummet.content.kinds import all_kinds, visible_or_404

PAGE_SIZE = 30


def urls():
    """The addresses of every kind that says its ``path``."""
    return [
        path(f"{kind.path}{rest}", partial(view, kind=kind), name=f"{kind.name}_{name}")
        for kind in all_kinds()
        if kind.path
        for rest, view, name in (
            ("", page_list, "list"),
            ("atom.xml", feed, "feed"),
            ("<slug:slug>/", page, "detail"),
        )
        if view is not feed or kind.entry
    ]


@require_safe
def page_list(request, kind):
    """Show the rows of a kind, the newest first; ``?fore=`` continues after a row."""
    now = timezone.now()
    rows = kind.visible(now).order_by("-published_at", "-pk")
    cursor = request.GET.get("fore", "")
    if cursor:
        moment, pk = read_cursor(cursor)
        rows = rows.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk))
    shown = list(rows[: PAGE_SIZE + 1])
    is_more = len(shown) > PAGE_SIZE
    shown = shown[:PAGE_SIZE]
    context = {
        "now": now,
        "section": kind.section,
        "rows": shown,
        "cursor": cursor,
        "next_cursor": cursor_of(shown[-1].published_at, shown[-1].pk) if is_more else "",
    }
    return render(request, kind.list_template, context)


@require_safe
def feed(request, kind):
    """An Atom feed of the newest rows of a kind."""
    now = timezone.now()
    rows = kind.visible(now).order_by("-published_at", "-pk")[:PAGE_SIZE]
    name = str(kind.model._meta.verbose_name_plural).capitalize()
    return atom_response(
        [kind.entry(row, now) for row in rows],
        title=f"{name} – Helsingborgsrummet",
        subtitle=f"{name} från Helsingborgsrummet.",
        page=kind.list_url,
        feed=f"{kind.list_url}atom.xml",
        author="Helsingborgsrummet",
    )


@require_safe
def page(request, slug, kind):
    """Show one row of a kind."""
    now = timezone.now()
    row = visible_or_404(kind.model, now, slug)
    return render(request, kind.template, kind.page_context(row, now))
