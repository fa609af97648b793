"""The outline of an area or a plan in the admin: a file or pasted text, drawn on the map before it is saved.

Of a collection with several surfaces one or more are chosen. All of it works without a script; with one
(``outline-field.js``) a file is read into the text box at once, and the map comes without the page being sent.
"""

import functools
import hashlib
from dataclasses import dataclass

from django import forms
from django.contrib.admin.helpers import AdminErrorList
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms.utils import ErrorDict, ErrorList
from django.forms.widgets import Script
from django.http import HttpResponseNotAllowed, JsonResponse
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone

from exhibits.models.areas import OutlineField, OutlineInput, drawn_outline
from exhibits.now.area_maps import map_of_unsaved_area, map_of_unsaved_plan
from exhibits.rules.outlines import (
    ENDINGS,
    LARGEST_DOCUMENT,
    MOST_LISTED,
    Fault,
    Problem,
    joined,
    problem_of,
    read_file,
    surfaces_of,
)
from exhibits.words_sv.maps import (
    NO_OUTLINE,
    NOT_DRAWN,
    OUTLINE_DRAWN,
    OUTLINE_FILE,
    OUTLINE_STORED,
    UNNAMED,
    outline_problem,
    problem_of_surface,
    surface_names,
    surfaces_left_out,
)
from helsingborgsrummet.content.shown import shown

# The button that draws without a script.
DRAWS = "_draw_outline"


@dataclass(frozen=True)
class SentOutline:
    """What a form sent: the text of the file, or of the box without one, and the surfaces that were ticked.

    ``problem`` says why a file could not be read.
    """

    text: str
    ticked: tuple = ()
    problem: Problem | None = None


@dataclass(frozen=True)
class Choice:
    """A surface that can be ticked: ``value`` names it and the document it stands in."""

    value: str
    name: str
    outline: dict
    is_ticked: bool


@dataclass(frozen=True)
class Sight:
    """What the field shows below its box: a sentence, surfaces to choose among and the map."""

    words: str = ""
    choices: tuple = ()
    left_out: str = ""
    map: str = ""


class OutlineWidget(forms.Textarea):
    """A text box with a file beside it, a button that draws, and below them the :class:`Sight`."""

    template_name = "admin/outline_widget.html"
    needs_multipart_form = True
    sight, address, sent_with = Sight(), "", ()

    class Media:
        js = (Script("js/outline-field.js", defer=True),)

    def value_from_datadict(self, data, files, name):
        """The :class:`SentOutline`; a file goes before the box, which may hold what it replaces."""
        get = getattr(data, "getlist", lambda key: data.get(key) or [])
        text, ticked = data.get(name) or "", tuple(get(f"{name}-choice"))
        upload = files.get(f"{name}-file")
        if not upload:
            return SentOutline(text, ticked)
        upload.seek(0)
        # Of a large file no more is read than shows that it is one.
        found = read_file(upload.name, upload.read(LARGEST_DOCUMENT + 1))
        return (
            SentOutline(found, ticked)
            if isinstance(found, str)
            else SentOutline(text, ticked, found)
        )

    def value_omitted_from_data(self, data, files, name):
        """A file alone is a value too."""
        return name not in data and f"{name}-file" not in files

    def get_context(self, name, value, attrs):
        """With what is shown and what the script needs."""
        return super().get_context(name, value, attrs) | {
            "sight": self.sight,
            "address": self.address,
            "sent_with": " ".join(self.sent_with),
            "draws": DRAWS,
            "endings": ",".join(ENDINGS),
            "file_help": OUTLINE_FILE,
            "largest": LARGEST_DOCUMENT,
            "too_large": outline_problem(Problem(Fault.LARGE_FILE)),
        }


class ChosenOutlineInput(OutlineInput):
    """A :class:`SentOutline` to the outline that is drawn of it."""

    widget = OutlineWidget

    def clean(self, value):
        """The outline in WGS 84; an error in words when there is none, or when one has to be chosen."""
        if value.problem:
            raise ValidationError(outline_problem(value.problem))
        document = super().clean(value.text.strip())
        if document is None:
            return None
        choices = choices_among(surfaces_of(document), value)
        ticked = [choice for choice in choices if choice.is_ticked]
        if len(choices) < 2 or not ticked:
            return drawn_outline(document)
        for choice in ticked:
            problem = problem_of(choice.outline)
            if problem:
                raise ValidationError(problem_of_surface(choice.name, outline_problem(problem)))
        outlines = [choice.outline for choice in ticked]
        return drawn_outline(joined(outlines) if len(outlines) > 1 else outlines[0])

    def bound_data(self, data, initial):
        """What was sent, as it came."""
        return data

    def prepare_value(self, value):
        """The text of the box: as it came, or what is stored."""
        if isinstance(value, SentOutline):
            return value.text
        return "" if value is None else super().prepare_value(value)

    def has_changed(self, initial, data):
        """Whether another outline is drawn, or none can be."""
        try:
            return self.clean(data) != initial
        except ValidationError:
            return True

    def choices_in(self, sent):
        """The choices that a :class:`SentOutline` gives, and how many surfaces it has."""
        try:
            document = self.to_python(sent.text.strip())
        except ValidationError:
            return (), 0
        surfaces = surfaces_of(document)
        return choices_among(surfaces, sent), len(surfaces)


