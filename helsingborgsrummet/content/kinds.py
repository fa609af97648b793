"""Every kind of page, declared once; what the whole site does with pages walks the kinds.

An app registers its kinds when it is ready. Preview, share links, sitemaps, roles, the first page of
the admin, the parameters of the page cache, the states of internal links, the answers 404 and 410
and ``noindex`` for examples all ask here, so a new kind of page gets them by being registered.
"""

import copy
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlsplit

from django.db import models
from django.http import Http404
from django.utils.html import strip_tags

from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.content.publishing import Publishable, State
from helsingborgsrummet.serving.now import snapshot_of_many

NOTHING = MappingProxyType({})


def _all_of_them(rows):
    return rows


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of page.

    ``context(row, now, unsaved)`` gives what ``template`` needs; ``unsaved`` holds the related rows of
    a form by name, for the preview, and is empty for what is stored. ``section`` is the entry of the
    menu that the page stands under.

    ``below`` names the relation to the page that this one lies below: it is seen only where that one
    is. ``list_name`` is the name of the address of the list, which shows rows of the models in
    ``listed`` (its own unless said otherwise) and understands the query ``parameters``. ``choice`` is the
    parameter by which lists of other kinds keep to a row of this one, named by its slug.

    A kind without views of its own says ``path`` (``"provsidor/"``) and ``list_template``; list and
    pages are then served there (see ``views/pages.py``).

    ``sitemap`` names the sitemap, which leaves out examples and what ``in_sitemap(rows)`` does;
    ``entry(row, now)`` is the row in a feed, ``structured_data(row, now)`` what it tells search engines.
    ``roles`` says what each role may do with the model. ``waiting(now, today)`` gives, for who may
    publish, the rows that wait for somebody (:class:`~helsingborgsrummet.editing.waiting.Waiting`).
    ``searched`` names the columns of the text that visitors search, the weightiest first.
    ``samples`` is the dotted name of the function that loads the sample content.
    """

    model: type[models.Model]
    template: str = ""
    context: Callable | None = None
    section: str = ""
    below: str = ""
    list_name: str = ""
    listed: tuple[type[models.Model], ...] = ()
    parameters: frozenset[str] = frozenset()
    choice: str = ""
    path: str = ""
    list_template: str = ""
    sitemap: str = ""
    in_sitemap: Callable = _all_of_them
    entry: Callable | None = None
    structured_data: Callable | None = None
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    waiting: Callable | None = None
    searched: tuple[str, ...] = ()
    samples: str = ""

    # --- Whether a visitor may see it -------------------------------------------------------------

    def visible(self, now):
        """The rows that a visitor may see at the moment ``now``."""
        rows = self.model._default_manager.all()
        if issubclass(self.model, Publishable):
            rows = rows.published(now)
        if self.below:
            rows = rows.filter(**{f"{self.below}__in": self.above.visible(now)})
        return rows

    def is_visible(self, row, now):
        """Whether a visitor may see ``row`` at the moment ``now``: the same as :meth:`visible`."""
        return not self._what_hides(row, now)

    def will_be_visible(self, row, now):
        """Whether ``row`` is not seen yet but will be by itself."""
        hidden = self._what_hides(row, now)
        return bool(hidden) and all(each.state_at(now) is State.SCHEDULED for each in hidden)

    def found_or_404(self, row, now):
        """Return ``row`` when a visitor may see it at the moment ``now``.

        Raises :class:`Gone` for what has been public and is withdrawn, the page that ``row`` lies below
        first; otherwise ``Http404``, which tells nothing of what nobody may see.
        """
        for each in self._what_hides(row, now) if row else ():
            if each.state_at(now) is State.WITHDRAWN and each.has_been_public(now):
                raise Gone(each)
            raise Http404("not published")
        if row is None:
            raise Http404("not there")
        return row

    def what_is_withdrawn(self, row, now):
        """What is withdrawn at the moment ``now``: what ``row`` lies below, or itself; else ``None``."""
        hidden = self._what_hides(row, now)
        return next((each for each in hidden if each.state_at(now) is State.WITHDRAWN), None)

    @property
    def above(self):
        """The kind of what this kind lies below."""
        return kind_of(self.model._meta.get_field(self.below).related_model)

    def _what_hides(self, row, now):
        """The rows that keep ``row`` from being seen, from the top down to itself."""
        hidden = []
        if self.below:
            hidden += self.above._what_hides(getattr(row, self.below), now)
        if isinstance(row, Publishable) and row.state_at(now) is not State.PUBLISHED:
            hidden.append(row)
        return hidden

    # --- What is said of it -----------------------------------------------------------------------

    @property
    def name(self):
        """Its model as Django names it: ``exhibits.area``."""
        return self.model._meta.label_lower

    @property
    def list_url(self):
        """The address of the list; empty when there is none."""
        if self.path:
            return f"/{self.path}"
        return address_of(self.list_name) if self.list_name else ""

    @property
    def has_page(self):
        """Whether rows are shown by a template, as a page or on one."""
        return bool(self.template)

    def page_context(self, row, now, unsaved=NOTHING):
        """What the template needs, with what every page tells: invented ones are not for search engines.

        ``unsaved`` holds the related rows of a form by name, for the preview.
        """
        context = self.context(row, now, unsaved)
        return {**context, "noindex": context.get("noindex", False) or is_example(row)}

    def latest_save(self, now):
        """When something that the list shows was last saved, or ``None``; drafts do not count."""
        moments = [
            kind_of(model).visible(now).aggregate(latest=models.Max("saved_at"))["latest"]
            for model in self.listed or (self.model,)
        ]
        return max(filter(None, moments), default=None)

    def text_of(self, row):
        """The text by which visitors find ``row``: plain, the weightiest words first."""
        texts = [getattr(row, f"{name}_html", None) or getattr(row, name) for name in self.searched]
        return "\n".join(" ".join(strip_tags(text).split()) for text in texts if text)


class Gone(Http404):
    """The page has been public and is withdrawn: the answer is 410, with the reason."""

    def __init__(self, page):
        super().__init__("withdrawn")
        self.page = page


# --- The registry -------------------------------------------------------------------------------

_kinds = {}
_below = {}


def register(*kinds):
    """Let the whole site know these kinds; a model has one."""
    for kind in kinds:
        _kinds[kind.model] = kind


def all_kinds():
    """The kinds in the order in which they were registered."""
    return list(_kinds.values())


def kind_of(model):
    """The kind of a model or of a row; ``KeyError`` when it is no kind of page."""
    return _kinds[model if isinstance(model, type) else type(model)]


def find_kind(model):
    """The same, or ``None``."""
    return _kinds.get(model if isinstance(model, type) else type(model))


def visible_or_404(model, now, slug, related=(), without=()):
    """Return the row of ``model`` that a visitor may see; :meth:`Kind.found_or_404` says what else.

    ``related`` are the rows to read with it and ``without`` the columns to leave, as Django names them.
    """
    try:
        (row,) = map(_own, _rows_by_slug(model, tuple(related), tuple(without))(now, [slug]))
    except KeyError:
        row = None
    return kind_of(model).found_or_404(row, now)


@functools.cache
def _rows_by_slug(model, related, without):
    """What pages share of the rows of a model: to ask Django for one takes longer than to render it.

    Raises ``KeyError`` for what is not there: made-up addresses leave nothing behind.
    """
    sources = [model]
    for path in related:
        above = model
        for name in path.split("__"):
            above = above._meta.get_field(name).related_model
            sources.append(above)

    def rows_by_slug(now, slugs) -> dict[str, models.Model]:
        # Not sorted: that only costs.
        rows = model._default_manager.filter(slug__in=slugs).order_by().defer(*without)
        return {row.slug: row for row in (rows.select_related(*related) if related else rows)}

    return snapshot_of_many(*sources, clock=False)(rows_by_slug)


def _own(row):
    """A copy of a shared row: what one page looks up from it must not stay for the others."""
    own = copy.copy(row)
    for name, above in row._state.fields_cache.items():
        own._state.fields_cache[name] = above and _own(above)
    return own


_parameters = set()


def register_parameters(*names):
    """Let pages that are no kind's, nor its list, understand ``names`` in their query string."""
    _parameters.update(names)


