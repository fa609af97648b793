"""The screens of the room, what they play, and when each last asked for content."""

import secrets

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from exhibits.rules import screens as rules
from exhibits.rules.model_drawing import Corner
from exhibits.words_sv.city_model import CORNERS
from helsingborgsrummet.content.addresses import Named, address_of
from helsingborgsrummet.content.columns import CharField, DateTimeField, SlugField


class Screen(Named):
    """A screen that stands in the room or faces the street."""

    class Kind(models.TextChoices):
        DISPLAY = "display", "Visar (bläddrar själv)"
        TOUCH = "touch", "Pekskärm"

    class WhenClosed(models.TextChoices):
        DARK = rules.WhenClosed.DARK.value, "Mörk"
        CARD = rules.WhenClosed.CARD.value, "Kort med öppettiderna (skärm mot gatan)"
        PLAYS = rules.WhenClosed.PLAYS.value, "Visar som vanligt"

    title = CharField("namn", max_length=80, help_text="Till exempel Vid modellen.")
    slug = SlugField(
        "adress",
        max_length=60,
        unique=True,
        help_text="Skärmens webbläsare öppnar den, så den ändras aldrig.",
    )
    kind = CharField("slag", max_length=7, choices=Kind.choices, default=Kind.DISPLAY)
    when_closed = CharField(
        "när rummet är stängt", max_length=5, choices=WhenClosed.choices, default=WhenClosed.DARK
    )
    is_example = models.BooleanField("exempel", default=False)
    # By this the room's own screen is told from everybody else who looks at its page.
    key = CharField("nyckel", max_length=64, editable=False, default=secrets.token_hex)

    class Meta:
        verbose_name = "skärm"
        verbose_name_plural = "skärmar"
        permissions = [("publish_screen", "Får ändra det som visas för besökare")]
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("exhibits:screen", self.slug)

    @property
    def device_url(self):
        """The address that the screen itself opens."""
        return f"{self.get_absolute_url()}?enhet={self.key}"

    @property
    def is_touch(self):
        """Whether one steers it by touch."""
        return self.kind == self.Kind.TOUCH


class ScreenItemManager(models.Manager):
    """Items with what they are named after: forms and lists name them one by one."""

    def get_queryset(self):
        return super().get_queryset().select_related("screen", "exhibit", "area", "picture")


