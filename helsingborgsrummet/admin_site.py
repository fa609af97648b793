"""The admin site of editors and staff."""

import functools
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, path, resolve, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from helsingborgsrummet import sign_in
from helsingborgsrummet.content.search import FoldedSearch
from helsingborgsrummet.editing import history, kept_forms
from helsingborgsrummet.editing.clock_fields import day_in_words
from helsingborgsrummet.views import errors, refused_forms

NUMBER = re.compile(r"[0-9]{1,18}")


class EditorsAdminSite(AdminSite):
    """The admin under our own name."""

    site_header = "Helsingborgsrummet"
    site_title = "Helsingborgsrummet – redaktion"
    index_title = "Redaktion"
    login_template = "admin/sign_in.html"

    def admin_view(self, view, cacheable=False):
        """Whatever a view changes, the history keeps what was there before, and its form is told."""

        def watched(request, *args, **kwargs):
            # Django checks the name of a field that is not empty, and then looks for an empty one.
            if "" in (request.GET.get(TO_FIELD_VAR), request.POST.get(TO_FIELD_VAR)):
                raise DisallowedModelAdminToField("an empty name")
            with history.watching(), kept_forms.answering(request):
                response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
                return errors.not_allowed(request, response["Allow"].split(", "))
            return response

        inner = super().admin_view(functools.update_wrapper(watched, view), cacheable)

        def guarded(request, *args, **kwargs):
            is_leaving = request.path == reverse("admin:logout")
            if request.method == "POST" and not is_leaving and not self.has_permission(request):
                return refused_forms.signed_out(request)
            return inner(request, *args, **kwargs)

        return functools.update_wrapper(guarded, inner)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        """Say why one has to sign in, lead back to where one was, and let the browser be known."""
        target = self._target(request)
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(self._first_page(request.user, target))
        why = request.GET.get(refused_forms.WHY, "")
        context = {
            "next": target,
            "notice": refused_forms.NOTICES.get(why),
            **(extra_context or {}),
        }
        response = super().login(request, context)
        if response.status_code == 302 and request.user.is_authenticated:
            response["Location"] = self._first_page(request.user, target)
            if sign_in.is_host(request.user):
                request.session.set_expiry(settings.HOST_SESSION_AGE)
            sign_in.remember_browser(request, response, request.user.get_username())
            if why == refused_forms.UNSAVED:
                messages.warning(
                    request, "Ändringen sparades inte, för du hade loggats ut. Gör om den."
                )
        return response

    def _target(self, request):
        """Where one goes after signing in: an address of the admin's, else its first page."""
        index = reverse("admin:index")
        target = request.POST.get("next") or request.GET.get("next") or index
        if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
            return index
        path = urlsplit(target).path
        try:
            name = resolve(path).view_name
        except Resolver404:
            return index
        is_inside = path.startswith(index) and name not in ("admin:login", "admin:logout")
        return target if is_inside else index

    def _first_page(self, user, target):
        """Where whoever asked for no page in particular begins: hosts with the room's day."""
        is_index = target == reverse("admin:index")
        if is_index and sign_in.is_host(user):
            return reverse("admin:exhibits_opening_today")
        return target

    def logout(self, request, extra_context=None):
        """Sign out, and take away the pages that the browser has kept.

        Drafts stay: they are locked, and only their writer is given the key.
        """
        if request.method == "GET":
            return HttpResponseRedirect(reverse("admin:index"))
        response = super().logout(request, extra_context)
        response["Clear-Site-Data"] = '"cache"'
        return response

    def register(self, model_or_iterable, admin_class=None, **options):
        """Every list is searched in one way, the lists of other packages too."""
        admin_class = admin_class or ModelAdmin
        if not issubclass(admin_class, FoldedSearch):
            admin_class = type(admin_class.__name__, (FoldedSearch, admin_class), {})
        super().register(model_or_iterable, admin_class, **options)

    def get_urls(self):
        """With what fields ask while somebody writes."""
        # The package registers models with this very site when it is imported.
        from helsingborgsrummet.admin import kept_forms as open_forms
        from helsingborgsrummet.admin import prose_editor

        day = path("dag/", self.admin_view(self.day_view), name="day_in_words")
        on_site = path(
            # Before Django's own, which asks whether somebody is staff and not what they may see.
            "r/<path:content_type_id>/<path:object_id>/",
            self.admin_view(self.on_site_view),
            name="view_on_site",
        )
        return [day, on_site, *open_forms.urls(self), *prose_editor.urls(self), *super().get_urls()]

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

    def each_context(self, request):
        """What every page needs; the key of a person's drafts is on the person's own pages alone."""
        context = super().each_context(request)
        if self.has_permission(request):
            context["draft_key"] = kept_forms.draft_key(request.user)
        return context

    def index(self, request, extra_context=None):
        """The first page shows what needs somebody, before everything that can be done."""
        from helsingborgsrummet.editing.tasks import groups_for

        groups = groups_for(request.user, timezone.now())
        return super().index(request, {"groups": groups, **(extra_context or {})})
