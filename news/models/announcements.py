"""Announcements, the topics they belong to and who signs them."""

import datetime

from django.db import models
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from exhibits.models.sourced import Sourced
from helsingborgsrummet.content.addresses import Addressed, address_of, has_an_address
from helsingborgsrummet.content.columns import FIRST_MOMENT, CharField, DateTimeField, SlugField
from helsingborgsrummet.content.partial_date_fields import partial_date, precision_field
from helsingborgsrummet.content.past_fields import PastDateTimeField
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.publishing import Publishable, PublishableQuerySet, State, withdrawn
from helsingborgsrummet.content.writing import writing

# News that is older says so: what it tells has had time to change.
OLD_AFTER = datetime.timedelta(days=365)


class Topic(Addressed):
    """A subject that announcements are sorted under and that a resident can follow."""

    title = CharField("namn", max_length=60, unique=True)
    slug = SlugField("adress", max_length=60, unique=True)
    description = CharField("en rad om ämnet", max_length=160)
    place = models.PositiveSmallIntegerField("plats", default=1, help_text="Lägst tal står först.")
    saved_at = DateTimeField("senast sparad", auto_now=True)

    class Meta:
        verbose_name = "ämne"
        permissions = [("publish_topic", "Får ändra det som visas för besökare")]
        verbose_name_plural = "ämnen"
        ordering = ["place", "title"]
        constraints = [has_an_address("slug")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("news:topic_detail", self.slug)


class Byline(models.Model):
    """Who signs an announcement: a name or an editorial office, with a title."""

    name = CharField("namn", max_length=80)
    title = CharField("titel", max_length=80, blank=True)

    class Meta:
        verbose_name = "byline"
        permissions = [("publish_byline", "Får ändra det som visas för besökare")]
        verbose_name_plural = "bylines"
        ordering = ["name", "title"]

    def __str__(self):
        return f"{self.name}, {self.title}" if self.title else self.name


class AnnouncementQuerySet(PublishableQuerySet):
    """Announcements in the order of the news list, the newest first."""

    def newest_first(self):
        """The order of every list: by publication, then by row, so that it is total."""
        return self.order_by("-published_at", "-id")

    def published_before(self, now, published_at, pk):
        """Rows published at ``now`` that come after the given one in :meth:`newest_first`."""
        # One upper bound of its own, so that the database begins at the right place of its index;
        # beside a second one, ``now``, it may begin there and step over all that is newer.
        return self.filter(
            Q(published_at__lt=published_at) | Q(published_at=published_at, id__lt=pk),
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=now),
            published_at__lte=min(published_at, now),
        )

    def pinned(self):
        """Rows that editors keep at the top, in their places."""
        return self.filter(pinned_place__isnull=False).order_by("pinned_place")

    def in_year(self, year):
        """Rows published in a calendar year, Swedish time."""
        zone = timezone.get_default_timezone()
        return self.filter(
            published_at__gte=datetime.datetime(year, 1, 1, tzinfo=zone),
            published_at__lt=datetime.datetime(year + 1, 1, 1, tzinfo=zone),
        )

    def years(self):
        """The Swedish calendar years that have rows, the newest first.

        Steps from year to year through the index: as many queries as there are years.
        """
        years = []
        rows = self.filter(published_at__gte=FIRST_MOMENT).order_by("-published_at")
        rows = rows.values_list("published_at", flat=True)
        moment = rows.first()
        while moment:
            years.append(timezone.localtime(moment, timezone.get_default_timezone()).year)
            first = datetime.datetime(years[-1], 1, 1, tzinfo=timezone.get_default_timezone())
            moment = rows.filter(published_at__lt=first).first()
        return years

    def for_list(self):
        """Only the columns that a list shows, with picture and topics: two queries in all."""
        return self.select_related("picture").prefetch_related("topics").defer("body", "body_html")


class Announcement(WithBody, Sourced, Publishable):
    """A piece of news."""

    title = CharField("rubrik", max_length=120)
    slug = SlugField(
        "adress",
        max_length=100,
        unique=True,
        help_text="Sista delen av sidans adress: små bokstäver a–z, siffror och bindestreck.",
    )
    lead = CharField(
        "ingress",
        max_length=300,
        blank=True,
        help_text="En eller två meningar. Visas överst, i listor, i flöden och i sökmotorer.",
    )
    published_precision = precision_field("publiceringsdagen känd till")
    updated_at = PastDateTimeField(
        "uppdaterad",
        null=True,
        blank=True,
        help_text="Svensk tid. Fyll i när innehållet ändrats så att läsaren bör få veta det.",
    )
    byline = models.ForeignKey(
        Byline,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="byline",
        related_name="announcements",
    )
    topics = models.ManyToManyField(
        Topic, blank=True, verbose_name="ämnen", related_name="announcements"
    )
    areas = models.ManyToManyField(
        "exhibits.Area",
        blank=True,
        verbose_name="områden",
        related_name="announcements",
        help_text="Nyheten visas också på områdenas sidor.",
    )
    picture = models.ForeignKey(
        "helsingborgsrummet.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="bild",
        related_name="announcements",
    )
    pinned_place = models.PositiveSmallIntegerField(
        "fäst överst",
        null=True,
        blank=True,
        unique=True,
        choices=[(1, "först"), (2, "tvåa"), (3, "trea")],
        error_messages={
            "unique": "En annan nyhet är redan fäst på den platsen. Lossa den först, "
            "eller välj en annan plats."
        },
        help_text="Upp till tre nyheter kan fästas överst på startsidan och i nyhetslistan.",
    )
    objects = AnnouncementQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "nyhet"
        verbose_name_plural = "nyheter"
        ordering = ["-published_at", "-id"]
        permissions = [("publish_announcement", "Får publicera och avpublicera")]
        indexes = [models.Index(fields=["-published_at", "-id"], name="announcement_newest_first")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        moment = self.published_at or timezone.now()
        year = timezone.localtime(moment).year
        return address_of("news:announcement_detail", year, self.slug)

    def validate_unique(self, exclude=None):
        """A place at the top that something withdrawn still has is free."""
        if self._withdrawn_in_my_place().exists():
            exclude = {*(exclude or ()), "pinned_place"}
        super().validate_unique(exclude)

    def save(self, *args, **kwargs):
        """Take the place from what was withdrawn at a time that has come since."""
        with writing():
            if self.pinned_place:
                self._withdrawn_in_my_place().update(pinned_place=None)
            super().save(*args, **kwargs)

    def _withdrawn_in_my_place(self):
        gone = Announcement.objects.in_state(State.WITHDRAWN, timezone.now())
        return gone.filter(pinned_place=self.pinned_place, pinned_place__isnull=False).exclude(
            pk=self.pk
        )

    def is_old_on(self, today):
        """Whether nobody has written or updated it for more than a year on ``today``.

        What it says in the present tense was true then.
        """
        moments = [moment for moment in (self.published_at, self.updated_at) if moment]
        if not moments:
            return False
        return timezone.localtime(max(moments)).date() < today - OLD_AFTER

    @property
    def published(self):
        """The publication day as a partial date, or ``None`` for a draft."""
        if not self.published_at:
            return None
        day = timezone.localtime(self.published_at).date()
        return partial_date(day, self.published_precision)


@receiver(withdrawn, sender=Announcement)
def _unpin(sender, page, at, **kwargs):
    """What is withdrawn leaves the top, and is not there again when it comes back."""
    if page.pinned_place and at <= timezone.now():
        page.pinned_place = None
        page.save(update_fields=["pinned_place"])