def parameters():
    """Every name that a page understands in its query string."""
    return frozenset(_parameters).union(*(kind.parameters for kind in all_kinds()))


def is_example(row):
    """Whether ``row`` is invented: visitors see the word Exempel, search engines are asked to pass."""
    return bool(getattr(row, "is_example", False))


# --- Pages by their address -----------------------------------------------------------------------


def page_at(address, now):
    """The row that a visitor sees at a path of this site at the moment ``now``, or ``None``."""
    return _row_at(address, lambda kind, row: kind.is_visible(row, now))


def page_to_come_at(address, now):
    """The row that will be seen at a path by itself, or ``None``."""
    return _row_at(address, lambda kind, row: kind.will_be_visible(row, now))


def _row_at(address, is_meant):
    path = urlsplit(address).path
    slug = path.rstrip("/").rpartition("/")[2]
    for kind in all_kinds():
        if any(column.name == "slug" for column in kind.model._meta.fields):
            for row in kind.model._default_manager.filter(slug=slug):
                if row.get_absolute_url() == path and is_meant(kind, row):
                    return row
    return None


# --- What others show below a page -----------------------------------------------------------------


def show_below(model, piece):
    """Let pages of ``model`` show ``piece(row, now)``: a mapping with ``template`` and what it needs, or
    ``None`` when there is nothing to show.
    """
    _below.setdefault(model, []).append(piece)


def pieces_below(row, now):
    """What others show below the page of ``row``, in the order of their registration."""
    return [shown for piece in _below.get(type(row), ()) if (shown := piece(row, now))]
