"""The model of the city and its stations in the admin."""

from django.contrib import admin

from exhibits.admin.short_links import WithLabels
from exhibits.models import CityModel, Station
from helsingborgsrummet.editing.corrections import CorrectionInline
from helsingborgsrummet.editing.forms import EditingAdmin
from helsingborgsrummet.editing.publishing import PUBLISHING_ROWS, PublishableAdmin, StateFilter


@admin.register(CityModel)
class CityModelAdmin(EditingAdmin):
    """The texts about the model; what stands on it comes from a file (``import_model_blocks``)."""

    list_display = ("title", "scale", "shows_on")
    fieldsets = (
        (None, {"fields": ("title", "summary", "body", "picture")}),
        (
            "Fakta om modellen",
            {"fields": (("scale", "size"), ("shows_on", "shows_precision"), "leaves_out")},
        ),
        ("Källa", {"fields": ("source", "source_url", "checked_on", "is_example")}),
    )

    def has_add_permission(self, request):
        """There is one model; other pages of the admin, which ask too, need not look for it."""
        match = request.resolver_match
        is_asked = match and match.url_name in (
            "exhibits_citymodel_add",
            "exhibits_citymodel_changelist",
        )
        if not (is_asked and super().has_add_permission(request)):
            return False
        return not CityModel.objects.exists()


@admin.register(Station)
class StationAdmin(WithLabels, PublishableAdmin):
    """Numbered places on the model."""

    actions = (*PublishableAdmin.actions, "print_labels")
    list_display = ("number", "title", "state", "area")
    list_display_links = ("number", "title")
    list_filter = (StateFilter, "area")
    list_prefetch_related = ("area",)
    search_fields = ("title", "summary")
    inlines = (CorrectionInline,)
    fieldsets = (
        (None, {"fields": ("number", "title", "summary", "body", "is_example")}),
        ("Publicering", {"fields": PUBLISHING_ROWS}),
        ("Plats på modellen", {"fields": (("longitude", "latitude"), "area", "plan")}),
        ("Bild", {"fields": ("picture",)}),
    )
