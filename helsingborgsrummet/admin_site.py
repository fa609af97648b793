"""The admin site of editors and staff."""

from django.contrib.admin import AdminSite
from django.utils import timezone


class EditorsAdminSite(AdminSite):
    """The admin under our own name."""

    site_header = "Helsingborgsrummet"
    site_title = "Helsingborgsrummet – redaktion"
    index_title = "Redaktion"

    def index(self, request, extra_context=None):
        """The first page shows what needs somebody, before everything that can be done."""
        from helsingborgsrummet.admin.tasks import groups_for

        groups = groups_for(request.user, timezone.now())
        return super().index(request, {"groups": groups, **(extra_context or {})})