def choices_among(surfaces, sent):
    """The :class:`Choice` of each surface, as many as are listed; what was ticked counts for this document alone."""
    if len(surfaces) < 2:
        return ()
    # Browsers have line ends of their own.
    text = "".join(sent.text.split()).encode(errors="replace")
    mark = hashlib.blake2s(text, digest_size=5).hexdigest()
    listed = surfaces[:MOST_LISTED]
    values = [f"{mark}-{surface.number}" for surface in listed]
    return tuple(
        Choice(value, name, surface.outline, value in sent.ticked)
        for value, name, surface in zip(values, surface_names(listed), listed, strict=True)
    )


class WithOutline:
    """Mixin for the admin of what has an ``outline``; stands before the other bases.

    ``draw_outline`` gives the map of one, ``sent_with`` names the fields that it reads.
    """

    formfield_overrides = {OutlineField: {"form_class": ChosenOutlineInput}}
    sent_with = ("title",)

    def draw_outline(self, form, outline, title):
        """The map of an ``outline`` with its ``title`` as SVG markup; ``form`` tells what lies around it."""
        raise NotImplementedError

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The button that draws comes back with the form, and nothing is saved."""
        request.is_drawing = request.method == "POST" and DRAWS in request.POST
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """What is only drawn is never right to be saved."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if _is_drawing(request):
            check = form.is_valid

            def is_valid(form):
                check(form)
                return False

            form.is_valid = is_valid
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Give the field what it shows."""
        form = context["adminform"].form
        if "outline" in form.fields:
            if _is_drawing(request):
                formsets = [each.formset for each in context["inline_admin_formsets"]]
                _forget_other_errors(form, formsets)
                context["errors"] = AdminErrorList(form, formsets)
            widget = form.fields["outline"].widget
            widget.sight, widget.sent_with = self._sight(form), self.sent_with
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_outline"
            widget.address = reverse(name, args=[obj.pk] if obj and obj.pk else [])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _sight(self, form):
        if not form.is_bound:
            # What lies around a stored outline costs a dozen queries: the script asks for it when the field is seen.
            return Sight()
        choices, count = form.fields["outline"].choices_in(form["outline"].data)
        chosen = {"choices": choices, "left_out": surfaces_left_out(count, len(choices))}
        if "outline" in form.errors:
            return Sight(**chosen)
        outline = form.cleaned_data["outline"]
        if outline is None:
            return Sight(NO_OUTLINE)
        words = OUTLINE_DRAWN if "outline" in form.changed_data else OUTLINE_STORED
        title = form["title"].value() if "title" in form.fields else form.instance.title
        draw = functools.partial(self.draw_outline, form, title=title or UNNAMED)
        # Nothing that it cannot draw keeps the form from being shown.
        drawn = shown([form.instance], lambda row: draw(outline))
        return Sight(words, map=drawn[0], **chosen) if drawn else Sight(NOT_DRAWN, **chosen)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_outline"
        view = self.admin_site.admin_view(self.outline_view)
        return [
            path("grans/", view, name=name),
            path("<int:object_id>/grans/", view, name=name),
            *super().get_urls(),
        ]

    def outline_view(self, request, object_id=None):
        """What the field shows of what is posted, for the script: a sentence, and the rest as markup."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        obj = self.get_object(request, str(object_id)) if object_id else None
        may_draw = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        if not may_draw or (object_id and obj is None):
            raise PermissionDenied
        form = self.get_form(request, obj, change=obj is not None)(
            request.POST, request.FILES, instance=obj
        )
        if "outline" not in form.fields:
            raise PermissionDenied
        form.is_valid()
        sight = self._sight(form)
        words = " ".join(form.errors.get("outline", ())) or sight.words
        context = {"sight": sight, "widget": {"name": "outline"}}
        markup = render_to_string("admin/parts/outline_sight.html", context)
        return JsonResponse({"words": words, "markup": markup})


class AreaOutline(WithOutline):
    """The outline of an area, with its plans and the areas around it."""

    def draw_outline(self, form, outline, title):
        """Draw it as the area's page does."""
        return map_of_unsaved_area(outline, title, form.instance.pk, timezone.now())


class PlanOutline(WithOutline):
    """The outline of a plan, within its area."""

    sent_with = ("title", "area")

    def draw_outline(self, form, outline, title):
        """Draw it as the plan's page does, with the area that is chosen in the form."""
        area = getattr(form, "cleaned_data", {}).get("area")
        if area is None and form.instance.area_id:
            area = form.instance.area
        return map_of_unsaved_plan(outline, title, area, timezone.now())


def _is_drawing(request):
    return getattr(request, "is_drawing", False)


def _forget_other_errors(form, formsets):
    """Nobody who only wants to see the map is told what else is missing."""
    form._errors = ErrorDict(
        {name: form.errors[name] for name in ("outline",) if name in form.errors}
    )
    for formset in formsets:
        formset._errors = [ErrorDict() for _ in formset.forms]
        formset._non_form_errors = ErrorList()
        for each in formset.forms:
            each._errors = ErrorDict()
