"""Documents of a plan."""

from django.db import models
from django.urls import reverse


class Document(models.Model):
    """A file that belongs to a plan, checked by content when it was uploaded."""

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
    title = models.CharField("titel", max_length=160)
    kind = models.CharField("slag", max_length=20, choices=Kind.choices, default=Kind.OTHER)
    dated_on = models.DateField("daterad", null=True, blank=True)
    file = models.FileField(
        "fil",
        upload_to="documents/",
        max_length=200,
        help_text="PDF, DOCX, ODT eller XLSX, högst 50 MB.",
    )
    format = models.CharField("format", max_length=8, editable=False)
    size = models.PositiveBigIntegerField("storlek", editable=False, default=0)
    page_count = models.PositiveIntegerField("sidor", editable=False, null=True)
    digest = models.CharField(editable=False, max_length=20, db_index=True)
    file_name = models.CharField(editable=False, max_length=120)
    is_accessible = models.BooleanField(
        "kontrollerad för tillgänglighet",
        default=False,
        help_text="Kryssa bara i när någon har kontrollerat rubriker, läsordning och bildbeskrivningar.",
    )

    class Meta:
        verbose_name = "handling"
        verbose_name_plural = "handlingar"
        ordering = ["-dated_on", "id"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("exhibits:document", args=[self.digest, self.file_name])
