"""Who follows what, what there is to tell them, and what each of them has been told.

None of it shows on a public page, so none of it raises the content's generation.
"""

import secrets

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from helsingborgsrummet.content.columns import CharField, DateField, DateTimeField
from helsingborgsrummet.models import Letter
from news.models.announcements import Topic


class Frequency(models.TextChoices):
    """How often somebody wants letters."""

    AT_ONCE = "direkt", "Direkt när något händer"
    DAILY = "dag", "Högst en gång om dagen"
    WEEKLY = "vecka", "Högst en gång i veckan"


class Scope(models.TextChoices):
    """What somebody wants to hear of an area, or of everything; all else is followed whole."""

    EVERYTHING = "allt", "Allt"
    NEWS = "nyheter", "Bara nyheter"
    FORMAL = "steg", "Bara planernas steg och när du kan tycka till"
    ACTIVITIES = "aktiviteter", "Bara aktiviteter"


class FollowerQuerySet(models.QuerySet):
    """Questions about followers; moments are always handed in."""

    def idle_until(self, moment):
        """Those whose last thing followed ended at ``moment`` or before."""
        return self.filter(idle_since__lte=moment)


class Follower(models.Model):
    """An address whose owner has confirmed that letters may go there.

    Letters lead back by ``key`` for ever; it is made by chance, so that it tells nothing.
    """

    # In its one form, see letters.normal_address.
    address = CharField("adress", max_length=320, unique=True)
    key = CharField("nyckel", max_length=43, unique=True, default=secrets.token_urlsafe)
    frequency = CharField("hur ofta", max_length=6, choices=Frequency.choices)
    confirmed_at = DateTimeField("bekräftad")
    # Since when nothing is followed any longer; empty while something is.
    idle_since = DateTimeField("följer inget sedan", null=True, blank=True, db_index=True)
    link_sent_at = DateTimeField("fick en ny länk", null=True, blank=True)
    undelivered_count = models.PositiveSmallIntegerField("brev som inte kom fram", default=0)
    undelivered_at = DateTimeField("kom senast inte fram", null=True, blank=True)

    objects = FollowerQuerySet.as_manager()
    raises_generation = False

    class Meta:
        verbose_name = "följare"
        verbose_name_plural = "följare"

    def __str__(self):
        return f"följare {self.pk}"


class FollowRequest(models.Model):
    """What an address has been asked to confirm; gone a week after the last letter about it.

    With a ``follower`` the address is to take the place of that one's.
    """

    address = CharField("adress", max_length=320, unique=True)
    key = CharField("nyckel", max_length=43, unique=True, default=secrets.token_urlsafe)
    frequency = CharField("hur ofta", max_length=6, choices=Frequency.choices)
    # [["area", 3, "allt"], ["topic", 2, "allt"]]
    wanted = models.JSONField("vill följa", default=list)
    asked_at = DateTimeField("frågades senast", db_index=True)
    # Letters since the last answer.
    times_asked = models.PositiveSmallIntegerField("antal frågor", default=0)
    answered_at = DateTimeField("svarade", null=True, blank=True)
    follower = models.ForeignKey(
        Follower, models.CASCADE, null=True, blank=True, related_name="moves"
    )

    raises_generation = False

    class Meta:
        verbose_name = "anmälan att följa"
        verbose_name_plural = "anmälningar att följa"

    def __str__(self):
        return f"anmälan {self.pk}"


def _one_thing():
    """That a follow is of exactly one thing."""
    targets = ("topic", "area", "plan", "dialogue")
    condition = Q()
    for one in (*targets, None):
        empty = {f"{target}__isnull": target != one for target in targets}
        condition |= Q(**empty, is_of_everything=one is None)
    return condition


