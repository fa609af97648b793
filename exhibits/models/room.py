"""The room: present and former premises, and what a visitor can count on there."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from exhibits.models.sourced import WithSource
from helsingborgsrummet.content.columns import CharField, DateField, DateTimeField
from helsingborgsrummet.content.contact import WithContact
from helsingborgsrummet.content.dates import PartialDate
from helsingborgsrummet.content.partial_date_fields import partial_date, precision_field
from helsingborgsrummet.content.past_fields import PastDateField
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.writing import writing


@dataclass(frozen=True)
class Move:
    """The next time that the room leaves its premises, opens in others, or both.

    ``leaves`` and ``opens`` are partial dates or ``None``; ``room`` is where it opens, if that is known.
    """

    leaves: PartialDate | None = None
    opens: PartialDate | None = None
    room: "Room | None" = None


@dataclass(frozen=True)
class Premises:
    """All premises that the room has had, has and will have, the latest first.

    Whatever is said about the room is asked for the day or the moment that it concerns.
    """

    rooms: tuple["Room", ...] = ()

    def on(self, day):
        """The :class:`Room` of a day: of those that it has moved into the latest; or ``None``."""
        return next((room for room in self.rooms if room.is_used_on(day)), None)

    def at(self, moment):
        """The same at an aware moment."""
        return self.on(timezone.localdate(moment))

    def former(self, day):
        """The premises that the room had left on ``day``, the latest first."""
        return [room for room in self.rooms if room.moved_out_on and room.moved_out_on <= day]

    def next_move(self, day):
        """The first :class:`Move` after ``day``, or ``None``."""
        present = self.on(day)
        edges = {edge for room in self.rooms for edge in (room.moved_in_on, room.moved_out_on)}
        edges = sorted(edge for edge in edges if edge and edge > day)
        first = next((edge for edge in edges if self.on(edge) != present), None)
        if first is None:
            return None
        opens_on = next((edge for edge in edges if edge >= first and self.on(edge)), None)
        room = self.on(opens_on) if opens_on else None
        opens = room.moved_in if room else None
        if present is None:
            return Move(None, opens, room)
        return Move(present.moved_out if first == present.moved_out_on else opens, opens, room)


class RoomQuerySet(models.QuerySet):
    """Premises; what happens to several at once reaches calendars as well."""

    def delete(self):
        """Delete premises and raise the numbers of what is held in the room."""
        with writing():
            deleted = super().delete()
            move_what_is_held_in_the_room()
        return deleted

    delete.alters_data = True
    delete.queryset_only = True

    def update(self, **values):
        """Write columns of several rows; the numbers rise when calendar entries change place."""
        with writing():
            updated = super().update(**values)
            if not Room.SHOWN_IN_CALENDARS.isdisjoint(values):
                move_what_is_held_in_the_room()
        return updated

    update.alters_data = True


def move_what_is_held_in_the_room():
    """Raise the numbers of what is held in the room and is not over: its place reads differently."""
    apps.get_model("exhibits", "Occurrence").objects.move_with_the_room(timezone.now())


class Room(WithBody, WithContact, WithSource):
    """Premises that the room has or has had; ``body`` describes the way there."""

    name = CharField("hus", max_length=80, help_text="Till exempel Stadsbyggnadshuset.")
    description = CharField(
        "kort beskrivning", max_length=240, blank=True, help_text="En mening om lokalen."
    )
    SHOWN_IN_CALENDARS = frozenset(
        ("name", "street", "postal_code", "city", "moved_in_on", "moved_out_on")
    )
    # What a list of uses calls it: the same as ``__str__``.
    name_columns = ("name", "street")

    moved_in_on = DateField("öppnade", help_text="Första dagen som är känd.")
    moved_in_precision = precision_field("känt till")
    moved_out_on = DateField(
        "stängde",
        null=True,
        blank=True,
        help_text="Tomt: rummet finns kvar här. Flyttar ni: fyll i dagen och lägg till den nya lokalen.",
    )
    moved_out_precision = precision_field("känt till")
    move_note = CharField(
        "om flytten", max_length=300, blank=True, help_text="Varför rummet flyttade, i en mening."
    )
    street = CharField("gatuadress", max_length=120)
    postal_code = CharField("postnummer", max_length=6, blank=True)
    city = CharField("ort", max_length=60, default="Helsingborg")
    longitude = models.DecimalField(
        "longitud", max_digits=8, decimal_places=5, null=True, blank=True
    )
    latitude = models.DecimalField("latitud", max_digits=8, decimal_places=5, null=True, blank=True)
    entrance = CharField(
        "entré", max_length=300, blank=True, help_text="Vilken dörr, vilket plan. Tomt: okänt."
    )
    parking = CharField(
        "parkering",
        max_length=300,
        blank=True,
        help_text="För cykel, bil och rörelsehindrade. Tomt: okänt.",
    )
    before_visit = CharField(
        "inför besöket", max_length=300, blank=True, help_text="Vad som är bra att veta eller göra."
    )
    when_closed = CharField(
        "när det är stängt",
        max_length=300,
        blank=True,
        help_text="Vem man ringer eller skriver till då.",
    )
    picture = models.ForeignKey(
        "helsingborgsrummet.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="bild",
        related_name="rooms",
    )
    is_opening_example = models.BooleanField(
        "öppettiderna är ett exempel",
        default=False,
        help_text="Kryssa i för påhittade tider. Besökaren ser ordet Exempel överallt där de står.",
    )
    saved_at = DateTimeField("senast sparad", auto_now=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = "lokal"
        permissions = [("publish_room", "Får ändra det som visas för besökare")]
        verbose_name_plural = "rummets lokaler"
        ordering = ["-moved_in_on"]
        constraints = [
            models.CheckConstraint(
                name="room_moves_out_after_it_moves_in",
                condition=Q(moved_out_on__isnull=True)
                | Q(moved_out_on__gte=models.F("moved_in_on")),
                violation_error_message="Rummet kan inte stänga innan det öppnade.",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.street}"

    def save(self, *args, **kwargs):
        """Raise the number of what is held in the room when its calendar entries change place."""
        with writing():
            stored = Room.objects.filter(pk=self.pk).values(*self.SHOWN_IN_CALENDARS).first()
            super().save(*args, **kwargs)
            if not stored or any(getattr(self, name) != stored[name] for name in stored):
                move_what_is_held_in_the_room()

    def delete(self, *args, **kwargs):
        """The same when premises are taken away: a move that is not to be, for instance."""
        with writing():
            deleted = super().delete(*args, **kwargs)
            move_what_is_held_in_the_room()
        return deleted

    def is_used_on(self, day):
        """Whether the room has moved in by ``day`` and not left; the day of leaving is the first without."""
        return self.moved_in_on <= day and (self.moved_out_on is None or day < self.moved_out_on)

    @property
    def position(self):
        """Longitude and latitude as floats, or ``None``."""
        if self.longitude is None or self.latitude is None:
            return None
        return float(self.longitude), float(self.latitude)

    @property
    def moved_in(self):
        """When the room opened here, as a partial date."""
        return partial_date(self.moved_in_on, self.moved_in_precision)

    @property
    def moved_out(self):
        """When the room left, as a partial date, or ``None``."""
        return partial_date(self.moved_out_on, self.moved_out_precision)


class AccessFact(models.Model):
    """One thing a visitor wants to know before coming: step-free entrance, hearing loop …"""

    class Answer(models.TextChoices):
        YES = "yes", "Ja"
        NO = "no", "Nej"
        UNKNOWN = "unknown", "Uppgift saknas"

    room = models.ForeignKey(
        Room, models.CASCADE, related_name="access_facts", verbose_name="lokal"
    )
    question = CharField("vad", max_length=80, help_text="Till exempel Entré utan trappsteg.")
    answer = CharField(
        "svar",
        max_length=7,
        choices=Answer.choices,
        default=Answer.UNKNOWN,
        help_text="Vet du inte säkert: låt det stå Uppgift saknas. Det visas så för besökaren.",
    )
    text = CharField("beskrivning", max_length=240, blank=True)
    checked_on = PastDateField("kontrollerad", null=True, blank=True)
    is_example = models.BooleanField("exempel", default=False)
    place = models.PositiveSmallIntegerField("plats", default=1)

    class Meta:
        verbose_name = "tillgänglighetsuppgift"
        verbose_name_plural = "tillgänglighet i lokalen"
        ordering = ["place", "id"]
        constraints = [
            models.CheckConstraint(
                name="access_fact_is_yes_or_no_only_when_it_was_checked",
                condition=Q(answer="unknown") | Q(checked_on__isnull=False),
                violation_error_message="Ja och nej behöver dagen då det kontrollerades på plats.",
            ),
        ]

    def __str__(self):
        return f"{self.question}: {self.get_answer_display()}"


class Arrival(WithSource):
    """Where somebody arrives, a station or a stop, and the walk from there to the entrance in words."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="arrivals", verbose_name="lokal")
    name = CharField("varifrån", max_length=60, help_text="Till exempel Helsingborg C.")
    longitude = models.DecimalField("longitud", max_digits=8, decimal_places=5)
    latitude = models.DecimalField("latitud", max_digits=8, decimal_places=5)
    walk = CharField(
        "vägen i ord",
        max_length=400,
        help_text="Som du skulle förklara den för någon som inte ser kartan.",
    )
    is_example = models.BooleanField("exempel", default=False)
    place = models.PositiveSmallIntegerField("plats", default=1)

    class Meta:
        verbose_name = "väg hit"
        verbose_name_plural = "vägar hit"
        ordering = ["place", "id"]

    # Read on the page of its premises.
    page_relation = "room"

    def __str__(self):
        return self.name

    @property
    def position(self):
        """Longitude and latitude as floats."""
        return float(self.longitude), float(self.latitude)