class ScreenItem(models.Model):
    """One thing on a screen's playlist, and when it is shown."""

    class Kind(models.TextChoices):
        EXHIBIT = "exhibit", "Utställning"
        AREA = "area", "Område"
        MODEL = "model", "Modellen"
        NEWS = "news", "Senaste nyheterna"
        TODAY = "today", "Aktiviteter i dag"
        OPENING = "opening", "Öppet eller stängt"
        PICTURE = "picture", "Bild"
        NOTICE = "notice", "Meddelande"

    # What each kind cannot do without.
    NEEDS = {
        Kind.EXHIBIT: ("exhibit", "Välj utställningen."),
        Kind.AREA: ("area", "Välj området."),
        Kind.PICTURE: ("picture", "Välj bilden."),
        Kind.NOTICE: ("heading", "Skriv meddelandets rubrik."),
    }

    class Days(models.TextChoices):
        ALL = "1234567", "Alla dagar"
        WEEKDAYS = "12345", "Måndag–fredag"
        WEEKEND = "67", "Lördag och söndag"
        MONDAY = "1", "Måndagar"
        TUESDAY = "2", "Tisdagar"
        WEDNESDAY = "3", "Onsdagar"
        THURSDAY = "4", "Torsdagar"
        FRIDAY = "5", "Fredagar"
        SATURDAY = "6", "Lördagar"
        SUNDAY = "7", "Söndagar"

    screen = models.ForeignKey(Screen, models.CASCADE, verbose_name="skärm", related_name="items")
    place = models.PositiveSmallIntegerField("plats", default=1, help_text="Lägst tal visas först.")
    kind = CharField("visar", max_length=8, choices=Kind.choices)
    seconds = models.PositiveSmallIntegerField(
        "sekunder",
        default=20,
        validators=[MinValueValidator(5), MaxValueValidator(600)],
        help_text="Så länge det visas i taget. På en pekskärm väljer besökaren själv.",
    )
    # What goes leaves the row, which is passed over: a screen must not stand in the way of taking a picture back.
    exhibit = models.ForeignKey(
        "exhibits.Exhibit", models.SET_NULL, null=True, blank=True, verbose_name="utställning",
        related_name="screen_items",
    )  # fmt: skip
    area = models.ForeignKey(
        "exhibits.Area", models.SET_NULL, null=True, blank=True, verbose_name="område",
        related_name="screen_items",
    )  # fmt: skip
    picture = models.ForeignKey(
        "helsingborgsrummet.Picture", models.SET_NULL, null=True, blank=True, verbose_name="bild",
        related_name="screen_items",
    )  # fmt: skip
    corner = CharField(
        "modellen sedd från",
        max_length=10,
        choices=[(each.value, CORNERS[each]) for each in Corner],
        default=Corner.SOUTH_WEST.value,
    )
    heading = CharField("rubrik", max_length=80, blank=True, help_text="Bara för ett meddelande.")
    text = CharField("text", max_length=300, blank=True, help_text="Bara för ett meddelande.")
    shows_from = DateTimeField(
        "visas från", null=True, blank=True, help_text="Svensk tid. Tomt: genast."
    )
    shows_until = DateTimeField(
        "visas till", null=True, blank=True, help_text="Svensk tid. Tomt: tills vidare."
    )
    days = CharField("dagar", max_length=7, choices=Days.choices, default=Days.ALL)
    opens = models.TimeField("från klockan", null=True, blank=True)
    closes = models.TimeField(
        "till klockan", null=True, blank=True, help_text="Tidigare än början: till nästa morgon."
    )
    is_takeover = models.BooleanField(
        "tar över skärmen",
        default=False,
        help_text="Så länge det visas visas inget annat, också när rummet är stängt. Kräver visas från "
        "och till.",
    )
    is_example = models.BooleanField("exempel", default=False)

    objects = ScreenItemManager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = "inslag"
        verbose_name_plural = "spellista"
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(
                name="screen_item_ends_after_it_begins",
                condition=Q(shows_from=None)
                | Q(shows_until=None)
                | Q(shows_until__gt=F("shows_from")),
                violation_error_message="Inslaget måste sluta visas efter att det börjat visas.",
            ),
            models.CheckConstraint(
                name="screen_item_hours_have_both_ends",
                condition=Q(opens=None, closes=None) | Q(opens__isnull=False, closes__isnull=False),
                violation_error_message="Fyll i både från och till klockan, eller ingetdera.",
            ),
            models.CheckConstraint(
                name="screen_item_takeover_has_both_ends",
                condition=Q(is_takeover=False)
                | Q(shows_from__isnull=False, shows_until__isnull=False),
                violation_error_message="Det som tar över skärmen behöver en början och ett slut.",
            ),
        ]

    def __str__(self):
        about = self.heading or self.exhibit or self.area or self.picture
        return f"{self.get_kind_display()}: {about}" if about else self.get_kind_display()

    # Shown on its screen.
    page_relation = "screen"

    def clean(self):
        """Ask for what the kind cannot do without."""
        super().clean()
        name, words = self.NEEDS.get(self.kind, ("", ""))
        if name and not getattr(self, name):
            raise ValidationError({name: words})

    def as_item(self):
        """The row as the pure module knows it."""
        return rules.Item(
            self.pk,
            self.shows_from,
            self.shows_until,
            frozenset(map(int, self.days)),
            self.opens,
            self.closes,
            self.is_takeover,
        )


class ScreenContact(models.Model):
    """When a screen last asked for content, and which version it showed then. Nothing else is known."""

    screen = models.OneToOneField(
        Screen, models.CASCADE, verbose_name="skärm", related_name="contact"
    )
    asked_at = DateTimeField("hörde av sig")
    # Worked out when it asks, from the hours as they are then.
    silent_at = DateTimeField("räknas som tyst", null=True)
    told_at = DateTimeField("brev om tystnaden", null=True)
    version = CharField("version", max_length=20, blank=True)

    # Written every half minute, and no page shows it.
    raises_generation = False

    class Meta:
        verbose_name = "livstecken från en skärm"
        verbose_name_plural = "livstecken från skärmar"

    def __str__(self):
        return f"{self.screen}, {self.asked_at:%Y-%m-%d %H:%M}"
