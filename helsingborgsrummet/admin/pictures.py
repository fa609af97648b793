"""The picture library in the admin."""

from django.contrib import admin
from django.utils.html import format_html

from helsingborgsrummet.content.editing_admin import EditingAdmin
from helsingborgsrummet.models import Picture
from helsingborgsrummet.templatetags.pictures import markup_of


class AltFilter(admin.SimpleListFilter):
    """Narrow the library to pictures that need a description."""

    title = "bildbeskrivning"
    parameter_name = "beskrivning"

    def lookups(self, request, model_admin):
        return [("saknas", "Saknas")]

    def queryset(self, request, queryset):
        return queryset.without_alt() if self.value() == "saknas" else queryset


@admin.register(Picture)
class PictureAdmin(EditingAdmin):
    """Pictures with their description, credit and focal point."""

    list_display = ("thumbnail", "title", "kind", "alt_words", "credit", "size")
    list_display_links = ("title",)
    list_filter = ("kind", AltFilter)
    search_fields = ("title", "alt", "credit")
    list_per_page = 50
    readonly_fields = ("thumbnail", "size")
    fieldsets = (
        (None, {"fields": ("thumbnail", "title", "original")}),
        ("Beskrivning", {"fields": ("alt", "is_decorative", "note")}),
        ("Upphov", {"fields": ("credit", "kind", "is_example")}),
        ("Fokus", {"fields": (("focal_x", "focal_y"), "size")}),
    )

    @admin.display(description="bild")
    def thumbnail(self, picture):
        """The picture, small."""
        return markup_of(picture, sizes="8rem", is_described=False) or "–"

    @admin.display(description="beskrivning", ordering="alt")
    def alt_words(self, picture):
        """Whether the picture is described, decorative or neither."""
        words = {"text": "Finns", "decorative": "Dekoration", "missing": "Saknas"}
        state = picture.alt_state
        return format_html('<span class="state state-alt-{}">{}</span>', state, words[state])

    @admin.display(description="storlek")
    def size(self, picture):
        """Width and height in pixels."""
        return f"{picture.width} × {picture.height}" if picture.width else "–"
