"""What the columns of models are in every form of the admin."""

from django import forms
from django.db import models

from helsingborgsrummet.content.addresses import is_link
from helsingborgsrummet.editing.clock_fields import DAYS_AND_CLOCKS
from helsingborgsrummet.editing.moment_fields import MOMENTS


class AddressField(forms.URLField):
    """A page of another site, checked as links are; one without a scheme is meant to be https."""

    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "assume_scheme": "https"})

    def clean(self, value):
        """Refuse what browsers understand otherwise than it looks."""
        address = super().clean(value)
        scheme, _, rest = address.partition("://")
        if address and not (scheme.lower() in ("http", "https") and is_link(f"https://{rest}")):
            raise forms.ValidationError(
                "Skriv hela adressen till sidan, utan mellanslag. Till exempel https://helsingborg.se/.",
                code="invalid",
            )
        return address


# As ``formfield_overrides``.
FORM_FIELDS = {
    **DAYS_AND_CLOCKS,
    **MOMENTS,
    models.URLField: {"form_class": AddressField},
}
