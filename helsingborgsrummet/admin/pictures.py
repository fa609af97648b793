"""The picture library in the admin: list, form, and the dialog that forms open."""

import re
from pathlib import PurePath

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import construct_change_message
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from helsingborgsrummet.content.files import base_address
from helsingborgsrummet.content.links import page_of
from helsingborgsrummet.content.pictures import MAX_BYTES
from helsingborgsrummet.content.publishing import Publishable
from helsingborgsrummet.content.words_sv import format_moment
from helsingborgsrummet.content.writing import writing
from helsingborgsrummet.editing.forms import EditingAdmin
from helsingborgsrummet.models import Picture
from helsingborgsrummet.models.pictures import CONSENT_WARNING, says_nothing
from helsingborgsrummet.templatetags.pictures import markup_of

TEMPLATES = "admin/helsingborgsrummet/picture"
CHOICES_A_PAGE = 24
# What a form adds around the file that it sends.
FORM_OVERHEAD = 2**16
# What is read of a file that is too large, in pieces that are thrown away.
DRAIN, MAX_DRAINED = 2**16, 10 * MAX_BYTES


def title_of_file(name, now):
    """A title from the name of an uploaded file, without its ending; never empty.

    A name that says nothing, such as ``IMG_2041.JPG``, gives way to the day and time ``now``.
    """
    words = re.sub(r"[\W_]+", " ", PurePath(name.replace("\\", "/")).stem).strip()
    if says_nothing(words):
        return f"Bild uppladdad {format_moment(now)}"
    return (words[0].upper() + words[1:])[:120].rstrip()


class ChoiceFilter(admin.SimpleListFilter):
    """A filter whose choices are methods on the queryset."""

    choices_of = {}

    def lookups(self, request, model_admin):
        return [(value, label) for value, (label, _) in self.choices_of.items()]

    def queryset(self, request, queryset):
        if self.value() in self.choices_of:
            return self.choices_of[self.value()][1](queryset, timezone.localdate())
        return queryset


class AltFilter(ChoiceFilter):
    """Narrow the library to pictures that need a description."""

    title = "bildbeskrivning"
    parameter_name = "beskrivning"
    choices_of = {"saknas": ("Saknas", lambda rows, today: rows.without_alt())}


class ConsentFilter(ChoiceFilter):
    """Narrow the library to pictures of people whose consent needs somebody."""

    title = "samtycke"
    parameter_name = "samtycke"
    choices_of = {
        "varning": (
            "Behöver åtgärdas",
            lambda rows, today: rows.consent_warnings(today),
        ),
        "saknas": (
            "Saknas",
            lambda rows, today: rows.filter(shows_people=True, consent_until=None),
        ),
        "snart": (
            "Går ut inom 30 dagar",
            lambda rows, today: rows.filter(
                shows_people=True,
                consent_until__gte=today,
                consent_until__lt=today + CONSENT_WARNING,
            ),
        ),
        "slut": (
            "Har gått ut",
            lambda rows, today: rows.filter(shows_people=True, consent_until__lt=today),
        ),
    }


class UseFilter(ChoiceFilter):
    """Narrow the library to pictures that no page shows."""

    title = "användning"
    parameter_name = "anvandning"
    choices_of = {"ingen": ("Används inte", lambda rows, today: rows.unused())}


