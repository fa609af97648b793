"""The admin site of editors and staff."""

from django.contrib.admin import AdminSite
from django.utils import timezone


class EditorsAdminSite(AdminSite):
    """The admin under our own name."""

    site_header = "Helsingborgsrummet"
    site_title = "Helsingborgsrummet – redaktion"
    index_title = "Redaktion"

    def get_urls(self):
        """The editor of running text has addresses of its own."""
        # The package registers models with this very site when it is imported.
        from helsingborgsrummet.admin import prose_editor

        return [*prose_editor.urls(self), *super().get_urls()]

    def index(self, request, extra_context=None):
        """The first page shows what needs somebody, before everything that can be done."""
        from helsingborgsrummet.admin.tasks import groups_for

        groups = groups_for(request.user, timezone.now())
        return super().index(request, {"groups": groups, **(extra_context or {})})
