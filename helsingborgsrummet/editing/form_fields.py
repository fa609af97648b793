"""What the columns of models are in every form of the admin."""

from django.db import models

from helsingborgsrummet.editing.clock_fields import DAYS_AND_CLOCKS
from helsingborgsrummet.editing.moment_fields import MOMENTS

# As ``formfield_overrides``; an address without a scheme means https.
FORM_FIELDS = {
    **DAYS_AND_CLOCKS,
    **MOMENTS,
    models.URLField: {"assume_scheme": "https"},
}
