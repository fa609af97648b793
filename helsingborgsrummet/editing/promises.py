"""Words that promise something for a time: the time stands beside them, so that they can age."""

from django import forms

from helsingborgsrummet.content.words_sv import names_a_time


class PromiseForm(forms.ModelForm):
    """A form whose ``promises`` are pairs: a field with words and the field with the day until which they hold."""

    promises = ()

    def clean(self):
        """Ask for the day where new words name a time: nobody comes back to change them on that day."""
        data = super().clean()
        for words, until in self.promises:
            is_missing = not data.get(until) and until not in self.errors
            if is_missing and words in self.changed_data and names_a_time(data.get(words) or ""):
                self.add_error(until, "Texten nämner en tid. Fyll i till och med när den gäller.")
        return data