class Follow(models.Model):
    """One thing that somebody follows: a topic, an area, a plan or a dialogue, or everything there is.

    A question that a plan asks is followed by following the plan. Who follows everything also hears of what belongs
    to no topic and no area.
    """

    TARGETS = ("topic", "area", "plan", "dialogue")
    ALL = "all"

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="follows")
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, blank=True, related_name="follows")
    area = models.ForeignKey(
        "exhibits.Area", models.CASCADE, null=True, blank=True, related_name="follows"
    )
    plan = models.ForeignKey(
        "exhibits.Plan", models.CASCADE, null=True, blank=True, related_name="follows"
    )
    dialogue = models.ForeignKey(
        "exhibits.Dialogue", models.CASCADE, null=True, blank=True, related_name="follows"
    )
    is_of_everything = models.BooleanField("följer allt", default=False)
    scope = CharField("vad", max_length=11, choices=Scope.choices, default=Scope.EVERYTHING)
    # Empty: as the follower has chosen for everything.
    frequency = CharField("hur ofta", max_length=6, choices=Frequency.choices, blank=True)
    followed_at = DateTimeField("följer sedan")
    # When there was nothing more to tell of it, such as after the result of a dialogue.
    ended_at = DateTimeField("slut", null=True, blank=True, db_index=True)

    raises_generation = False

    class Meta:
        verbose_name = "följning"
        verbose_name_plural = "följningar"
        constraints = [
            models.CheckConstraint(
                name="follow_is_of_one_thing",
                condition=_one_thing(),
                violation_error_message="Man följer en sak i taget.",
            ),
            *(
                models.UniqueConstraint(
                    fields=[target, "follower"],
                    name=f"{target}_is_followed_once",
                    violation_error_message="Det följs redan.",
                )
                for target in ("topic", "area", "plan", "dialogue")
            ),
            models.UniqueConstraint(
                fields=["follower"],
                condition=Q(is_of_everything=True),
                name="everything_is_followed_once",
                violation_error_message="Det följs redan.",
            ),
        ]

    def __str__(self):
        return f"följning {self.pk}"

    @property
    def target(self):
        """The topic, area, plan or dialogue; ``None`` when it is everything."""
        return next((found for name in self.TARGETS if (found := getattr(self, name))), None)

    @property
    def named(self):
        """What is followed by its name and key: ``("area", 3)``, or ``("all", 0)``."""
        keys = ((name, getattr(self, f"{name}_id")) for name in self.TARGETS)
        return next((each for each in keys if each[1]), (self.ALL, 0))

    @classmethod
    def columns(cls, target, key):
        """The columns that hold what :attr:`named` tells."""
        return {"is_of_everything": True} if target == cls.ALL else {f"{target}_id": key}


class TidingQuerySet(models.QuerySet):
    """Questions about tidings; moments are always handed in."""

    def due(self, now):
        """What is to be told by the moment ``now`` and is not yet, the first to tell first."""
        return self.filter(due_at__lte=now, told_at__isnull=True, is_stopped=False).order_by(
            "due_at", "id"
        )


class Tiding(models.Model):
    """Something to tell followers, once; ``key`` says what, so that it cannot come twice.

    What the letter says of it, and whom it concerns, follows from ``about`` when it is told.
    """

    class What(models.TextChoices):
        """What has happened to ``about``."""

        NEWS = "nyhet", "nyhet"
        STEP = "steg", "steg i en plan"
        OPENS = "oppnar", "fråga som öppnar"
        CLOSES = "stanger", "fråga som snart stänger"
        OUTCOME = "resultat", "vad det blev"
        ACTIVITY = "aktivitet", "aktivitet"
        MOVED = "flyttad", "flyttad aktivitet"
        CANCELLED = "installd", "inställd aktivitet"

    key = CharField("vad det är", max_length=80, unique=True)
    what = CharField("slag", max_length=9, choices=What.choices)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    about = GenericForeignKey()
    sentence = CharField("egen mening", max_length=300, blank=True)
    # When it happened or will: the day that a digest tells it under. Letters go from due_at.
    at = DateTimeField("hände")
    due_at = DateTimeField("får skickas")
    is_stopped = models.BooleanField("stoppat", default=False)
    told_at = DateTimeField("utskick gjorda", null=True, blank=True)
    reached = models.PositiveIntegerField("antal följare", default=0)

    objects = TidingQuerySet.as_manager()
    raises_generation = False

    class Meta:
        verbose_name = "besked till följare"
        verbose_name_plural = "besked till följare"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(told_at__isnull=True, is_stopped=False),
                name="tiding_to_tell",
            ),
            models.Index(fields=["content_type", "object_id"], name="tiding_about"),
        ]

    def __str__(self):
        return f"besked {self.key}"


