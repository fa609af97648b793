"""Pamphlets."""

from django.db import models

from helsingborgsrummet.content.columns import CharField, SlugField
from helsingborgsrummet.content.kinds import kind_of
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.publishing import Publishable


class Pamphlet(WithBody, Publishable):
    """Something printed."""

    title = CharField("namn", max_length=120)
    slug = SlugField("adress", max_length=100, unique=True)
    summary = CharField("ingress", max_length=300)
    is_example = models.BooleanField("exempel", default=False)

    class Meta(Publishable.Meta):
        verbose_name = "broschyr"
        verbose_name_plural = "broschyrer"
        permissions = [("publish_pamphlet", "Får publicera och avpublicera")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{kind_of(self).list_url}{self.slug}/"
