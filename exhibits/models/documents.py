"""Documents of a plan."""

import re

from django.core.exceptions import ValidationError
from django.db import models

from exhibits.uploads.documents import check, traces_in_words
from helsingborgsrummet.content.addresses import Addressed, address_of, has_an_address
from helsingborgsrummet.content.columns import CharField, DateField
from helsingborgsrummet.content.files import once, store_once
from helsingborgsrummet.content.owned_files import WithFiles
from helsingborgsrummet.content.slugs import slug_of
from helsingborgsrummet.content.writing import writing


class Document(WithFiles, Addressed):
    """A file that belongs to a plan, checked by content when it was uploaded."""

    comes_back_with_its_page = True
    address_fields = {"digest", "file_name"}

    class Kind(models.TextChoices):
        MAP = "plankarta", "Plankarta"
        DESCRIPTION = "beskrivning", "Planbeskrivning"
        CONSULTATION_REPORT = "samradsredogorelse", "Samrådsredogörelse"
        REVIEW_STATEMENT = "granskningsutlatande", "Granskningsutlåtande"
        ENVIRONMENT = "mkb", "Miljökonsekvensbeskrivning"
        DECISION = "beslut", "Beslut"
        STUDY = "utredning", "Utredning"
        OTHER = "annat", "Annat"

    plan = models.ForeignKey(
        "exhibits.Plan", models.CASCADE, related_name="documents", verbose_name="plan"
    )
    step = models.ForeignKey(
        "exhibits.PlanStep",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="hör till steget",
    )
    title = CharField("titel", max_length=160)
    kind = CharField("slag", max_length=20, choices=Kind.choices, default=Kind.OTHER)
    dated_on = DateField("daterad", null=True, blank=True)
    file = models.FileField(
        "fil",
        upload_to="documents/",
        max_length=200,
        help_text="PDF, DOCX, ODT eller XLSX, högst 50 MB.",
    )
    format = CharField("format", max_length=8, editable=False)
    size = models.PositiveBigIntegerField("storlek", editable=False, default=0)
    page_count = models.PositiveIntegerField("sidor", editable=False, null=True)
    # What a reader finds in the file besides the document, such as comments: keys, with commas between.
    traces = CharField(editable=False, blank=True, max_length=60)
    digest = CharField(editable=False, max_length=20, db_index=True)
    file_name = CharField(editable=False, max_length=120)
    is_accessible = models.BooleanField(
        "kontrollerad för tillgänglighet",
        default=False,
        help_text="Kryssa bara i när någon har kontrollerat rubriker, läsordning och bildbeskrivningar.",
    )

    class Meta:
        verbose_name = "handling"
        verbose_name_plural = "handlingar"
        ordering = ["-dated_on", "id"]
        constraints = [has_an_address("digest", "file_name")]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Save with the file in its place, and name the document after its title."""
        self.prepare()
        self.file_name = f"{slug_of(self.title, 110) or 'handling'}.{self.format}"
        with writing():
            self._keep_file()
            super().save(*args, **kwargs)

    def prepare(self):
        """Check a new upload and store it.

        It takes seconds, so a view calls it before its transaction begins; :meth:`save` then finds
        the file there. A crash in between leaves a file that nothing points at, never a row without
        its file. Raises ``ValidationError`` for a file that is not a document.
        """
        if self.file and not self.file._committed:
            upload = self.file.file
            self._take(once(check, upload))
            name = f"documents/{self.digest}.{self.format}"
            self.file = store_once(name, lambda copy: _copy(upload, copy))
            self._upload = upload

    def _keep_file(self):
        """Store the upload again when it was taken away since :meth:`prepare`: another row let go of it."""
        if upload := self.__dict__.pop("_upload", None):
            store_once(self.file.name, lambda copy: _copy(upload, copy))

    def has_been_public(self, now):
        """Whether a visitor can have met the document: as its plan."""
        return self.plan.has_been_public(now)

    def get_absolute_url(self):
        return address_of("exhibits:document", self.digest, self.file_name)

    def clean(self):
        """Check a new upload; the form then shows what is wrong with it."""
        super().clean()
        if self.file and not self.file._committed:
            try:
                self._take(once(check, self.file.file))
            except ValidationError as error:
                raise ValidationError({"file": error}) from None
        if self.step_id and self.step.plan_id != self.plan_id:
            raise ValidationError({"step": "Steget hör till en annan plan."})

    def _take(self, checked):
        """Note what the check found out."""
        self.format, self.size = checked.format, checked.size
        self.page_count, self.digest = checked.page_count, checked.digest
        self.traces = ",".join(checked.traces)

    @property
    def traces_words(self):
        """What whoever downloads the file finds in it about people and drafts, in words; else empty."""
        return traces_in_words(self.traces.split(","))

    @property
    def download_name(self):
        """What a visitor's copy is called: the title as it is written, where file systems allow."""
        title = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", self.title)
        return f"{' '.join(title.split()).strip('. ') or 'Handling'}.{self.format}"


def _copy(upload, copy):
    upload.seek(0)
    for chunk in upload.chunks():
        copy.write(chunk)
