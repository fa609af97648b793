"""The screens of the room in the admin: what each plays, and which of them live."""

from django.conf import settings
from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from exhibits.models import Screen, ScreenContact, ScreenItem
from exhibits.now.screen_pages import screen_page
from exhibits.now.screens import segments_of, slides_of, stored_screens
from exhibits.words_sv.screens import segment_words
from helsingborgsrummet.content.words_sv import format_moment
from helsingborgsrummet.editing.folded_rows import FoldedInline
from helsingborgsrummet.editing.forms import EditingAdmin
from helsingborgsrummet.editing.moment_fields import MOMENTS


class ScreenItemInline(FoldedInline):
    """The playlist."""

    model = ScreenItem
    formfield_overrides = MOMENTS
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("kind", "place", "seconds"),
                    ("exhibit", "area"),
                    "picture",
                    "corner",
                    ("heading", "text"),
                    "is_example",
                ),
                "description": "Fyll i det som hör till det som visas, och låt resten vara.",
            },
        ),
        (
            "När",
            {"fields": (("shows_from", "shows_until"), ("days", "opens", "closes"), "is_takeover")},
        ),
    )


@admin.register(Screen)
class ScreenAdmin(EditingAdmin):
    """Screens with their playlists."""

    list_display = ("title", "kind", "when_closed", "heard", "shows")
    list_filter = ("kind",)
    search_fields = ("title",)
    list_prefetch_related = ("contact",)
    prepopulated_fields = {"slug": ("title",)}
    inlines = (ScreenItemInline,)
    fieldsets = (
        (None, {"fields": ("title", "slug", ("kind", "when_closed"), "is_example")}),
        ("Skärmen själv", {"fields": ("address", "heard")}),
        ("Förhandsvisning", {"fields": ("look", "week")}),
    )
    readonly_fields = ("address", "heard", "look", "week")

    def get_readonly_fields(self, request, obj=None):
        """The address of a screen that hangs on a wall stays as it is."""
        return (*self.readonly_fields, "slug") if obj else self.readonly_fields

    def get_prepopulated_fields(self, request, obj=None):
        """Only while there is an address to fill in."""
        return {} if obj else self.prepopulated_fields

    @admin.display(description="öppna på skärmen")
    def address(self, screen):
        """What the browser of the screen opens."""
        if not screen.pk:
            return "Visas när du har sparat."
        return format_html("<code>{}{}</code>", settings.SITE_ORIGIN, screen.device_url)

    @admin.display(description="hörde av sig", ordering="contact__asked_at")
    def heard(self, screen):
        """When it last asked for content."""
        contact = _contact(screen)
        return format_moment(contact.asked_at) if contact else "Aldrig"

    @admin.display(description="visar")
    def shows(self, screen):
        """Whether it shows what is right now."""
        contact, now = _contact(screen), timezone.now()
        if contact is None:
            return "–"
        stored = stored_screens(now).get(screen.slug)
        is_right = stored and screen_page(stored, now).version == contact.version
        return "Det senaste" if is_right else f"En äldre version ({contact.version[:6]})"

    @admin.display(description="se skärmen")
    def look(self, screen):
        """The page as everybody sees it."""
        if not screen.pk:
            return "Visas när du har sparat."
        return format_html('<a href="{}">Se vad den visar nu</a>', screen.get_absolute_url())

    @admin.display(description="visas när")
    def week(self, screen):
        """What it shows when during the coming week, and which items have nothing to show."""
        now = timezone.now()
        if not screen.pk:
            return "Visas när du har sparat."
        screen.playlist = list(screen.items.all())
        slides = slides_of(screen, now)
        titles = {key: slide.title for key, slide in slides.items()}
        rows = format_html_join(
            "",
            "<li><strong>{}:</strong> {}</li>",
            (segment_words(each, titles) for each in segments_of(screen, slides, now)),
        )
        empty = [str(item) for item in screen.playlist if item.pk not in slides]
        lost = (
            format_html("<p>Har inget att visa just nu: {}.</p>", ", ".join(empty)) if empty else ""
        )
        return format_html("<ul>{}</ul>{}", rows, lost)


def _contact(screen):
    try:
        return screen.contact if screen.pk else None
    except ScreenContact.DoesNotExist:
        return None
