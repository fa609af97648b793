"""What an editor should mend before publishing, in the admin: on request, and when publishing."""

import copy

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import CASCADE
from django.forms.models import construct_instance
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst

from helsingborgsrummet.content.prose import picture_keys
from helsingborgsrummet.content.prose_blocks import read_blocks
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.publishing import State
from helsingborgsrummet.content.shown import address_or_none
from helsingborgsrummet.editing.checks import (
    BODY,
    Fact,
    Finding,
    Level,
    PictureUse,
    Subject,
    check,
    errors,
)
from helsingborgsrummet.editing.link_states import link_states
from helsingborgsrummet.editing.readability import assess

LEAD_FIELDS = ("lead", "summary")
REFUSAL = (
    "Inget är sparat: sidan kan inte publiceras förrän felen är rättade. Vill du fortsätta senare? "
    "Låt rutan Publiceras vara tom och tryck på Spara. Då blir sidan ett utkast."
)
REFUSAL_OF_DRAFT = "Sidan har varit publicerad och kan inte bli utkast igen. Fyll i Avpubliceras och en orsak i stället."
REFUSAL_OF_PUBLISHED = (
    "Inget är sparat: sidan visas för besökare och skulle få fel. Rätta dem och spara igen."
)


class CheckingAdmin:
    """Mixin for the admin of publishable things: checks on request and before publishing.

    A form that would leave a page published or scheduled is refused while the page has errors.
    ``sourced_relations`` names the related rows that each should tell their source.
    """

    sourced_relations = ()

    # --- What is checked ------------------------------------------------------------------------

    def blocking_findings(self, obj, related=None):
        """What keeps ``obj`` from being published, as Swedish sentences; empty when nothing does.

        ``related`` holds unsaved related rows by name, as in ``preview_context``.
        """
        return [finding.sentence for finding in errors(self.subject_of(obj, related))]

    def subject_of(self, obj, related=None):
        """Return the :class:`Subject` of a page; ``related`` holds its unsaved related rows."""
        related = related or {}
        fields = {field.name: field for field in obj._meta.get_fields()}
        lead_field = next((name for name in LEAD_FIELDS if name in fields), None)
        body = text_of(obj)
        hrefs = {link.href for block in read_blocks(body) for link in block.links}
        return Subject(
            title=obj.title,
            body=body,
            today=timezone.localdate(),
            lead=getattr(obj, lead_field) if lead_field else "",
            lead_field=lead_field,
            topic_count=len(_rows(obj, "topics", related)) if "topics" in fields else None,
            pictures=tuple(_pictures(obj, related)),
            links=link_states(
                # A page that nobody has named yet has no address.
                hrefs,
                page_path=(getattr(obj, "slug", None) != "" and address_or_none(obj)) or "/",
                body=body,
            ),
            facts=tuple(
                Fact(str(row), row.source, row.is_example, name)
                for name in self.sourced_relations
                for row in _rows(obj, name, related)
            ),
        )

    # --- When publishing ------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Only what is to be saved is refused; a preview of it is not."""
        request.is_saving = request.method == "POST"
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Refuse in words to publish, or to keep published, a page with errors."""
        form_class = super().get_form(request, obj, change=change, **kwargs)
        if getattr(request, "is_saving", False):
            clean_before = form_class.clean

            def clean(form):
                cleaned = clean_before(form)
                self._refuse_to_publish(form)
                return cleaned

            form_class.clean = clean
        return form_class

    def _refuse_to_publish(self, form):
        now = timezone.now()
        page = _as_it_would_be(form)
        if page.published_at is None and form.instance.has_been_public(now):
            form.add_error("published_at", REFUSAL_OF_DRAFT)
        if page.state_at(now) not in (State.SCHEDULED, State.PUBLISHED):
            return
        found = errors(self.subject_of(page, form.cleaned_data))
        for finding in found:
            field = finding.field if finding.field in form.fields else None
            form.add_error(field, finding.sentence)
        if found:
            is_public = form.instance.state_at(now) is State.PUBLISHED
            form.add_error(None, REFUSAL_OF_PUBLISHED if is_public else REFUSAL)

    # --- On request -----------------------------------------------------------------------------

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Tell the template where the text is checked."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_checks"
        context["checks_url"] = reverse(name, args=[obj.pk] if obj and obj.pk else [])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_checks"
        checks = self.admin_site.admin_view(self.checks_view)
        return [
            path("granska/", checks, name=name),
            path("<int:object_id>/granska/", checks, name=name),
            *super().get_urls(),
        ]

    def checks_view(self, request, object_id=None):
        """Show what to mend in what is posted, or in the row as it is stored."""
        obj = self.get_object(request, str(object_id)) if object_id else None
        may_see = (
            self.has_view_permission(request, obj) if obj else self.has_add_permission(request)
        )
        if not may_see or (obj is None and (object_id or request.method != "POST")):
            raise PermissionDenied
        found, related, labels = [], {}, _labels_of(self.model)
        if request.method == "POST":
            form_class = self.get_form(request, obj, change=obj is not None)
            form = form_class(request.POST, request.FILES, instance=obj)
            form.is_valid()
            formsets, _ = self._create_formsets(request, form.instance, change=obj is not None)
            found = [*_form_errors(form), *(each for one in formsets for each in _row_errors(one))]
            labels |= {name: field.label for name, field in form.fields.items() if field.label}
            labels |= {one.prefix: one.model._meta.verbose_name_plural for one in formsets}
            obj = _as_it_would_be(form)
            related = {**form.cleaned_data, **{one.prefix: rows_to_save(one) for one in formsets}}
        found += check(self.subject_of(obj, related))
        context = {
            **self.admin_site.each_context(request),
            "title": "Granskning",
            "opts": self.opts,
            "errors": _with_places(found, labels, Level.ERROR),
            "advice": _with_places(found, labels, Level.ADVICE),
            "readability": assess(text_of(obj)),
            "body_label": _label(BODY, labels),
        }
        response = TemplateResponse(request, "admin/checks_page.html", context)
        response["Cache-Control"] = "no-store"
        return response


def _as_it_would_be(form):
    """The row as a checked form would save it; the form's own row is left as it was."""
    meta = form._meta
    return construct_instance(form, copy.copy(form.instance), meta.fields, meta.exclude)


