"""Sound and film of an exhibit, each with its words."""

from django.core.exceptions import ValidationError
from django.db import models

from exhibits.uploads.captions import problems_of
from exhibits.uploads.recordings import FILM, MIME, check
from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.content.columns import AtMost, CharField, ParagraphsField, TextField
from helsingborgsrummet.content.files import once, store_once
from helsingborgsrummet.content.owned_files import WithFiles
from helsingborgsrummet.content.pictures import poster_of
from helsingborgsrummet.content.writing import writing


def check_captions(text):
    """Refuse what is no WebVTT, with the line at which it stops being it."""
    if problem := problems_of(text):
        raise ValidationError(problem)


class CaptionsField(TextField):
    """A column of captions."""

    default_validators = [AtMost(words=20_000, characters=200_000), check_captions]


class Recording(WithFiles, models.Model):
    """A sound or a film, checked by content when it was uploaded.

    Sound is public only with a transcript, film only with captions: :meth:`lacks`.
    """

    comes_back_with_its_page = True

    exhibit = models.ForeignKey(
        "exhibits.Exhibit", models.CASCADE, related_name="recordings", verbose_name="utställning"
    )
    title = CharField("namn", max_length=100)
    file = models.FileField(
        "fil",
        upload_to="recordings/",
        max_length=200,
        help_text="Ljud: MP3, M4A, Ogg eller WAV. Film: MP4 (H.264 och AAC) eller WebM. Högst 50 MB; en besökare "
        "med telefon kan få betala för varje megabyte.",
    )
    transcript = ParagraphsField(
        "det som sägs, i text",
        blank=True,
        help_text="Krävs för ljud: allt som sägs, vem som säger det och ljud som betyder något. Bra också för "
        "film, med det som syns.",
    )
    captions = CaptionsField(
        "textning (WebVTT)",
        blank=True,
        help_text="Krävs för film. Klistra in texten här, eller välj filen nedanför.",
    )
    picture = models.ForeignKey(
        "helsingborgsrummet.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="bild som visas före filmen",
        related_name="recordings",
    )
    is_example = models.BooleanField("exempel", default=False)
    format = CharField("format", max_length=8, editable=False)
    size = models.PositiveBigIntegerField("storlek", editable=False, default=0)
    seconds = models.PositiveIntegerField("längd", editable=False, null=True)
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)

    class Meta:
        verbose_name = "inspelning"
        verbose_name_plural = "ljud och film"
        ordering = ["pk"]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Save with the file in its place."""
        self.prepare()
        with writing():
            if upload := self.__dict__.pop("_upload", None):
                store_once(self.file.name, lambda copy: _copy(upload, copy))
            super().save(*args, **kwargs)

    def prepare(self):
        """Check a new upload and store it, before the transaction; ``ValidationError`` for what is no recording."""
        if self.file and not self.file._committed:
            upload = self.file.file
            facts = self._take(upload)
            name = f"recordings/{facts['digest']}.{self.format}"
            self.file = store_once(name, lambda copy: _copy(upload, copy))
            # Another row may let go of the same file before this one is saved.
            self._upload = upload

    def clean(self):
        """Check a new upload; the form then shows what is wrong with it."""
        super().clean()
        if self.file and not self.file._committed:
            try:
                self._take(self.file.file)
            except ValidationError as error:
                raise ValidationError({"file": error}) from None

    def _take(self, upload):
        facts = once(check, upload)
        self.format, self.size = facts["format"], facts["size"]
        self.width, self.height = facts["width"], facts["height"]
        self.seconds = None if facts["seconds"] is None else max(1, round(facts["seconds"]))
        return facts

    @property
    def is_film(self):
        """Whether there is something to see."""
        return self.format in FILM

    @property
    def mime(self):
        """The content type of the file."""
        return MIME[self.format]

    @property
    def lacks(self):
        """What keeps it from visitors, as the field and a Swedish sentence; ``None`` when nothing does."""
        if self.is_film and not self.captions:
            return "captions", f"Filmen ”{self.title}” behöver textning innan den kan visas."
        if not self.is_film and not self.transcript:
            return "transcript", f"Skriv det som sägs i ”{self.title}” innan det kan visas."
        return None

    @property
    def poster_url(self):
        """The picture that stands there before the film begins, or an empty string."""
        renditions = self.picture.renditions if self.picture else None
        return poster_of(renditions) if renditions else ""

    @property
    def captions_url(self):
        """Where a browser finds the captions."""
        return address_of("exhibits:captions", self.exhibit.slug, self.pk)


def _copy(upload, copy):
    upload.seek(0)
    for chunk in upload.chunks():
        copy.write(chunk)
