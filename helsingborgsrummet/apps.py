"""The site itself, and its admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SiteConfig(AppConfig):
    """What belongs to the site as a whole and to no subject."""

    name = "helsingborgsrummet"
    verbose_name = "Webbplatsen"


class SiteAdminConfig(AdminConfig):
    """Django's admin, with our own site class (title, start of the day, CSP)."""

    default_site = "helsingborgsrummet.admin.site.EditorsAdminSite"
