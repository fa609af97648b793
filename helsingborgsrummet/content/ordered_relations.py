"""A relation to many rows that keeps them in the order in which somebody chose them."""

from django.db import models, transaction
from django.db.models.fields.related_descriptors import ManyToManyDescriptor
from django.utils.functional import cached_property


class _OrderedDescriptor(ManyToManyDescriptor):
    """The rows come in the order of the rows between, which are written in the order that is wanted."""

    @cached_property
    def related_manager_cls(self):
        """Django's manager, whose rows have an order."""
        base = super().related_manager_cls
        column = self.field
        between = column.remote_field.through._meta.get_field(column.m2m_reverse_field_name())
        order = f"{between.related_query_name()}__id"

        class OrderedManager(base):
            def _apply_rel_filters(self, queryset):
                return super()._apply_rel_filters(queryset).order_by(order)

            def get_prefetch_querysets(self, instances, querysets=None):
                rows = querysets or [column.related_model._default_manager.order_by(order)]
                return super().get_prefetch_querysets(instances, rows)

            def set(self, objs, **kwargs):
                """Have exactly these rows or keys, in this order."""
                wanted = list(dict.fromkeys(getattr(each, "pk", each) for each in objs))
                if wanted == list(self.values_list("pk", flat=True)):
                    return
                with transaction.atomic():
                    self.clear()
                    for key in wanted:
                        self.add(key)

            set.alters_data = True

        return OrderedManager


class OrderedManyToManyField(models.ManyToManyField):
    """A list of rows in an order of its own. Migrations know it as the field that it is."""

    def contribute_to_class(self, cls, name, **kwargs):
        """Give the model the manager that keeps the order."""
        super().contribute_to_class(cls, name, **kwargs)
        setattr(cls, self.name, _OrderedDescriptor(self.remote_field, reverse=False))

    def deconstruct(self):
        """As Django's own."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ManyToManyField", args, kwargs
