"""Sound and film below the form of an exhibit."""

from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.utils import timezone
from django.utils.html import format_html

from exhibits.admin.documents import LosableInput, WithFileForm
from exhibits.models import Recording
from exhibits.words_sv.exhibits import recording_facts
from helsingborgsrummet.content.publishing import State
from helsingborgsrummet.editing.folded_rows import FoldedInline


class RecordingForm(WithFileForm):
    """A recording with its words."""

    class Meta:
        model = Recording
        fields = ("title", "file", "transcript", "captions", "picture", "is_example")
        # Django's own widget would offer to empty what has to be there.
        widgets = {"file": LosableInput("audio/*,video/mp4,video/webm")}


class RecordingFormSet(BaseInlineFormSet):
    """All recordings of an exhibit; whether it will be public is known from the exhibit's own form."""

    is_saving = False

    def clean(self):
        """Refuse, at its field, a recording without its words on a page that is or will be public."""
        super().clean()
        state = self.instance.state_at(timezone.now())
        if not self.is_saving or state not in (State.SCHEDULED, State.PUBLISHED):
            return
        for form in self.forms:
            is_kept = form.is_valid() and form.instance.format and form not in self.deleted_forms
            if is_kept and (lacks := form.instance.lacks):
                form.add_error(*lacks)


class RecordingInline(FoldedInline):
    """Recordings of the exhibit."""

    model = Recording
    form = RecordingForm
    formset = RecordingFormSet
    readonly_fields = ("stored_file",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title",
                    "stored_file",
                    "file",
                    "transcript",
                    "captions",
                    "picture",
                    "is_example",
                )
            },
        ),
    )

    def get_formset(self, request, obj=None, **kwargs):
        """A preview and a check refuse nothing."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.is_saving = getattr(request, "is_saving", False)
        return formset

    @admin.display(description="nuvarande fil")
    def stored_file(self, recording):
        """What is stored, with a way to it."""
        if not recording.pk:
            return "–"
        return format_html(
            '<a href="{}">Spela upp</a> ({})', recording.file.url, recording_facts(recording)
        )