class DescriptionForm(forms.ModelForm):
    """What is asked about a picture as soon as it has been uploaded."""

    alt_state = forms.ChoiceField(
        label="Bildbeskrivning",
        choices=[
            ("text", "Beskriv bilden"),
            ("decorative", "Bara dekoration: bilden säger inget som texten inte redan säger"),
            (
                "missing",
                "Beskriv senare: det går att spara, men inte att publicera, tills det är gjort",
            ),
        ],
        widget=forms.RadioSelect,
        initial="text",
    )

    class Meta:
        model = Picture
        fields = ("title", "alt_state", "alt", "credit", "kind", "shows_people")
        labels = {"alt": "Vad bilden visar"}
        widgets = {"alt": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_decorative:
            self.initial["alt_state"] = "decorative"

    def clean(self):
        """The text is wanted for a described picture alone."""
        data = super().clean()
        if data.get("alt_state") != "text":
            data["alt"] = ""
            self.errors.pop("alt", None)
        elif not data.get("alt") and "alt" not in self.errors:
            self.add_error("alt", "Skriv vad bilden visar, eller välj Beskriv senare.")
        self.instance.is_decorative = data.get("alt_state") == "decorative"
        return data


@admin.register(Picture)
class PictureAdmin(EditingAdmin):
    """Pictures with their description, credit, consent, focal point and uses."""

    list_display = (
        "thumbnail",
        "title",
        "alt_words",
        "uses",
        "kind",
        "licence",
        "consent",
    )
    list_display_links = ("title",)
    list_filter = (AltFilter, "kind", "licence", ConsentFilter, UseFilter)
    search_fields = ("title", "alt", "credit")
    search_help_text = "Sök i titel, bildbeskrivning och upphov."
    list_per_page = 50
    is_seen_by_itself = False
    change_form_template = "admin/helsingborgsrummet/picture/change_form.html"
    readonly_fields = ("thumbnail", "number", "focal_point", "size")
    fieldsets = (
        (None, {"fields": ("thumbnail", "number", "title", "original", "size")}),
        ("Beskrivning", {"fields": ("alt", "is_decorative", "note")}),
        ("Upphov", {"fields": ("credit", "licence", "kind", "is_example")}),
        ("Samtycke", {"fields": ("shows_people", "consent_until", "consent_note")}),
        ("Fokus", {"fields": (("focal_x", "focal_y"), "focal_point")}),
    )

    class Media:
        js = [
            forms.widgets.Script("js/picture-place.js", defer=True),
            forms.widgets.Script("js/focal-point.js", defer=True),
        ]

    # --- The list -------------------------------------------------------------------------------

    def get_queryset(self, request):
        return super().get_queryset(request).with_use_count()

    def get_search_results(self, request, queryset, search_term):
        """Search as the dialog does, with å, ä and ö in both sizes on every database."""
        return queryset.search(search_term), False

    @admin.display(description="bild")
    def thumbnail(self, picture):
        """The picture, small."""
        return markup_of(picture, sizes="8rem", is_described=False) or "–"

    @admin.display(description="nummer")
    def number(self, picture):
        """The number by which forms refer to the picture."""
        return picture.pk or "Får bilden när den sparas"

    @admin.display(description="beskrivning", ordering="alt")
    def alt_words(self, picture):
        """Whether the picture is described, decorative or neither."""
        return format_html(
            '<span class="state state-alt-{}">{}</span>', picture.alt_state, picture.alt_words
        )

    @admin.display(description="användning", ordering="use_count")
    def uses(self, picture):
        """On how many pages the picture stands, with the way to the list of them."""
        if not picture.use_count:
            return "Används inte"
        return format_html(
            '<a href="{}#anvands">Används på {} {}</a>',
            reverse("admin:helsingborgsrummet_picture_change", args=[picture.pk]),
            picture.use_count,
            "sida" if picture.use_count == 1 else "sidor",
        )

    @admin.display(description="samtycke", ordering="consent_until")
    def consent(self, picture):
        """Whether people in the picture have agreed, and until when."""
        if not picture.shows_people:
            return "Behövs inte"
        if picture.consent_until is None:
            words, is_warning = "Saknas", True
        else:
            left = picture.consent_until - timezone.localdate()
            words = f"{'Gick ut' if left.days < 0 else 'Till'} {picture.consent_until:%Y-%m-%d}"
            is_warning = left < CONSENT_WARNING
        state = "missing" if is_warning else "text"
        return format_html('<span class="state state-alt-{}">{}</span>', state, words)

    # --- The form -------------------------------------------------------------------------------

    @admin.display(description="storlek")
    def size(self, picture):
        """Width and height in pixels."""
        return f"{picture.width} × {picture.height}" if picture.width else "–"

    @admin.display(description="beskärning")
    def focal_point(self, picture):
        """The picture to click in, and the crop that the site makes of it."""
        rows = picture.renditions.get("webp", [])
        if not rows:
            return "Visas när bilden är sparad."
        whole = base_address() + min(rows, key=lambda row: abs(row[0] - 800))[1]
        return format_html(
            '<div class="focal" data-focal data-picture="{}" data-width="{}" data-height="{}">'
            '<div class="focal-place"><img src="{}" alt="" width="{}" height="{}"></div>'
            '<figure class="focal-crop"><img src="{}" alt="" width="1200" height="630">'
            "<figcaption>I sociala medier och sökmotorer (1200 × 630)</figcaption></figure></div>",
            whole,
            picture.width,
            picture.height,
            whole,
            picture.width,
            picture.height,
            picture.social_url,
        )

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """List what uses the picture."""
        context["uses"] = self._links_to(request, obj.named_uses()) if obj else []
        context["may_take_back"] = bool(obj) and self.has_delete_permission(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _links_to(self, request, uses):
        """``(words, address)`` of :class:`~helsingborgsrummet.models.pictures.Use`; where the person may not see
        the form without address, and drafts without name.
        """
        links, now = [], timezone.now()
        for use in uses:
            page = use.page_model
            may_see = self.admin_site.get_model_admin(page).has_view_permission(request)
            kind_name = page._meta.verbose_name.capitalize()
            is_draft = issubclass(page, Publishable) and not (
                use.published_at and use.published_at <= now
            )
            is_named = may_see or not is_draft
            words = (
                f"{kind_name}: {use.page_name}"
                if is_named
                else f"{kind_name} som inte är publicerad"
            )
            if page is not use.model and is_named:
                words += f" ({use.model._meta.verbose_name}{': ' if use.name else ''}{use.name})"
            name = f"admin:{page._meta.app_label}_{page._meta.model_name}_change"
            links.append((words, reverse(name, args=[use.page_pk]) if may_see else ""))
        return links

    # --- Deleting -------------------------------------------------------------------------------

    def get_deleted_objects(self, objs, request):
        """What uses a picture protects it, foreign key or not."""
        deleted, counts, perms_needed, _ = super().get_deleted_objects(objs, request)
        keys = [picture.pk for picture in objs]
        protected = []
        for picture_key, rows in Picture.objects.named_uses(keys).items():
            title = next(picture.title for picture in objs if picture.pk == picture_key)
            for words, address in self._links_to(request, rows):
                place = format_html('<a href="{}">{}</a>', address, words) if address else words
                protected.append(format_html("Bilden ”{}” används: {}", title, place))
        return deleted, counts, set() if protected else perms_needed, protected

    # --- Taking back ----------------------------------------------------------------------------

    def take_back_view(self, request, key):
        """Say what taking a picture back does, and do it: for consent that is lost."""
        picture = get_object_or_404(Picture, pk=key)
        if not self.has_delete_permission(request, picture):
            raise PermissionDenied
        if request.method == "POST":
            title = str(picture)
            with writing():
                self.log_deletions(request, [picture])
                rows = picture.take_back()
                for page in dict.fromkeys(map(page_of, rows)):
                    words = f"Bilden ”{title}” drogs tillbaka."
                    self.admin_site.get_model_admin(type(page)).log_change(request, page, words)
            self.message_user(request, f"Bilden ”{title}” är tillbakadragen.", messages.SUCCESS)
            return redirect("admin:helsingborgsrummet_picture_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": "Dra tillbaka bilden",
            "opts": self.opts,
            "picture": picture,
            "uses": self._links_to(request, picture.named_uses()),
            "same": Picture.objects.filter(digest=picture.digest).exclude(pk=picture.pk),
        }
        return TemplateResponse(request, f"{TEMPLATES}/take_back.html", context)

    def may_choose(self, request):
        """Whether the person may look for a picture: who may see the library, or edit what shows one."""
        if self.has_view_permission(request):
            return True
        models = {relation.related_model for relation in Picture.relations()}
        admins = [each for model, each in self.admin_site._registry.items() if model in models]
        return any(
            each.has_add_permission(request) or each.has_change_permission(request)
            for each in admins
        )

    # --- The dialog -----------------------------------------------------------------------------

    def get_urls(self):
        guard = self.admin_site.admin_view
        return [
            path("valj/", guard(self.choose_view), name="helsingborgsrummet_picture_choose"),
            path(
                "ladda-upp/",
                guard(csrf_exempt(self.upload_view)),
                name="helsingborgsrummet_picture_upload",
            ),
            path(
                "<int:key>/dra-tillbaka/",
                guard(require_http_methods(["GET", "POST"])(self.take_back_view)),
                name="helsingborgsrummet_picture_take_back",
            ),
            path(
                "<int:key>/beskriv/",
                guard(self.describe_view),
                name="helsingborgsrummet_picture_describe",
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_GET)
    def choose_view(self, request):
        """One page of the library as a piece of HTML, searched by ``q``."""
        if not self.may_choose(request):
            return _refusal("Du får inte välja bilder.", status=403)
        query = request.GET.get("q", "").strip()
        rows = Picture.objects.search(query).defer("original", "note", "consent_note")
        page = Paginator(rows, CHOICES_A_PAGE).get_page(request.GET.get("sida"))
        today = timezone.localdate()
        for picture in page:
            picture.consent_words = picture.consent_words_on(today)
        return self._fragment(request, "choices.html", {"page": page, "query": query})

    @method_decorator(require_POST)
    def upload_view(self, request):
        """Take one picture into the library; answer with what the dialog needs as JSON.

        A file that is too large is refused by what the request says of its length, and neither parsed
        nor kept. Only then is the form read, and its token checked.
        """
        if not self.has_add_permission(request):
            return _refusal("Du får inte lägga till bilder.", status=403)
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + FORM_OVERHEAD:
            # A browser shows no answer to what it has not sent to the end, up to a point.
            for _ in range(MAX_DRAINED // DRAIN):
                if not request.read(DRAIN):
                    break
            return _refusal("Bilden är för stor. Filen får vara högst 20 MB.", status=413)
        return csrf_protect(self._receive)(request)

    def _receive(self, request):
        file = request.FILES.get("file")
        if file is None:
            return _refusal("Ingen fil kom fram. Försök igen.")
        picture = Picture(title=title_of_file(file.name, timezone.now()), original=file)
        try:
            picture.prepare()
        except ValidationError as error:
            return _refusal(" ".join(error.messages))
        with writing():
            picture.save()
            self.log_addition(request, picture, "Uppladdad i bilddialogen.")
        return JsonResponse(_told(picture), status=201)

    @method_decorator(require_http_methods(["GET", "POST"]))
    def describe_view(self, request, key):
        """Ask for the description of a picture, as a piece of HTML; a saved one is told as JSON."""
        picture = get_object_or_404(Picture, pk=key)
        if not self.has_change_permission(request, picture):
            return _refusal("Du får inte ändra bilder.", status=403)
        form = DescriptionForm(request.POST or None, instance=picture, auto_id="picture_%s")
        if form.is_valid():
            with writing():
                form.save()
                self.log_change(request, picture, construct_change_message(form, [], add=False))
            return JsonResponse(_told(picture))
        credits = (
            Picture.objects.exclude(credit="").order_by("-id").values_list("credit", flat=True)
        )
        context = {"form": form, "picture": picture, "credits": sorted(set(credits[:50]))}
        return self._fragment(
            request, "description.html", context, status=422 if form.is_bound else 200
        )

    def _fragment(self, request, template, context, status=200):
        return TemplateResponse(
            request,
            f"{TEMPLATES}/{template}",
            context,
            status=status,
        )


def _told(picture):
    """What the dialog hands on about a picture."""
    return {
        "key": picture.pk,
        "title": picture.title,
        "alt_state": picture.alt_state,
        "alt_words": picture.alt_words,
        "thumbnail": picture.thumbnail_url,
        "consent_words": picture.consent_words_on(timezone.localdate()),
    }


def _refusal(sentence, status=422):
    """A sentence for the dialog to show."""
    return JsonResponse({"error": sentence}, status=status)
