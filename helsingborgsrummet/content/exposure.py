"""Where visitors meet a row that has no publication of its own: on the pages that show it."""

from django.db.models import Q

from helsingborgsrummet.content.publishing import Publishable, State, state_condition


def public_rows_with(row, now):
    """Yield the rows that refer to ``row`` and that visitors meet at the moment ``now``, or will by themselves.

    A row without publication of its own, such as the premises, is always met.
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
            if each not in found:
                found.add(each)
                yield each
