"""The admin site of editors and staff."""

import functools

from django.contrib.admin import AdminSite
from django.http import JsonResponse
from django.urls import path
from django.utils import timezone

from helsingborgsrummet.editing import history
from helsingborgsrummet.editing.clock_fields import day_in_words


class EditorsAdminSite(AdminSite):
    """The admin under our own name."""

    site_header = "Helsingborgsrummet"
    site_title = "Helsingborgsrummet – redaktion"
    index_title = "Redaktion"

    def admin_view(self, view, cacheable=False):
        """Whatever a view changes, the history keeps what was there before."""

        def watched(request, *args, **kwargs):
            with history.watching():
                return view(request, *args, **kwargs)

        return super().admin_view(functools.update_wrapper(watched, view), cacheable)

    def get_urls(self):
        """With what fields ask while somebody writes."""
        # The package registers models with this very site when it is imported.
        from helsingborgsrummet.admin import prose_editor

        day = path("dag/", self.admin_view(self.day_view), name="day_in_words")
        return [day, *prose_editor.urls(self), *super().get_urls()]

    def day_view(self, request):
        """Say as JSON which day is meant by what is written in a field; empty words for none."""
        words = day_in_words(request.GET.get("skrivet", "")[:60], timezone.localdate())
        return JsonResponse({"words": words})

    def index(self, request, extra_context=None):
        """The first page shows what needs somebody, before everything that can be done."""
        from helsingborgsrummet.admin.tasks import groups_for

        groups = groups_for(request.user, timezone.now())
        return super().index(request, {"groups": groups, **(extra_context or {})})
