"""Links in the forms of the admin."""

from django.db import models

# For ``formfield_overrides``: an address without a scheme means https.
LINKS = {models.URLField: {"assume_scheme": "https"}}
