"""What the admin of every publishable thing has: state, publishing, preview."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminErrorList
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from helsingborgsrummet.content.kinds import kind_of
from helsingborgsrummet.content.links import links_to
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.publishing import (
    PUBLICATION,
    Publication,
    Publishable,
    State,
    state_condition,
)
from helsingborgsrummet.content.shown import address_or_none
from helsingborgsrummet.content.words_sv import format_moment, join_words
from helsingborgsrummet.content.writing import writing
from helsingborgsrummet.editing.checking import CheckingAdmin, unsaved_of
from helsingborgsrummet.editing.checks import check
from helsingborgsrummet.editing.corrections import CorrectionInline
from helsingborgsrummet.editing.forms import EditingAdmin
from helsingborgsrummet.editing.handover import HandoverAdmin
from helsingborgsrummet.editing.moment_fields import MomentField
from helsingborgsrummet.editing.sharing import SharingAdmin
from helsingborgsrummet.editing.telling import TellingAdmin

PUBLISHING_ROWS = (*PUBLICATION, "review_by")


class WithdrawalForm(forms.Form):
    """Why a page is taken off the site, and where its readers may go instead."""

    withdrawn_reason = Publishable._meta.get_field("withdrawn_reason").formfield(
        required=True, error_messages={"required": "Skriv varför. Det visas för besökaren."}
    )
    withdrawn_link = Publishable._meta.get_field("withdrawn_link").formfield()


class StateFilter(admin.SimpleListFilter):
    """Narrow a list to drafts, scheduled, published or withdrawn rows."""

    title = "läge"
    parameter_name = "lage"
    QUESTIONS = {
        "granskning": "För granskning",
        "tillbaka": "Tillbaka med kommentar",
        "ses-over": "Skulle ha setts över",
    }

    def lookups(self, request, model_admin):
        return [*State.choices, *self.QUESTIONS.items()]

    def queryset(self, request, queryset):
        now = timezone.now()
        match self.value():
            case "granskning":
                return queryset.filter(pk__in=queryset.handed_over(now).values("pk"))
            case "tillbaka":
                return queryset.in_state(State.DRAFT, now).exclude(returned_comment="")
            case "ses-over":
                overdue = queryset.overdue(now, timezone.localdate(now))
                return queryset.filter(pk__in=overdue.values("pk"))
            case value if value in State.values:
                return queryset.filter(state_condition(value, now))
        return queryset


class PublishableAdmin(TellingAdmin, HandoverAdmin, SharingAdmin, CheckingAdmin, EditingAdmin):
    """Admin of something that is published.

    Who lacks the permission ``publish_<model>`` can write drafts and hand them over, but neither
    change what visitors see nor the two moments that decide it.
    """

    change_form_template = "admin/publishable_change_form.html"
    actions = ("publish_now", "withdraw_now")
    view_on_site = False
    publisher_fields = PUBLICATION
    is_seen_by_itself = False

    def shown_on(self, obj):
        """On its own page."""
        return ()

    # --- Permissions ----------------------------------------------------------------------------

    def is_seen(self, obj):
        """All but drafts: visitors meet the reason of what is withdrawn."""
        return obj.state_at(timezone.now()) is not State.DRAFT

    def has_delete_permission(self, request, obj=None):
        """What has been published is withdrawn, never deleted: it is a public record."""
        may_delete = super().has_delete_permission(request, obj)
        if may_delete and obj is not None and obj.published_at:
            return obj.published_at > timezone.now()
        return may_delete

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        if self.has_publish_permission(request):
            return fields
        return (*fields, *self.publisher_fields)

    def get_actions(self, request):
        """No deleting in bulk: it would reach published rows too."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    # --- The list -------------------------------------------------------------------------------

    @admin.display(description="läge", ordering="published_at")
    def state(self, obj):
        """The state in words, with the time when it matters."""
        state = obj.state_at(timezone.now())
        words = state.label
        if state is State.SCHEDULED:
            words = f"Publiceras {format_moment(obj.published_at)}"
        elif state is State.PUBLISHED and obj.withdrawn_at:
            words = f"Publicerad till {format_moment(obj.withdrawn_at)}"
        elif state is State.DRAFT and obj.handed_over_at:
            words = f"För granskning sedan {format_moment(obj.handed_over_at)}"
        elif state is State.DRAFT and obj.returned_comment:
            words = "Utkast, tillbaka med kommentar"
        return format_html('<span class="state state-{}">{}</span>', state.value, words)

    @admin.action(description="Publicera nu", permissions=["publish"])
    def publish_now(self, request, queryset):
        """Make the chosen rows visible from this moment, those that nothing speaks against."""
        now = timezone.now()
        moved = []
        with writing():
            for row in queryset:
                if row.state_at(now) is State.PUBLISHED:
                    continue
                findings = self.blocking_findings(row)
                if findings:
                    text = f"{row} publicerades inte. {' '.join(findings)}"
                    self.message_user(request, text, messages.ERROR)
                    continue
                row.publish(now)
                self.log_change(request, row, [{"changed": {"fields": ["published_at"]}}])
                moved.append(row)
        self._tell(request, moved, "publicerades")
        for row in moved:
            self._tell_what_to_know(request, row)

    @admin.action(description="Avpublicera …", permissions=["publish"])
    def withdraw_now(self, request, queryset):
        """Ask why, then take the chosen rows off the site from this moment."""
        now = timezone.now()
        public = [row for row in queryset if row.state_at(now) is State.PUBLISHED]
        if not public:
            return self._tell(request, [], "avpublicerades")
        form = WithdrawalForm(request.POST if "withdraw" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": "Avpublicera",
                "opts": self.opts,
                "action": "withdraw_now",
                "answer": "withdraw",
                "button": "Avpublicera nu",
                "selected": [row.pk for row in public],
                "pages": [(row, links_to(row, now)) for row in public],
                "form": form,
            }
            return TemplateResponse(request, "admin/withdraw.html", context)
        moved = []
        with writing():
            for row in queryset.filter(pk__in=[row.pk for row in public]):
                if row.state_at(now) is State.PUBLISHED:
                    row.withdraw(
                        now,
                        reason=form.cleaned_data["withdrawn_reason"],
                        link=form.cleaned_data["withdrawn_link"],
                    )
                    self.log_change(request, row, [{"changed": {"fields": ["withdrawn_at"]}}])
                    moved.append(row)
        self._tell(request, moved, "avpublicerades")
        for row in moved:
            self.ask_about_followers(request, row)
        return None

    def _tell(self, request, moved, verb):
        if moved:
            self.message_user(request, f"{', '.join(map(str, moved))} {verb}.", messages.SUCCESS)
        else:
            self.message_user(request, "Inget av det du valde ändrades.", messages.WARNING)

    def _tell_of_links(self, request, row, now):
        linking = [f"”{each}”" for each in links_to(row, now)]
        if linking:
            text = f"Här finns länkar till sidan som avpubliceras: {join_words(linking)}."
            self.message_user(request, text, messages.WARNING)

    # --- The form -------------------------------------------------------------------------------

    def get_inlines(self, request, obj):
        """What has not been saved yet has nothing to correct."""
        inlines = super().get_inlines(request, obj)
        return inlines if obj else [each for each in inlines if each is not CorrectionInline]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """*Publicera nu* sets the moment."""
        self.note_stored_state(obj)
        form = super().get_form(request, obj, change=change, **kwargs)
        for name, field in form.base_fields.items():
            if isinstance(field, MomentField):
                field.stored = getattr(obj, name, None)
        if "published_at" in form.base_fields:

            def clean_published_at(form):
                moment = form.cleaned_data["published_at"]
                now = timezone.now()
                if "_publish" in form.data and (moment is None or moment > now):
                    return now
                return moment

            def clean_withdrawn_at(form):
                moment = form.cleaned_data["withdrawn_at"]
                if "_publish" in form.data and moment and moment <= timezone.now():
                    return None
                return moment

            form.clean_published_at = clean_published_at
            form.clean_withdrawn_at = clean_withdrawn_at
        return form

    def save_model(self, request, obj, form, change):
        """Save all but when the page is shown; :meth:`save_related` moves that when all is stored."""
        request.wanted_publication = obj.publication
        stored = self.model._base_manager.filter(pk=obj.pk).values_list(*PUBLICATION).first()
        obj.publication = Publication(*stored) if stored else Publication()
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Publish or withdraw last, so that listeners meet the whole page."""
        super().save_related(request, form, formsets, change)
        now = timezone.now()
        withdrawn_before = form.instance.withdrawn_at
        form.instance.move_to(request.wanted_publication, now)
        if form.instance.withdrawn_at and form.instance.withdrawn_at != withdrawn_before:
            self._tell_of_links(request, form.instance, now)
            self.ask_about_followers(request, form.instance)
        self.tell_followers(request, form, formsets, change)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Tell the template where the preview is and whether the page can be visited."""
        context["preview_url"] = self._preview_url(obj)
        state = self.stored_state(obj) if obj and obj.pk else State.DRAFT
        may_publish = self.has_publish_permission(request, obj)
        context["is_published"] = state is State.PUBLISHED
        context["page_url"] = address_or_none(obj) if obj and obj.pk else None
        context["is_waiting"] = self.is_waiting(obj)
        context["can_publish"] = may_publish and state is not State.PUBLISHED
        context["can_hand_over"] = (
            not may_publish and state is State.DRAFT and not context["is_waiting"]
        )
        if obj and obj.pk and request.user.has_perm("helsingborgsrummet.add_sharelink"):
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_share"
            context["share_url"] = reverse(name, args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _preview_url(self, obj):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_preview"
        return reverse(name, args=[obj.pk] if obj and obj.pk else [])

    def response_add(self, request, obj, post_url_continue=None):
        self._say_that_it_is_public(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self._say_that_it_is_public(request, obj)
        return super().response_change(request, obj)

    def _say_that_it_is_public(self, request, obj):
        if "_publish" in request.POST and obj.state_at(timezone.now()) is State.PUBLISHED:
            self.message_user(request, f"”{obj}” är publicerad.", messages.SUCCESS)
        self._tell_what_to_know(request, obj)

    def _tell_what_to_know(self, request, obj):
        """What keeps a page that is or will be published from where visitors look for it, and the like."""
        now = timezone.now()
        if obj.state_at(now) in (State.SCHEDULED, State.PUBLISHED):
            for sentence in self.what_to_know(obj, now):
                self.message_user(request, sentence, messages.WARNING)

    def what_to_know(self, obj, now):
        """Swedish sentences about ``obj``, published or scheduled: that it is not seen, whose consent lacks."""
        kind = kind_of(obj)
        if kind.below:
            above = getattr(obj, kind.below)
            if not kind.above.is_visible(above, now):
                yield f"”{obj}” visas inte förrän ”{above}” visas."
        yield from (
            finding.sentence for finding in check(self.subject_of(obj)) if finding.code == "consent"
        )

    # --- The preview ----------------------------------------------------------------------------

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        preview = self.admin_site.admin_view(self.preview_view)
        return [
            path("forhandsvisning/", preview, name=name),
            path("<int:object_id>/forhandsvisning/", preview, name=name),
            *super().get_urls(),
        ]

    def preview_view(self, request, object_id=None):
        """Show the page as a visitor would see it: what is posted, or the row as it is stored."""
        obj = self.get_object(request, str(object_id)) if object_id else None
        may_see = (
            self.has_view_permission(request, obj) if obj else self.has_add_permission(request)
        )
        if not may_see or (object_id and obj is None):
            raise PermissionDenied
        if request.method == "POST":
            form, formsets, refusal = self.posted(
                request, obj, "Förhandsvisningen kan inte visas än"
            )
            if refusal:
                return refusal
            obj, related = form.instance, unsaved_of(form, formsets)
        else:
            related = {}
        if obj is None:
            raise PermissionDenied
        if not (address_or_none(obj) if obj.pk or getattr(obj, "slug", True) else True):
            return self._respond(
                request,
                "admin/preview_errors.html",
                {
                    **self.admin_site.each_context(request),
                    "title": "Sidan kan inte visas",
                    "errors": "Sidan saknar en adress som fungerar. Skriv en i formuläret och spara.",
                },
            )
        if isinstance(obj, WithBody):
            obj.render_body()
        note = (
            "Förhandsvisning. Inget är sparat."
            if request.method == "POST"
            else "Förhandsvisning av det som är sparat."
        )
        kind = kind_of(obj)
        context = {**kind.page_context(obj, timezone.now(), related), "preview_note": note}
        return self._respond(request, kind.template, context)

    def posted(self, request, obj, title):
        """What is posted, unsaved: the form, its formsets, and an answer that says what is wrong under a ``title``."""
        form_class = self.get_form(request, obj, change=obj is not None)
        form = form_class(request.POST, request.FILES, instance=obj)
        is_sound = form.is_valid()
        formsets, _ = self._create_formsets(request, form.instance, change=obj is not None)
        if is_sound and all(formset.is_valid() for formset in formsets):
            return form, formsets, None
        refusal = self._respond(
            request,
            "admin/preview_errors.html",
            {
                **self.admin_site.each_context(request),
                "title": title,
                "errors": AdminErrorList(form, formsets),
                "form": form,
            },
        )
        return form, formsets, refusal

    def _respond(self, request, template, context):
        response = TemplateResponse(request, template, context)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response
