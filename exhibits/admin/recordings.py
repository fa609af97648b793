"""Sound and film below the form of an exhibit."""

from django import forms
from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.utils import timezone
from django.utils.html import format_html

from exhibits.admin.documents import LosableInput, WithFileForm
from exhibits.models import Recording
from exhibits.words_sv.exhibits import recording_facts
from helsingborgsrummet.content.publishing import State
from helsingborgsrummet.editing.folded_rows import FoldedInline

# Bytes: more than the letters that a column of captions takes.
CAPTIONS_SIZE = 2**20


class RecordingForm(WithFileForm):
    """A recording with its words; captions are pasted, or taken from a file."""

    captions_file = forms.FileField(
        label="textning från fil",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
        help_text="Välj en .vtt-fil. Det som står i den ersätter rutan ovanför.",
    )

    class Meta:
        model = Recording
        fields = ("title", "file", "transcript", "captions", "picture", "is_example")
        # Django's own widget would offer to empty what has to be there.
        widgets = {"file": LosableInput("audio/*,video/mp4,video/webm")}

    def clean_captions_file(self):
        """The words of the file, for the column that holds them; refused as a pasted text would be."""
        file = self.cleaned_data["captions_file"]
        if not file:
            return None
        if file.size > CAPTIONS_SIZE:
            raise forms.ValidationError("Filen är för stor för att vara en textning.")
        file.seek(0)
        try:
            words = file.read().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            raise forms.ValidationError(
                "Filen är ingen text i UTF-8. Spara den som WebVTT i UTF-8 och välj den igen."
            ) from None
        return self.fields["captions"].clean(words)

    def clean(self):
        """A file that was chosen stands in for what the box says, and is shown in it should the form come back."""
        data = super().clean()
        if words := data.get("captions_file"):
            data["captions"] = words
            self.errors.pop("captions", None)
            self.data = self.data.copy()
            self.data[self.add_prefix("captions")] = words
        return data


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
                    "captions_file",
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
