"""From writer to editor and back: hand over for review, publish or send back with a comment."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.utils import timezone

from helsingborgsrummet.content.publishing import State


class HandoverAdmin:
    """Mixin for the admin of publishable things: the way of a draft between two people.

    What was pressed decides: *Lämna för granskning* (whoever may write), *Publicera nu* and *Skicka
    tillbaka* (whoever may publish). Everything in the form is saved at the same time.
    """

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Give an editor a field for the comment that goes back to the writer."""
        if not (self.is_waiting(obj) and self.has_publish_permission(request)):
            return super().get_form(request, obj, change=change, **kwargs)
        # The comment is no field of the model, so the form that Django makes must not hear of it.
        fields = kwargs.get("fields") or flatten_fieldsets(super().get_fieldsets(request, obj))
        kwargs["fields"] = [field for field in fields if field != "comment_back"]
        form = super().get_form(request, obj, change=change, **kwargs)

        class ReturningForm(form):
            comment_back = forms.CharField(
                label="Kommentar till skribenten",
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text="Behövs när du skickar tillbaka. Den som skrev ser den överst i formuläret.",
            )

            def clean_comment_back(self):
                comment = self.cleaned_data["comment_back"].strip()
                if "_send_back" in self.data and not comment:
                    raise forms.ValidationError("Skriv vad som behöver ändras.")
                return comment

        return ReturningForm

    def get_fieldsets(self, request, obj=None):
        """The comment stands last, beside the buttons."""
        fieldsets = super().get_fieldsets(request, obj)
        if self.is_waiting(obj) and self.has_publish_permission(request):
            return [*fieldsets, ("Granskning", {"fields": ("comment_back",)})]
        return fieldsets

    def is_waiting(self, obj):
        """Whether a stored row has been handed over and is still a draft."""
        return bool(obj and obj.handed_over_at and self.stored_state(obj) is State.DRAFT)

    def note_stored_state(self, obj):
        """Remember the state of a row before a form writes in it what may be refused."""
        if obj and not hasattr(obj, "state_before_form"):
            obj.state_before_form = obj.state_at(timezone.now())

    def stored_state(self, obj):
        """The state of the row as it is stored, also when a refused form has changed ``obj``."""
        noted = getattr(obj, "state_before_form", None)
        return noted or obj.state_at(timezone.now())

    def save_model(self, request, obj, form, change):
        """Note where the draft stands now, and save everything."""
        now = timezone.now()
        if obj.state_at(now) is not State.DRAFT:
            obj.handed_over_at = obj.handed_over_by = None
            obj.returned_comment = ""
        elif "_hand_over" in request.POST:
            obj.handed_over_at, obj.handed_over_by = now, request.user
            obj.returned_comment = ""
            self.note_in_history(request, "Lämnades för granskning.")
            self.message_user(request, "Lämnad för granskning.", messages.SUCCESS)
        elif "_send_back" in request.POST and self.has_publish_permission(request, obj):
            obj.handed_over_at = obj.handed_over_by = None
            obj.returned_comment = form.cleaned_data.get("comment_back", "")
            self.note_in_history(request, "Skickades tillbaka med en kommentar.")
            self.message_user(request, "Skickad tillbaka med din kommentar.", messages.SUCCESS)
        super().save_model(request, obj, form, change)
