"""The admin site of editors and staff."""

from django.contrib.admin import AdminSite


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
