"""What screens of the room need beside other pages."""

from django import template
from django.conf import settings

from helsingborgsrummet.content.qr import qr_code

register = template.Library()


@register.inclusion_tag("components/read_on.html")
def read_on(path):
    """The QR code of a page, with its address to write by hand."""
    return {"code": qr_code(path), "address": settings.SITE_ORIGIN.partition("//")[2] + path}
