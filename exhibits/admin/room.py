"""The premises in the admin."""

from django.contrib import admin

from exhibits.models import AccessFact, Arrival, Room
from helsingborgsrummet.content.words_sv import format_date
from helsingborgsrummet.editing.folded_rows import FoldedInline
from helsingborgsrummet.editing.forms import EditingAdmin


class AccessFactInline(FoldedInline):
    """What a visitor wants to know before coming."""

    model = AccessFact
    fieldsets = (
        (None, {"fields": (("question", "answer"), "text", ("checked_on", "place", "is_example"))}),
    )


class ArrivalInline(FoldedInline):
    """Stations and stops with the walk from there; the map of the visit page shows them."""

    model = Arrival
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name", "place"),
                    ("longitude", "latitude"),
                    "walk",
                    ("source", "checked_on"),
                    "source_url",
                    "is_example",
                )
            },
        ),
    )


@admin.register(Room)
class RoomAdmin(EditingAdmin):
    """Present and former premises; a move is a day on the old one and a new one."""

    list_display = ("name", "street", "opened", "closed")
    inlines = (ArrivalInline, AccessFactInline)
    fieldsets = (
        (None, {"fields": ("name", "description", "picture")}),
        ("Adress", {"fields": ("street", ("postal_code", "city"), ("longitude", "latitude"))}),
        ("Hitta hit", {"fields": ("body", "entrance", "parking", "before_visit", "when_closed")}),
        (
            "Flytt",
            {
                "fields": (
                    ("moved_in_on", "moved_in_precision"),
                    ("moved_out_on", "moved_out_precision"),
                    "move_note",
                    ("source", "checked_on"),
                    "source_url",
                ),
                "description": "En flytt berättas på webbplatsen så snart den är sparad, och det som är "
                "planerat efter den får den nya adressen. Lägg till den nya lokalen med dagen då rummet "
                "öppnar där.",
            },
        ),
        (
            "Kontakt",
            {"fields": ("contact_role", "contact_email", "contact_phone", "is_contact_example")},
        ),
        ("Öppettider", {"fields": ("is_opening_example",)}),
    )

    @admin.display(description="öppnade", ordering="moved_in_on")
    def opened(self, room):
        """When the room opened here."""
        return format_date(room.moved_in)

    @admin.display(description="stängde", ordering="moved_out_on")
    def closed(self, room):
        """When the room left."""
        return format_date(room.moved_out) if room.moved_out else "–"
