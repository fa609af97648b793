"""Choices show no drafts to who may not see them elsewhere: not in forms, and not in filters of lists."""

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.utils import timezone

from helsingborgsrummet.content.kinds import find_kind
from helsingborgsrummet.content.publishing import Publishable


def may_see_all(request, model, admin_site):
    """Whether the person may see every row of ``model``, drafts too."""
    if not issubclass(model, Publishable):
        return True
    model_admin = admin_site._registry.get(model)
    return model_admin is not None and model_admin.has_view_permission(request)


def keep_to_seen(form_class, request, admin_site, obj=None):
    """Let the fields of ``form_class`` offer what the person may see; what ``obj`` has stays with it."""
    for name, field in form_class.base_fields.items():
        if not isinstance(field, forms.ModelChoiceField):
            continue
        model = field.queryset.model
        if may_see_all(request, model, admin_site):
            continue
        seen = Q(pk__in=find_kind(model).visible(timezone.now()).values("pk"))
        field.queryset = field.queryset.filter(seen | Q(pk__in=_chosen(obj, name)))


def _chosen(obj, name):
    """The keys that a row has stored in its relation ``name``."""
    if obj is None or obj.pk is None:
        return []
    column = obj._meta.get_field(name)
    stored = type(obj)._base_manager.filter(pk=obj.pk).values_list(column.name, flat=True)
    return [key for key in stored if key is not None]


class SeenRowsFilter(admin.RelatedFieldListFilter):
    """A filter that names the rows that the person may see."""

    def field_choices(self, field, request, model_admin):
        """Django's choices, without drafts that are none of the person's business."""
        model = field.remote_field.model
        if may_see_all(request, model, model_admin.admin_site):
            return super().field_choices(field, request, model_admin)
        ordering = self.field_admin_ordering(field, request, model_admin)
        seen = find_kind(model).visible(timezone.now()).values("pk")
        return field.get_choices(
            include_blank=False, ordering=ordering, limit_choices_to={"pk__in": seen}
        )


admin.FieldListFilter.register(
    lambda column: (
        bool(column.remote_field)
        and isinstance(column.remote_field.model, type)
        and issubclass(column.remote_field.model, Publishable)
    ),
    SeenRowsFilter,
    take_priority=True,
)
