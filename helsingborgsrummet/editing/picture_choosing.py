"""How a picture of the library is chosen in a form of the admin.

A field holds the picture's number in a plain input; the script ``picture-dialog.js`` puts buttons in its
place. There is no list of choices to build, so that a form is as quick with thousands of pictures.
"""

import re

from django import forms
from django.utils import timezone

from helsingborgsrummet.editing.shared_choices import chosen_rows

NUMBER = re.compile(r"[0-9]{1,18}")
PICTURE_MODEL = "helsingborgsrummet.Picture"
DIALOG = forms.Media(js=[forms.widgets.Script("js/picture-dialog.js", defer=True)])


class PictureInput(forms.TextInput):
    """The number of one picture, with what it looks like."""

    template_name = "admin/picture_widget.html"
    is_list = False

    def __init__(self, label, attrs=None):
        super().__init__(attrs)
        self.label = label

    @property
    def media(self):
        """The dialog."""
        return DIALOG

    def get_context(self, name, value, attrs):
        """Add the chosen pictures: one query, however many there are."""
        context = super().get_context(name, None, attrs)
        numbers = self._numbers(value)
        keys = [int(number) for number in numbers if NUMBER.fullmatch(number)]
        found = chosen_rows(self.choices, keys)
        today = timezone.localdate()
        context["widget"] |= {
            "label": self.label,
            "is_list": self.is_list,
            "rows": [
                {
                    "number": number,
                    "picture": picture,
                    "consent_words": picture.consent_words_on(today) if picture else "",
                }
                for number in numbers
                for picture in [found.get(int(number)) if NUMBER.fullmatch(number) else None]
            ],
        }
        return context

    def _numbers(self, value):
        return [str(value)] if value not in (None, "") else []


class PictureListInput(PictureInput):
    """The numbers of several pictures, one input each."""

    is_list = True

    def _numbers(self, value):
        return [str(each) for each in value or [] if each not in (None, "")]

    def value_from_datadict(self, data, files, name):
        """Every number once, in the order of the inputs; several may stand in one input."""
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return list(dict.fromkeys(re.findall(r"[^\s,;]+", " ".join(map(str, values)))))

    def value_omitted_from_data(self, data, files, name):
        """A list that somebody has emptied sends nothing."""
        return False


class PictureField(forms.ModelChoiceField):
    """One picture of the library, by its number."""

    default_error_messages = {
        "invalid_choice": "Det finns ingen bild med nummer %(value)s i bildbiblioteket."
    }


class PictureListField(forms.ModelMultipleChoiceField):
    """Several pictures of the library, by their numbers."""

    default_error_messages = {
        "invalid_choice": "Det finns ingen bild med nummer %(value)s i bildbiblioteket.",
    }

    def clean(self, value):
        """The rows in the order of their numbers; one that no row can have is told like one that none has."""
        for number in value or []:
            if not NUMBER.fullmatch(str(number)):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": number},
                )
        rows = {str(row.pk): row for row in super().clean(value)}
        return [rows[number] for number in map(str, map(int, value or []))]


class PictureChoosingAdmin:
    """Mixin for every admin: fields that refer to pictures are chosen from the library."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Relations to pictures get a field of ours, without Django's buttons around it."""
        related = getattr(db_field.remote_field, "model", None)
        if related is None or related._meta.label != PICTURE_MODEL:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        is_list = db_field.many_to_many
        label = db_field.verbose_name.capitalize()
        return db_field.formfield(
            form_class=PictureListField if is_list else PictureField,
            widget=(PictureListInput if is_list else PictureInput)(label),
            **kwargs,
        )
