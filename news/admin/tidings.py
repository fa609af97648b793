"""What followers are told, in the admin: a list to read, and a page about each page that they are told of.

There an editor sees the letter as it will look, sends a test, stops it while it can be stopped, and tells again.
"""

from functools import partial

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from exhibits.models import Activity, Dialogue, Occurrence, PlanStep
from helsingborgsrummet.content.words_sv import format_moment, format_number
from helsingborgsrummet.editing.telling import letter_response
from news import telling
from news.admin.closing import closing_view
from news.admin.figures import figures_view
from news.deliveries import letter_about, send_test, stop, tell
from news.models import Announcement, Tiding
from news.tidings import page_of, words_of

ALL_OF_IT = [
    Announcement.objects.all(),
    Dialogue.objects.all(),
    Activity.objects.all(),
    PlanStep.objects.select_related("plan__area"),
    Occurrence.objects.select_related("activity"),
]


class SentenceForm(forms.Form):
    """The editor's own words at the top of a letter."""

    sentence = forms.CharField(
        label="Egen mening överst i brevet",
        required=False,
        max_length=Tiding._meta.get_field("sentence").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@admin.register(Tiding)
class TidingAdmin(admin.ModelAdmin):
    """A list to read, and a page for each page that followers are told of."""

    list_display = ("page", "kind", "goes", "state", "reached_text")
    list_display_links = None
    list_per_page = 50
    show_full_result_count = False
    fields = (*list_display, "sentence")
    readonly_fields = fields

    def has_add_permission(self, request):
        """They are made from the forms of pages, or by themselves."""
        return False

    def has_change_permission(self, request, obj=None):
        """What has been told stays as it was told."""
        return False

    def has_delete_permission(self, request, obj=None):
        """They are stopped on the page of what they are about."""
        return False

    def get_queryset(self, request):
        """With what each is about."""
        return super().get_queryset(request).prefetch_related(GenericPrefetch("about", ALL_OF_IT))

    def get_changelist_instance(self, request):
        """The list leads to pages where the account may tell followers."""
        changes = super().get_changelist_instance(request)
        for tiding in changes.result_list:
            tiding.may_open = tiding.about is not None and telling.may_tell(
                request.user, page_of(tiding.about)
            )
        return changes

    @admin.display(description="sida")
    def page(self, tiding):
        """The page that followers are told of."""
        if tiding.about is None:
            return "borttagen sida"
        page = page_of(tiding.about)
        if not getattr(tiding, "may_open", False):
            return str(page)
        return format_html('<a href="{}">{}</a>', telling.address_of_telling(page), page)

    @admin.display(description="besked", ordering="what")
    def kind(self, tiding):
        """What has happened to it."""
        return capfirst(tiding.get_what_display())

    @admin.display(description="går tidigast", ordering="due_at")
    def goes(self, tiding):
        """From when letters may go."""
        return (
            "när sidan publiceras" if tiding.at >= telling.UNDATED else format_moment(tiding.due_at)
        )

    @admin.display(description="läge")
    def state(self, tiding):
        """How far it has come."""
        return state_of(tiding)

    @admin.display(description="följare som fick det", ordering="reached")
    def reached_text(self, tiding):
        """How many it went to."""
        return format_number(tiding.reached) if tiding.told_at else "–"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Lead to the page about what it is about, for who may tell of that."""
        tiding = self.get_object(request, object_id)
        if tiding is not None and tiding.about is not None:
            page = page_of(tiding.about)
            if telling.may_tell(request.user, page):
                return redirect(telling.address_of_telling(page))
        return super().change_view(request, object_id, form_url, extra_context)

    # --- About one page -------------------------------------------------------------------------

    def get_urls(self):
        """The page about a page, and its letters."""
        view = self.admin_site.admin_view
        return [
            path("om/<str:label>/<int:pk>/", view(self.page_view), name="news_tiding_page"),
            path(
                "brev/<str:label>/<int:pk>/<str:what>/",
                view(require_POST(self.letter_view)),
                name="news_tiding_letter",
            ),
            path("siffror/", view(partial(figures_view, self)), name="news_tiding_figures"),
            path(
                "foljare/<str:slug>/<int:pk>/",
                view(partial(closing_view, self.admin_site)),
                name="news_tiding_closing",
            ),
            *super().get_urls(),
        ]

    def page_view(self, request, label, pk):
        """Everything there is to tell of a page; a button each for what can be done about it."""
        page = _row(label, pk, telling.TOLD_FROM)
        if not telling.may_tell(request.user, page):
            raise PermissionDenied
        entries, now = telling.entries_of(page), timezone.now()
        form = SentenceForm()
        if request.method == "POST":
            entry = next((e for e in entries if e.key == request.POST.get("entry")), None)
            if entry is None:
                messages.warning(request, "Det du valde finns inte längre. Inget har skickats.")
                return redirect(request.path)
            form = SentenceForm(request.POST)
            if form.is_valid() and self._do(request, entry, form.cleaned_data["sentence"], now):
                return redirect(request.path)
        count = telling.count_of(page)
        context = {
            **self.admin_site.each_context(request),
            "title": "Meddela följare",
            "subtitle": str(page),
            "opts": page._meta,
            "page": page,
            "receivers": telling.receivers(count),
            "address": request.user.email,
            "sections": [self._section(each, request, form, now) for each in entries],
        }
        return TemplateResponse(request, "admin/news/telling.html", context)

    def _section(self, entry, request, form, now):
        """What the template shows of one entry."""
        is_posted = request.method == "POST" and request.POST.get("entry") == entry.key
        tiding = entry.tiding
        sentence = tiding.sentence if tiding and tiding.told_at is None else ""
        own = form if is_posted else SentenceForm(initial={"sentence": sentence})
        own.auto_id = f"{entry.key.replace(':', '-').replace('.', '-')}-%s"
        is_pending = tiding is not None and tiding.told_at is None and not tiding.is_stopped
        return {
            "entry": entry,
            "subject": words_of(entry.about, entry.what, now).subject,
            "kind": capfirst(entry.what.label),
            "state": state_of(tiding) if tiding else "Inte meddelat.",
            "form": own,
            "is_pending": is_pending,
            "can_stop": is_pending
            or bool(tiding and not tiding.is_stopped and _is_waited_for(tiding)),
            "is_told": bool(tiding and tiding.told_at),
            "letter_url": reverse(
                "admin:news_tiding_letter",
                args=[entry.about._meta.label_lower, entry.about.pk, entry.what.value],
            ),
        }

    def _do(self, request, entry, sentence, now):
        """Do what was pressed; whether all was right."""
        tiding, asked = entry.tiding, request.POST.get("do")
        is_told = bool(tiding and tiding.told_at)
        if asked == "test":
            self._test(request, entry, sentence, now)
            # What was typed stays in its field.
            return False
        if asked == "again" and is_told and not request.POST.get("is_meant"):
            messages.error(request, "Kryssa i att följarna ska få ett brev till, och tryck igen.")
            return False
        if asked == "stop":
            self._stop(request, entry, now)
        elif asked == ("again" if is_told else "tell"):
            at = now if is_told else telling.moment_of(entry.about, entry.what, now) or now
            told = tell(entry.about, now, what=entry.what, sentence=sentence, at=at, again=is_told)
            self.log_change(request, told, "Meddelade följare.")
            messages.success(request, f"Sparat. {state_of(told)} Till dess kan det stoppas.")
        else:
            messages.warning(
                request, "Någon annan hann före. Se efter vad som gäller nu; inget nytt skickas."
            )
        return True

    def _stop(self, request, entry, now):
        if stop(entry.about, now, what=entry.what):
            messages.success(request, "Stoppat. Ingen följare får brevet.")
        else:
            messages.warning(request, "Stoppat. Brev som redan har gått kan inte hämtas tillbaka.")
        if entry.tiding:
            self.log_change(request, entry.tiding, "Stoppade brevet.")

    def _test(self, request, entry, sentence, now):
        try:
            send_test(entry.about, request.user.email, now, what=entry.what, sentence=sentence)
        except ValueError:
            messages.error(
                request,
                "Ditt konto har ingen e-postadress. Be den som sköter kontona lägga in den.",
            )
        else:
            messages.success(request, f"Ett prov är på väg till {request.user.email}.")

    def letter_view(self, request, label, pk, what):
        """The letter as it will look, with the sentence that was typed; kept from everything else by its policy."""
        about = _row(label, pk, (*telling.TOLD_FROM, PlanStep, Occurrence))
        if what not in Tiding.What.values or not telling.may_tell(request.user, page_of(about)):
            raise PermissionDenied
        sentence = request.POST.get("sentence", "")[:300]
        subject, blocks = letter_about(about, timezone.now(), what=what, sentence=sentence)
        return letter_response(subject, blocks)


def _row(label, pk, models):
    """A row of one of the ``models`` by the label of its model; 404 when there is none."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404(label) from None
    row = model.objects.filter(pk=pk).first() if model in models else None
    if row is None:
        raise Http404(label)
    return row


def _is_waited_for(tiding):
    """Whether some follower waits for it: those who want a letter a day or a week."""
    return tiding.deliveries.filter(posted_at__isnull=True).exists()


def state_of(tiding):
    """How far a tiding has come, as a sentence."""
    if tiding.told_at:
        told = f"Meddelat {format_moment(tiding.told_at)} till {format_number(tiding.reached)} följare."
        return f"{told} Resten är stoppat." if tiding.is_stopped else told
    if tiding.is_stopped:
        return "Stoppat."
    if tiding.at >= telling.UNDATED:
        return "Går när sidan publiceras."
    return f"Går tidigast {format_moment(tiding.due_at)}."
