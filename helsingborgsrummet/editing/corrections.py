"""Corrections below the form of a page."""

from django.contrib.contenttypes.admin import GenericStackedInline
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet

from helsingborgsrummet.models import Correction


class CorrectionFormSet(BaseGenericInlineFormSet):
    """Corrections under a short name, which the preview asks for."""

    @classmethod
    def get_default_prefix(cls):
        return "corrections"


class CorrectionInline(GenericStackedInline):
    """What was wrong on the page and when it was put right; shown on the page."""

    model = Correction
    formset = CorrectionFormSet
    extra = 0
    fields = ("corrected_at", "note")