class Closing(models.Model):
    """What somebody has decided for the followers of a topic or an area, until all of them have been told."""

    topic = models.OneToOneField(
        Topic, models.CASCADE, null=True, blank=True, related_name="closing"
    )
    area = models.OneToOneField(
        "exhibits.Area", models.CASCADE, null=True, blank=True, related_name="closing"
    )
    # What they follow instead; nothing when both are empty.
    to_topic = models.ForeignKey(
        Topic, models.CASCADE, null=True, blank=True, related_name="closings"
    )
    to_area = models.ForeignKey(
        "exhibits.Area", models.CASCADE, null=True, blank=True, related_name="closings"
    )
    sentence = CharField("egen mening", max_length=300, blank=True)
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = DateTimeField("bestämdes")

    raises_generation = False

    class Meta:
        verbose_name = "stängning för följare"
        verbose_name_plural = "stängningar för följare"
        constraints = [
            models.CheckConstraint(
                name="closing_is_of_one_thing",
                condition=Q(topic__isnull=False, area__isnull=True, to_area__isnull=True)
                | Q(topic__isnull=True, area__isnull=False, to_topic__isnull=True),
                violation_error_message="Ett ämne går in i ett ämne, ett område i ett område.",
            )
        ]

    def __str__(self):
        return f"stängning {self.pk}"

    @property
    def row(self):
        """The topic or the area."""
        return self.topic or self.area

    @property
    def target(self):
        """What its followers follow instead, or ``None``."""
        return self.to_topic or self.to_area


class FollowingFigure(models.Model):
    """How many followed something on a day, and how many letters went and came back: numbers, no persons."""

    ALL = "alla"

    day = DateField("dag")
    # "topic:3", "area:5", "all:nyheter" for everything there is, or "alla" for everybody, whatever they follow.
    about = CharField("vad", max_length=30)
    # Empty on days when nothing ran.
    followers = models.PositiveIntegerField("följare", null=True)
    letters = models.PositiveIntegerField("brev", default=0)
    undelivered = models.PositiveIntegerField("kom inte fram", default=0)

    raises_generation = False

    class Meta:
        verbose_name = "dagens siffra om följare"
        verbose_name_plural = "dagens siffror om följare"
        constraints = [
            models.UniqueConstraint(
                fields=["about", "day"],
                name="following_is_counted_once_a_day",
                violation_error_message="Dagen är redan räknad.",
            )
        ]

    def __str__(self):
        return f"{self.about} {self.day}"


class Delivery(models.Model):
    """A tiding for one follower. The row is there before any letter is, and there is one only."""

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="deliveries")
    tiding = models.ForeignKey(Tiding, models.CASCADE, related_name="deliveries")
    goes_at = DateTimeField("ska med i ett brev")
    posted_at = DateTimeField("lades i kuvert", null=True, blank=True)

    raises_generation = False

    class Meta:
        verbose_name = "utskick"
        verbose_name_plural = "utskick"
        constraints = [
            models.UniqueConstraint(
                fields=["tiding", "follower"],
                name="tiding_goes_once_to_each_follower",
                violation_error_message="Följaren får redan det beskedet.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["follower", "goes_at"],
                condition=Q(posted_at__isnull=True),
                name="delivery_waiting",
            ),
            models.Index(fields=["posted_at"], name="delivery_posted"),
        ]

    def __str__(self):
        return f"utskick {self.pk}"
