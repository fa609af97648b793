"""Old addresses in the admin."""

from django.contrib import admin

from helsingborgsrummet.editing.forms import EditingAdmin
from helsingborgsrummet.models import Redirect


@admin.register(Redirect)
class RedirectAdmin(EditingAdmin):
    """Redirects come by themselves when an address changes; here they can be seen and removed."""

    list_display = ("old_path", "new_path", "created_at")
    search_fields = ("old_path", "new_path")
    readonly_fields = ("old_path", "new_path", "created_at")

    def has_add_permission(self, request):
        return False
