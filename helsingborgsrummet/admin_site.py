"""The admin site of editors and staff."""

import functools
import re

from django.contrib.admin import AdminSite
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone

from helsingborgsrummet.editing import history
from helsingborgsrummet.editing.clock_fields import day_in_words

NUMBER = re.compile(r"[0-9]{1,18}")


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
        on_site = path(
            # Before Django's own, which asks whether somebody is staff and not what they may see.
            "r/<path:content_type_id>/<path:object_id>/",
            self.admin_view(self.on_site_view),
            name="view_on_site",
        )
        return [day, on_site, *prose_editor.urls(self), *super().get_urls()]

    def on_site_view(self, request, content_type_id, object_id):
        """Lead to the page of a row that the person may see in the admin."""
        if not (NUMBER.fullmatch(content_type_id) and NUMBER.fullmatch(object_id)):
            raise Http404
        content_type = get_object_or_404(ContentType, pk=content_type_id)
        model_admin = self._registry.get(content_type.model_class())
        row = model_admin and model_admin.get_object(request, object_id)
        if row is None or not hasattr(row, "get_absolute_url"):
            raise Http404
        if not model_admin.has_view_permission(request, row):
            raise PermissionDenied
        return redirect(row.get_absolute_url())

    def day_view(self, request):
        """Say as JSON which day is meant by what is written in a field; empty words for none."""
        words = day_in_words(request.GET.get("skrivet", "")[:60], timezone.localdate())
        return JsonResponse({"words": words})

    def index(self, request, extra_context=None):
        """The first page shows what needs somebody, before everything that can be done."""
        from helsingborgsrummet.admin.tasks import groups_for

        groups = groups_for(request.user, timezone.now())
        return super().index(request, {"groups": groups, **(extra_context or {})})
