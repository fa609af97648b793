"""A question before the last day changes of what anybody can answer today: people have planned for it."""

from django import forms

from helsingborgsrummet.content.words_sv import format_weekday


def _words(day):
    return format_weekday(day) if day else "ingen sista dag"


class AsksAboutLastDay(forms.ModelForm):
    """Mixin: a tick that says that the new last day is meant; hidden until there is something to ask.

    Only what is to be saved is asked about, not a preview (``is_asking``, see ``MergingForm``).
    """

    is_last_day_meant = forms.BooleanField(
        label="Ja, det är meningen",
        required=False,
        widget=forms.HiddenInput(),
    )

    def ask_about_last_day(self, shown, wanted):
        """Refuse, once, to move the last day that visitors are ``shown`` to the one that is ``wanted``."""
        if shown != wanted:
            self._ask_once(
                f"Det går att tycka till just nu, och besökarna har läst att sista dagen är "
                f"{_words(shown)}. Du ändrar till {_words(wanted)}. Stämmer det?"
            )

    def ask_about_removal(self, shown):
        """Refuse, once, to take away what anybody can answer until ``shown``; return whether it asked."""
        return self._ask_once(
            f"Det går att tycka till till och med {_words(shown)}. Tar du bort raden försvinner "
            f"det från webbplatsen. Stämmer det?"
        )

    def _ask_once(self, question):
        is_settled = self.cleaned_data.get("is_last_day_meant") or not getattr(
            self, "is_asking", False
        )
        if is_settled or self.errors:
            return False
        self.fields["is_last_day_meant"].widget = forms.CheckboxInput()
        self.add_error("is_last_day_meant", question)
        return True
