"""The admin site of editors and staff."""

import functools

from django.contrib.admin import AdminSite
from django.utils import timezone

from helsingborgsrummet.editing import history, kept_forms


class EditorsAdminSite(AdminSite):
    """The admin under our own name."""

    site_header = "Helsingborgsrummet"
    site_title = "Helsingborgsrummet – redaktion"
    index_title = "Redaktion"

    def admin_view(self, view, cacheable=False):
        """Whatever a view changes, the history keeps what was there before, and its form is told."""

        def watched(request, *args, **kwargs):
            with history.watching(), kept_forms.answering(request):
                return view(request, *args, **kwargs)

        return super().admin_view(functools.update_wrapper(watched, view), cacheable)

    def get_urls(self):
        """Open forms and the editor of running text have addresses of their own."""
        # The package registers models with this very site when it is imported.
        from helsingborgsrummet.admin import kept_forms as open_forms
        from helsingborgsrummet.admin import prose_editor

        return [*open_forms.urls(self), *prose_editor.urls(self), *super().get_urls()]

    def each_context(self, request):
        """What every page needs; the key of a person's drafts is on the person's own pages alone."""
        context = super().each_context(request)
        if self.has_permission(request):
            context["draft_key"] = kept_forms.draft_key(request.user)
        return context

    def index(self, request, extra_context=None):
        """The first page shows what needs somebody, before everything that can be done."""
        from helsingborgsrummet.admin.tasks import groups_for

        groups = groups_for(request.user, timezone.now())
        return super().index(request, {"groups": groups, **(extra_context or {})})
