"""Days and clock times in forms, as Swedes write them."""

from django import forms


class DateInput(forms.DateInput):
    """The browser's own date field, which takes ISO dates."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeField(forms.TimeField):
    """A clock time as Swedes write it: ``10``, ``9.30`` or ``09:30``."""

    default_error_messages = {"invalid": "Skriv tiden så här: 10 eller 9.30."}

    def __init__(self, label, *, required=False):
        super().__init__(
            required=required,
            label=label,
            input_formats=["%H.%M", "%H:%M", "%H"],
            widget=forms.TimeInput(format="%H.%M", attrs={"inputmode": "decimal", "size": 6}),
        )

    def to_python(self, value):
        """Midnight at the end of the day may be written 24."""
        if isinstance(value, str) and value.strip() in ("24", "24.00", "24:00"):
            value = "00.00"
        return super().to_python(value)
