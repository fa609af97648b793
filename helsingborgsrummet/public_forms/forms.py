"""The base of public forms, and fields that several of them have."""

from django import forms

from helsingborgsrummet.letters import normal_address

# Said where a form is stopped. What was typed stands in the form, whatever stopped it.
STRANGE_ORIGIN = (
    "Formuläret kom inte från den här sidan, så det togs inte emot. Det du skrev står kvar: skicka det "
    "härifrån. Händer det igen kan ett tillägg i webbläsaren dölja varifrån det skickas."
)
OLD_TOKEN = (
    "Sidan hade varit öppen för länge, så formuläret togs inte emot. Det du skrev står kvar: "
    "kontrollera det och skicka igen."
)
FILLED_TRAP = "Töm fältet som ska vara tomt och skicka igen."


def too_many(seconds):
    """What somebody reads from whose place too many forms have come."""
    minutes = -(-seconds // 60)
    when = (
        f"{seconds} sekunder"
        if seconds < 60
        else f"{minutes} minuter"
        if minutes > 1
        else "en minut"
    )
    return (
        "Just nu kommer många formulär från samma nätverk, kanske från fler än dig. Det du skrev står "
        f"kvar: vänta {when} och skicka igen."
    )


class PublicForm(forms.Form):
    """Base of public forms: subclasses add fields, with labels, help and errors in Swedish.

    ``submit`` is the words on the button.
    """

    submit = "Skicka"
    use_required_attribute = False  # our own words say what is missing, on the server

    # Only machines fill it in: people neither see it nor come to it with the keyboard.
    webbplats = forms.CharField(
        label="Lämna fältet tomt",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                way = "Svara på frågan" if field.label.endswith("?") else "Fyll i"
                field.error_messages["required"] = f"{way}: {field.label}"

    def visible_ones(self):
        """The fields that people fill in."""
        return [field for field in self.visible_fields() if field.name != "webbplats"]

    def trap(self):
        """The field that stays empty."""
        return self["webbplats"]

    def findings(self):
        """What is to be mended, as pairs of the address of a field on the page, or nothing, and words."""
        found = [("", error) for error in self.non_field_errors()]
        for field in self.visible_ones():
            found += [(f"#{field.auto_id}", error) for error in field.errors]
        return found


class AddressField(forms.CharField):
    """An e-mail address, in the one form in which addresses are compared; what was typed stays in the form."""

    widget = forms.EmailInput

    def __init__(self, **options):
        super().__init__(max_length=254, **{"label": "E-postadress", **options})
        self.widget.attrs |= {
            "autocomplete": "email",
            "autocapitalize": "none",
            "spellcheck": "false",
        }

    def clean(self, value):
        """The address in its one form."""
        value = super().clean(value)
        try:
            return normal_address(value) if value else ""
        except ValueError:
            raise forms.ValidationError(
                "Skriv en e-postadress med @ och domän, till exempel kim@exempel.se."
            ) from None
