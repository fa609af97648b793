"""Where visitors meet a row that has no publication of its own: on the pages that show it."""

from django.db.models import Q

from helsingborgsrummet.content.links import page_of
from helsingborgsrummet.content.publishing import Publishable, State, state_condition


def public_rows_with(row, now):
    """Yield the pages that show ``row`` and that visitors meet at the moment ``now``, or will by themselves.

    What refers to it may be a part of a page. What has no publication of its own, such as the premises, is
    always met.
    """
    seen = Q(state_condition(State.PUBLISHED, now) | state_condition(State.SCHEDULED, now))
    found = set()
    for relation in row._meta.get_fields(include_hidden=True):
        is_incoming = relation.auto_created and relation.is_relation and not relation.concrete
        if not is_incoming or not hasattr(relation, "field"):
            continue
        model = relation.related_model
        if model._meta.auto_created or not getattr(model, "raises_generation", True):
            continue
        rows = model._base_manager.filter(**{relation.field.name: row.pk})
        if issubclass(model, Publishable):
            rows = rows.filter(seen)
        for each in rows.order_by("pk").iterator():
            page = page_of(each)
            is_part = page is not each and isinstance(page, Publishable)
            is_seen = not is_part or page.state_at(now) in (State.PUBLISHED, State.SCHEDULED)
            if is_seen and page not in found:
                found.add(page)
                yield page
