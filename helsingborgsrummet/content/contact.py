"""Whom to ask: a role with its ways in, never a person."""

from django.db import models

from helsingborgsrummet.content.columns import CharField, EmailField


class WithContact(models.Model):
    """Base of everything that has somebody to ask."""

    contact_role = CharField(
        "kontakt",
        max_length=120,
        blank=True,
        help_text="En roll eller enhet, inte en person: människor byter arbete.",
    )
    contact_email = EmailField("e-post", blank=True)
    contact_phone = CharField("telefon", max_length=30, blank=True)
    is_contact_example = models.BooleanField(
        "kontakten är ett exempel",
        default=False,
        help_text="Kryssa i för påhittat innehåll. Besökaren ser ordet Exempel.",
    )

    class Meta:
        abstract = True
