"""Addresses in all templates; loaded everywhere (see TEMPLATES in the settings)."""

from django import template

from helsingborgsrummet.content.addresses import address_of

register = template.Library()

register.simple_tag(address_of, name="address")
