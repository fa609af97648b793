"""Share a draft by a signed link, in the admin of everything that is published."""

import datetime

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from helsingborgsrummet.content.kinds import kind_of
from helsingborgsrummet.editing.kept_forms import note_saved
from helsingborgsrummet.models import ShareLink


class LifeForm(forms.Form):
    """How long a link opens the page."""

    days = forms.TypedChoiceField(
        label="Länken ska gälla i",
        coerce=int,
        choices=[(1, "ett dygn"), (7, "en vecka"), (14, "två veckor"), (30, "en månad")],
        initial=14,
    )


class SharingAdmin:
    """Mixin for the admin of publishable things: links that show what is stored to anybody."""

    def get_urls(self):
        """The page of links of one row, and the ends of each link."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("<int:object_id>/dela/", wrap(self.share_view), name=f"{name}_share"),
            path(
                "<int:object_id>/dela/<int:link_id>/aterkalla/",
                wrap(require_POST(self.revoke_view)),
                name=f"{name}_revoke",
            ),
            *super().get_urls(),
        ]

    def _page(self, request, object_id, action):
        page = self.get_object(request, str(object_id))
        may = request.user.has_perm(f"helsingborgsrummet.{action}_sharelink")
        if page is None or not may or not self.has_view_permission(request, page):
            raise PermissionDenied
        return page

    def _links(self, page):
        return ShareLink.objects.filter(
            content_type=ContentType.objects.get_for_model(page), object_id=page.pk
        )

    def share_view(self, request, object_id):
        """List the links of a page that still open it, and make another."""
        page = self._page(request, object_id, "add")
        now = timezone.now()
        form = LifeForm(request.POST or None)
        gone = kind_of(page).what_is_withdrawn(page, now)
        if not gone and request.method == "POST" and form.is_valid():
            ShareLink.objects.create(
                page=page,
                created_by=request.user,
                expires_at=now + datetime.timedelta(days=form.cleaned_data["days"]),
            )
            note_saved(request)
            self.message_user(request, "Länken är klar att kopiera.", messages.SUCCESS)
            return redirect(request.path)
        links = self._links(page).valid(now).select_related("created_by")
        context = {
            **self.admin_site.each_context(request),
            "title": "Dela med någon utan konto",
            "subtitle": str(page),
            "opts": self.opts,
            "page": page,
            "gone": gone,
            "links": [
                (
                    link,
                    settings.SITE_ORIGIN + link.get_absolute_url(),
                    reverse(
                        f"admin:{self.opts.app_label}_{self.opts.model_name}_revoke",
                        args=[page.pk, link.pk],
                    ),
                )
                for link in links
            ],
            "form": form,
        }
        return TemplateResponse(request, "admin/share_links.html", context)

    def revoke_view(self, request, object_id, link_id):
        """Close a link from this moment."""
        page = self._page(request, object_id, "change")
        link = get_object_or_404(self._links(page), pk=link_id)
        now = timezone.now()
        ShareLink.objects.valid(now).filter(pk=link.pk).update(revoked_at=now)
        self.message_user(request, "Länken är återkallad och öppnar ingenting.", messages.SUCCESS)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_share"
        return redirect(reverse(name, args=[page.pk]))
