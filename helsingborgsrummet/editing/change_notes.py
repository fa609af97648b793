"""The public change log below the form of a page."""

from django.contrib.contenttypes.admin import GenericStackedInline
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet

from helsingborgsrummet.models import ChangeNote


class ChangeNoteFormSet(BaseGenericInlineFormSet):
    """Change notes under a short name, which the preview asks for."""

    @classmethod
    def get_default_prefix(cls):
        return "change_notes"


class ChangeNoteInline(GenericStackedInline):
    """What readers should know has changed on the page; shown at its end."""

    model = ChangeNote
    formset = ChangeNoteFormSet
    extra = 0
    fields = ("noted_on", "text")
