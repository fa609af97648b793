"""Every link on every page: in texts and in fields, of pages and of what stands on them."""

import html
import re
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.models import Q

from helsingborgsrummet.content.addresses import LinkField, internal_path
from helsingborgsrummet.content.kinds import find_kind
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.publishing import Publishable
from helsingborgsrummet.content.shown import address_or_none

# The sanitiser writes every link this way, and a "<" in the text as an entity.
_LINK = re.compile(r'<a href="([^"]+)"')


@dataclass(frozen=True)
class Link:
    """A link as somebody wrote it, and the row on whose page it stands."""

    model: type[models.Model]
    pk: int
    href: str


def links_on_pages(now, containing=""):
    """Yield the :class:`Link` of every link that visitors meet at the moment ``now``, one model a query.

    With ``containing`` only links with that text in them are looked for.
    """
    yield from (link for link in _links_onward(now) if containing in link.href)
    for model in apps.get_models():
        columns = link_columns(model)
        has_body = issubclass(model, WithBody)
        # Of a model whose rows show nowhere no link does.
        if not (columns or has_body) or not getattr(model, "raises_generation", True):
            continue
        owner, page_key = _owner(model)
        conditions = Q()
        if has_body:
            conditions |= Q(body_html__contains='<a href="') & Q(body_html__contains=containing)
        for column in columns:
            conditions |= ~Q(**{column: ""}) & Q(**{f"{column}__contains": containing})
        texts = [*columns, *(["body_html"] if has_body else [])]
        rows = _shown(model, now).filter(conditions).order_by("pk")
        for pk, *values in rows.values_list(page_key, *texts).iterator():
            hrefs = values[: len(columns)]
            if has_body:
                hrefs += [html.unescape(found) for found in _LINK.findall(values[-1])]
            for href in dict.fromkeys(hrefs):
                if href and containing in href:
                    yield Link(owner, pk, href)


def link_columns(model):
    """The names of the columns of ``model`` that hold a link."""
    return [
        column.name
        for column in model._meta.local_fields
        if isinstance(column, LinkField | models.URLField)
    ]


def links_to(page, now):
    """The rows whose pages lead to ``page`` or to what lies below it, each once, itself left out."""
    path = (address_or_none(page) or "").partition("#")[0]
    if not path:
        return []
    found = {
        (link.model, link.pk): None
        for link in links_on_pages(now, containing=path.rstrip("/"))
        if (internal_path(link.href) or "").startswith(path)
    }
    found.pop((type(page), page.pk), None)
    return [
        row for model, pk in found if (row := model._base_manager.filter(pk=pk).first()) is not None
    ]


def page_of(row):
    """The row on whose page ``row`` stands: that of its :func:`page_relation`, or itself."""
    relation = page_relation(type(row))
    return getattr(row, relation) if relation else row


def page_relation(model):
    """The name of the relation to the page on which rows of ``model`` stand; empty when they have their own.

    A model says so itself (``page_relation``), or its rows go with a kind of page.
    """
    if hasattr(model, "page_relation"):
        return model.page_relation
    if find_kind(model) is None:
        for column in model._meta.local_fields:
            is_part = column.is_relation and column.remote_field.on_delete is models.CASCADE
            if is_part and find_kind(column.related_model):
                return column.name
    return ""


def _owner(model):
    """The model on whose page rows of ``model`` stand, and the column with its key."""
    relation = page_relation(model)
    if not relation:
        return model, "pk"
    column = model._meta.get_field(relation)
    return column.related_model, column.attname


def _shown(model, now):
    """The rows of ``model`` of which visitors meet something at the moment ``now``."""
    owner, page_key = _owner(model)
    rows = model._base_manager.all()
    if owner is not model:
        kind = find_kind(owner)
        # What is no kind of page has no drafts.
        return rows.filter(**{f"{page_key}__in": kind.visible(now).values("pk")}) if kind else rows
    if hasattr(model._default_manager, "showing"):
        return model._default_manager.showing(now)
    kind = find_kind(model)
    return kind.visible(now) if kind else rows


def _links_onward(now):
    """Where the answers of withdrawn pages lead on to."""
    for model in apps.get_models():
        if issubclass(model, Publishable):
            rows = model._default_manager.ended(now).exclude(withdrawn_link="")
            for pk, href in rows.order_by("pk").values_list("pk", "withdrawn_link"):
                yield Link(model, pk, href)
