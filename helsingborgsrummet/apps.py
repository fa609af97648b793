"""The site itself, and its admin."""

import datetime

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    """What belongs to the site as a whole and to no subject."""

    name = "helsingborgsrummet"
    verbose_name = "Webbplatsen"

    def ready(self):
        """Watch for changes of content, keep the roles, and tell the clock what changes with time alone."""
        from helsingborgsrummet import audit, due_work, link_check, weekly_letter
        from helsingborgsrummet.content.owned_files import remove_leftovers
        from helsingborgsrummet.content.publishing import Publishable
        from helsingborgsrummet.content.roles import keep_roles
        from helsingborgsrummet.editing import kept_forms
        from helsingborgsrummet.kinds import register_kinds
        from helsingborgsrummet.letters import sending
        from helsingborgsrummet.models import Notice
        from helsingborgsrummet.old_traces import remove_old_traces
        from helsingborgsrummet.public_forms import limits
        from helsingborgsrummet.serving import clock, generation, table_numbers

        register_kinds()
        kept_forms.listen()
        audit.listen()
        post_migrate.connect(generation.watch_tables, sender=self)
        post_migrate.connect(table_numbers.number_tables, sender=self)
        post_migrate.connect(keep_roles)
        for model in apps.get_models():
            if issubclass(model, Publishable):
                clock.register_moments(model, "published_at", "withdrawn_at")
        clock.register_moments(Notice, "shows_from", "shows_until")
        sending.register_work()
        limits.register_work()
        link_check.register_work()
        weekly_letter.register_work()
        due_work.register(
            "remove_unused_files",
            "Filer utan användning tas bort",
            datetime.timedelta(days=1),
            remove_leftovers,
        )
        due_work.register(
            "remove_old_traces",
            "Gamla inloggningsförsök tas bort",
            datetime.timedelta(days=1),
            remove_old_traces,
        )


class SiteAdminConfig(AdminConfig):
    """Django's admin, with our own site class and our own fields for days, times and links."""

    default_site = "helsingborgsrummet.admin_site.EditorsAdminSite"

    def ready(self):
        """Every form of the admin, those of Django and of packages too, reads days as Swedes write them."""
        from django.contrib.admin.options import FORMFIELD_FOR_DBFIELD_DEFAULTS

        from helsingborgsrummet.editing.form_fields import FORM_FIELDS

        # What each admin's own ``formfield_overrides`` are added to.
        FORMFIELD_FOR_DBFIELD_DEFAULTS.update(FORM_FIELDS)
        super().ready()