def _rows(obj, name, related):
    """The rows that ``obj`` is linked with: those in ``related``, or the stored ones."""
    rows = related.get(name)
    if rows is None:
        rows = getattr(obj, name).all() if obj.pk else ()
    return list(rows)


def rows_to_save(formset):
    """The rows of an inline formset as they would be saved."""
    deleted = formset.deleted_forms if formset.is_valid() else []
    return [
        form.instance
        for form in formset.forms
        if form not in deleted and (form.has_changed() or form.instance.pk)
    ]


def unsaved_of(form, formsets):
    """What is chosen in a form and the rows below it as they would be saved, by name."""
    return {
        **form.cleaned_data,
        **{formset.prefix: rows_to_save(formset) for formset in formsets},
    }


def text_of(obj):
    """The running text of a page in Markdown; empty for a kind of page that has none."""
    return obj.body if isinstance(obj, WithBody) else ""


def _pictures(obj, related):
    """Every picture that the page shows: those of its fields, of rows below it, then those of its text."""
    library = apps.get_model("helsingborgsrummet", "Picture")
    for field in (*obj._meta.fields, *obj._meta.many_to_many):
        if field.related_model is not library or field.name == "body_pictures":
            continue
        if field.many_to_many:
            pictures = _rows(obj, field.name, related)
        else:
            pictures = [getattr(obj, field.name)] if getattr(obj, field.attname) else []
        yield from (_picture_use(picture, field.name) for picture in pictures)
    for relation in obj._meta.related_objects:
        columns = [
            each for each in relation.related_model._meta.fields if each.related_model is library
        ]
        if relation.one_to_many and relation.on_delete is CASCADE:
            name = relation.get_accessor_name()
            for row in _rows(obj, name, related) if columns else ():
                shown = [getattr(row, each.name) for each in columns if getattr(row, each.attname)]
                yield from (_picture_use(picture, name) for picture in shown)
    pictures = library.objects.in_bulk(picture_keys(text_of(obj)))
    yield from (_picture_use(picture, BODY) for picture in pictures.values())


def _picture_use(picture, field):
    return PictureUse(
        key=picture.pk,
        title=picture.title,
        alt_state=picture.alt_state,
        shows_people=picture.shows_people,
        consent_until=picture.consent_until,
        field=field,
    )


def _form_errors(form):
    return [
        Finding(Level.ERROR, "form", message, field="" if name == "__all__" else name)
        for name, messages in form.errors.items()
        for message in messages
    ]


def _row_errors(formset):
    messages = [*formset.non_form_errors()]
    for form in formset.forms:
        for name, found in form.errors.items():
            label = f"{form.fields[name].label}: " if name in form.fields else ""
            messages += [f"{label}{message}" for message in found]
    return [Finding(Level.ERROR, "form", message, field=formset.prefix) for message in messages]


def _with_places(findings, labels, level):
    """The findings of one level, each with where it is in the words of the form."""
    return [(each, _place(each, labels)) for each in findings if each.level is level]


def _place(finding, labels):
    label = _label(finding.field, labels)
    return label if finding.line is None else f"{label}, rad {finding.line + 1}"


def _label(name, labels):
    return capfirst(labels.get(name, ""))


def _labels_of(model):
    """What the admin calls the fields of a model and the groups of rows that belong to it."""
    return {
        field.name: field.related_model._meta.verbose_name_plural
        if field.auto_created and field.is_relation
        else getattr(field, "verbose_name", "")
        for field in model._meta.get_fields()
    }
