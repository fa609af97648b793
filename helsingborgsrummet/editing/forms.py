"""What the admin of everything that people edit has: history, and no change lost."""

from itertools import islice

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth import get_permission_codename
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst

from helsingborgsrummet.content.columns import SlugInput
from helsingborgsrummet.content.exposure import public_rows_with
from helsingborgsrummet.content.filters import whole_number
from helsingborgsrummet.content.kinds import find_kind, kind_of
from helsingborgsrummet.content.prose_field import WithBody
from helsingborgsrummet.content.publishing import Publishable, State
from helsingborgsrummet.content.search import FoldedSearch
from helsingborgsrummet.content.words_sv import format_moment, join_words
from helsingborgsrummet.content.writing import writing
from helsingborgsrummet.editing import history
from helsingborgsrummet.editing.choosing import ChoosableAdmin
from helsingborgsrummet.editing.kept_forms import note_saved
from helsingborgsrummet.editing.merging import (
    LOADED,
    MergingForm,
    MergingFormSet,
    digest_of,
    loaded_with,
    marks_of,
    merging,
)
from helsingborgsrummet.editing.picture_choosing import PictureChoosingAdmin
from helsingborgsrummet.editing.seen_choices import keep_to_seen
from helsingborgsrummet.editing.telling import followers_to_decide_about

VERSIONS_A_PAGE = 50
# Among so many of a person's latest additions a second posting of the same form is looked for.
ADDITIONS_LOOKED_THROUGH = 50
NOW = "nu"
# So many of the pages that show something are named.
NAMED = 3


class _Refused(Exception):
    """Why a version cannot be restored, as Swedish sentences."""


class _List(ChangeList):
    """A list that fetches what its columns tell of other rows; a form has no use for that."""

    def get_queryset(self, *args, **kwargs):
        rows = super().get_queryset(*args, **kwargs)
        return rows.prefetch_related(*self.model_admin.list_prefetch_related)


class EditingAdmin(FoldedSearch, PictureChoosingAdmin, ChoosableAdmin, admin.ModelAdmin):
    """Admin of something that several people edit.

    Every change is recorded by :meth:`log_addition` and :meth:`log_change`, so a view of one's own has
    to call one of them, as Django's do. A message in words tells the history what happened.
    """

    show_full_result_count = False
    save_on_top = False
    # What the columns of the list need beside the rows, when joining them is not wanted.
    list_prefetch_related = ()
    change_form_template = "admin/editing_change_form.html"
    # Whether visitors meet every row; if not, only where another row that they meet shows it.
    is_seen_by_itself = True

    # What the form shows of other rows, read with the page.
    form_select_related = ()

    def get_queryset(self, request):
        """With what the form shows, when it is the form that asks."""
        rows, match = super().get_queryset(request), request.resolver_match
        if self.form_select_related and match and match.url_name.endswith("_change"):
            return rows.select_related(*self.form_select_related)
        return rows

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        history.keep(
            model, [(inline.model, getattr(inline, "fk_name", None)) for inline in self.inlines]
        )

    # --- Permissions ----------------------------------------------------------------------------

    def has_publish_permission(self, request, obj=None):
        """Whether the person may change what visitors see of this."""
        return request.user.has_perm(f"{self.opts.app_label}.publish_{self.opts.model_name}")

    def is_seen(self, obj):
        """Whether visitors meet ``obj``, or will by itself."""
        return self.is_seen_by_itself or any(self.shown_on(obj))

    def shown_on(self, obj):
        """The rows by which visitors meet ``obj``; none for what they meet by itself."""
        return () if self.is_seen_by_itself else public_rows_with(obj, timezone.now())

    def has_add_permission(self, request):
        """What visitors meet at once is added by who may publish."""
        may_add = super().has_add_permission(request)
        return may_add and (not self.is_seen_by_itself or self.has_publish_permission(request))

    def has_change_permission(self, request, obj=None):
        """What visitors meet is changed by who may publish, on whatever page it stands."""
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        """And deleted by nobody else."""
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    def _may_touch(self, request, obj):
        return obj is None or self.has_publish_permission(request, obj) or not self.is_seen(obj)

    def why_not_to_be_changed(self, request, obj):
        """Why somebody who may change drafts may not change ``obj``, in Swedish; empty when they may."""
        if (
            obj is None
            or self._may_touch(request, obj)
            or not super().has_change_permission(request)
        ):
            return ""
        pages = list(dict.fromkeys(str(row) for row in islice(self.shown_on(obj), NAMED)))
        where = f" på {join_words([f'”{page}”' for page in pages])}" if pages else ""
        return (
            f"Det här visas eller ska visas för besökare{where}. Det ändras av den som får publicera: be en "
            "redaktör."
        )

    # --- Recording ------------------------------------------------------------------------------

    def note_in_history(self, request, words):
        """Let the version that is about to be saved say in ``words`` what happened."""
        request.history_words = words

    def log_addition(self, request, obj, message):
        """Write the first version."""
        history.record(obj, request.user, _words(request, message))
        return super().log_addition(request, obj, _with_digest(request, message))

    def log_change(self, request, obj, message):
        """Write a version."""
        history.record(obj, request.user, _words(request, message))
        return super().log_change(request, obj, _with_digest(request, message))

    def get_changelist(self, request, **kwargs):
        """The list with ``list_prefetch_related``."""
        return _List

    def changelist_view(self, request, extra_context=None):
        """An action changes all rows and records them, or none."""
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        with writing():
            return super().changelist_view(request, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        """What goes with the row goes while nobody else writes."""
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        with writing():
            return super().delete_view(request, object_id, extra_context)

    # --- The form -------------------------------------------------------------------------------

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without a cross beside a choice: what may be public is withdrawn on its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if hasattr(field, "widget") and hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = False
        return field

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form merges what others have saved meanwhile; an empty address is made from the title."""
        form = super().get_form(request, obj, change=change, **kwargs)
        keep_to_seen(form, request, self.admin_site, obj)
        if isinstance(form.base_fields.get("slug"), SlugInput) and "title" in form.base_fields:
            form.base_fields["slug"].required = False

            def clean_slug(form):
                title = form.cleaned_data.get("title", "")
                today = timezone.localdate()
                return form.cleaned_data["slug"] or form.instance.slug_from(title, today)

            form.clean_slug = clean_slug
        problem = getattr(request, "file_problem", None)
        return merging(form, MergingForm, is_asking=_is_saving(request), file_problem=problem)

    def get_formsets_with_inlines(self, request, obj=None):
        """The rows below merge too."""
        is_asking = _is_saving(request)
        for inline in self.get_inline_instances(request, obj):
            accessor = history.accessor_of(self.model, inline.model)
            classes = {
                "form": merging(inline.form, MergingForm, is_asking=is_asking),
                "formset": merging(
                    inline.formset, MergingFormSet, is_asking=is_asking, accessor=accessor
                ),
            }
            formset = inline.get_formset(request, obj, **classes)
            keep_to_seen(formset.form, request, self.admin_site)
            yield formset, inline

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Save while nobody else writes, once, and lose nothing that was typed when that cannot be."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        request.is_saving = True
        request.form_digest = digest_of(request.POST, request.FILES)
        self.prepare_files(request, object_id)
        # Two postings of one form wait for each other here.
        with writing():
            obj = None
            if object_id is not None:
                obj = self.get_object(request, unquote(object_id))
            done = self._saved_before(request, obj, object_id is None)
            if done:
                return done
            if object_id is not None and loaded_with(request.POST):
                refusal = self._refusal(request, obj)
                if refusal:
                    return refusal
            return super().changeform_view(request, object_id, form_url, extra_context)

    def prepare_files(self, request, object_id=None):
        """Try the form before the transaction, so that nothing is read, cleaned or encoded inside it.

        What is found out about an upload stays with it, and when all is well the files are stored: the
        same form names them once it holds the lock. When one could not be made the form says why.
        """
        if not request.FILES and not hasattr(self.model, "prepare"):
            return
        obj = object_id and self.get_object(request, unquote(object_id))
        is_allowed = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        if not is_allowed or (object_id and not obj):
            return
        form = self.get_form(request, obj, change=bool(obj))(
            request.POST, request.FILES, instance=obj or None
        )
        is_sound = form.is_valid()
        formsets, _ = self._create_formsets(request, form.instance, change=bool(obj))
        # Every form is asked, since each knows a file that is to be read.
        if all([is_sound, *(formset.is_valid() for formset in formsets)]):
            for each in [form, *(each for formset in formsets for each in formset.forms)]:
                if hasattr(each.instance, "prepare"):
                    try:
                        each.instance.prepare()
                    except ValidationError as error:
                        request.file_problem = error
                        return

    def _saved_before(self, request, obj, is_adding):
        """The answer that the same posting of the same form got, or ``None`` when it is the first."""
        if not request.form_digest:
            return None
        log = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(self.model))
        if is_adding:
            log = log.filter(user=request.user, action_flag=ADDITION).order_by("-pk")
            additions = log.values_list("change_message", "object_id")[:ADDITIONS_LOOKED_THROUGH]
            for message, pk in additions:
                if request.form_digest in message:
                    added = self.get_object(request, pk)
                    note_saved(request)
                    return added and self.response_add(request, added)
        elif obj is not None and self.has_change_permission(request, obj):
            latest = log.filter(object_id=str(obj.pk)).order_by("-pk").first()
            if latest and request.form_digest in latest.change_message:
                note_saved(request)
                return self.response_change(request, obj)
        return None

    def _refusal(self, request, obj):
        """A page with all that was typed, when the row is gone or may no longer be changed."""
        name = str(self.opts.verbose_name)
        if obj is None:
            if not self.has_change_permission(request):
                return None
            why = f"Det du ändrade ({name}) togs bort av någon annan medan du skrev. Inget av det du skrev är sparat."
            status = 404
        elif not self.has_change_permission(request, obj):
            if not self.has_view_permission(request, obj):
                return None
            if not isinstance(obj, Publishable):
                why = f"{self.why_not_to_be_changed(request, obj)} Inget av det du skrev är sparat."
                return self._not_saved(request, obj, why.strip(), 403)
            change = history.last_changes(obj).get(("published_at",))
            why = (
                f"Medan du skrev publicerades eller schemalades {obj} av {history.moment_words(change)}. "
                "Det som är eller ska bli publicerat ändras av den som får publicera. Inget av det du "
                "skrev är sparat."
            )
            status = 403
        else:
            return None
        return self._not_saved(request, obj, why, status)

    def _not_saved(self, request, obj, why, status):
        """A page with all that was typed."""
        context = {
            **self.admin_site.each_context(request),
            "title": "Det gick inte att spara",
            "opts": self.opts,
            "why": why,
            "typed": self._typed(request.POST),
            "obj": obj,
        }
        return TemplateResponse(request, "admin/history/not_saved.html", context, status=status)

    def _typed(self, post):
        """What was posted, by the names of the fields."""
        typed = [
            (column.verbose_name, post[column.name])
            for column in history.shown_fields(self.model)
            if history.is_text(column) and post.get(column.name)
        ]
        for rows in history.rows_of(self.model):
            typed += [
                (f"{rows.model._meta.verbose_name}: {column.verbose_name}", post[key])
                for column in history.shown_fields(rows.model, rows.link)
                for key in post
                if history.is_text(column)
                and key.startswith(f"{rows.accessor}-")
                and key.endswith(f"-{column.name}")
                and post[key]
            ]
        return typed

    def construct_change_message(self, request, form, formsets, add=False):
        """What I changed; the person is told what came from others."""
        if not add:
            self._tell_what_others_changed(request, form, formsets)
        return super().construct_change_message(request, form, formsets, add)

    def _tell_what_others_changed(self, request, form, formsets):
        paths = [(name,) for name in form.taken]
        for formset in formsets:
            paths += [
                (formset.accessor, str(each.instance.pk), name)
                for each in formset.initial_forms
                for name in each.taken
            ]
            paths += [(formset.accessor, pk) for pk in formset.lost]
            paths += [(formset.accessor, str(row.pk)) for row in formset.added]
        if not paths:
            return
        changes = history.last_changes(form.instance)
        by_change = {}
        for each in paths:
            by_change.setdefault(history.moment_words(changes.get(each)), []).append(each)
        for words, changed in by_change.items():
            what = join_words(history.labels(self.model, changed))
            self.message_user(
                request,
                f"Medan du skrev ändrade {words}: {what}. Det är med i det du sparade.",
                messages.INFO,
            )

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Give the template the hidden field and what is to be asked."""
        form = context["adminform"].form
        formsets = [each.formset for each in context["inline_admin_formsets"]]
        if form.is_bound:
            context["loaded"] = form.data.get(LOADED, "")
            context["conflicts"] = self._conflicts(obj, form, formsets)
            context["returned"] = [label for each in formsets for _, label in each.returned]
        else:
            context["loaded"] = marks_of(form, formsets)
        context["loaded_name"] = LOADED
        context["why_not"] = self.why_not_to_be_changed(request, obj)
        context["followers"] = obj and obj.pk and followers_to_decide_about(request.user, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _conflicts(self, obj, form, formsets):
        conflicts = list(form.conflicts)
        for formset in formsets:
            conflicts += formset.conflicts
            deleted = [
                each for each in formset.forms if formset.can_delete and _is_deleted(formset, each)
            ]
            conflicts += [
                conflict
                for each in formset.forms
                if each not in deleted
                for conflict in each.conflicts
            ]
        if conflicts:
            changes = history.last_changes(obj)
            for conflict in conflicts:
                conflict.change = history.moment_words(changes.get(conflict.path))
        return conflicts

    # --- The history ----------------------------------------------------------------------------

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path(
                "<path:object_id>/history/jamfor/", view(self.compare_view), name=f"{name}_compare"
            ),
            path("<path:object_id>/history/radera/", view(self.erase_view), name=f"{name}_erase"),
            path(
                "<path:object_id>/history/<int:version_id>/",
                view(self.version_view),
                name=f"{name}_version",
            ),
            path(
                "<path:object_id>/history/<int:version_id>/aterstall/",
                view(self.restore_view),
                name=f"{name}_restore",
            ),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """The versions of a page: who, when and what."""
        obj = self._seen(request, object_id)
        versions = history.versions_of(obj)
        page = Paginator(versions, VERSIONS_A_PAGE).get_page(request.GET.get("p"))
        # One more, for what the oldest on the page changed.
        first = page.start_index() - 1 if page.paginator.count else 0
        shown = list(versions[first : first + VERSIONS_A_PAGE + 1])
        entries = history.entries(shown, is_complete=len(shown) <= VERSIONS_A_PAGE)[
            :VERSIONS_A_PAGE
        ]
        keys = [entry.pk for entry in entries]
        chosen = {
            "older": _chosen(request, "fran", keys[1] if len(keys) > 1 else None),
            "newer": _chosen(request, "till", keys[0] if keys else None),
        }
        return self._respond_with(
            request,
            "admin/history/history.html",
            obj,
            {
                "title": f"Historik: {obj}",
                "entries": entries,
                "page": page,
                "keys": keys,
                "has_preview": self._has_preview(),
                "may_erase": len(keys) > 1 and self._may_erase(request),
                **chosen,
                **(extra_context or {}),
            },
        )

    def compare_view(self, request, object_id):
        """Two versions word for word; from here the older one is restored."""
        obj = self._seen(request, object_id)
        sides = [self._side(request, obj, name) for name in ("fran", "till")]
        # What is stored now is the newest.
        sides.sort(key=lambda side: (side[0] is None, side[0] and side[0].pk))
        (older, old), (newer, new) = sides
        fields, rows = history.differences(old, new)
        is_latest = older is None or not history.changed_paths(old, history.snapshot_of(obj))
        return self._respond_with(
            request,
            "admin/history/compare.html",
            obj,
            {
                "title": f"Jämförelse: {obj}",
                "older": older,
                "newer": newer,
                "older_words": _version_words(older),
                "newer_words": _version_words(newer),
                "fields": fields,
                "rows": rows,
                "may_restore": not is_latest and self.has_change_permission(request, obj),
                "has_preview": self._has_preview(),
            },
        )

    def _side(self, request, obj, name):
        """A version that the address names, with its snapshot; no version is what is stored now."""
        value = request.GET.get(name, "")
        if value == NOW:
            return None, history.snapshot_of(obj)
        version = self._version(obj, value)
        return version, history.snapshots_of([version])[0]

    def _version(self, obj, key):
        number = whole_number(str(key))
        if number is None:
            raise Http404
        version = history.versions_of(obj).filter(pk=number).first()
        if version is None:
            raise Http404
        return version

    def _seen(self, request, object_id):
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        return obj

    def _has_preview(self):
        kind = find_kind(self.model)
        return bool(kind and kind.has_page)

    def version_view(self, request, object_id, version_id):
        """A page as a visitor saw it, or would have seen it, when the version was the latest."""
        obj = self._seen(request, object_id)
        version = self._version(obj, version_id)
        if not self._has_preview():
            raise Http404
        related = history.as_it_was(obj, history.snapshots_of([version])[0])
        if isinstance(obj, WithBody):
            obj.render_body()
        kind = kind_of(obj)
        context = {
            **kind.page_context(obj, timezone.now(), related),
            "preview_note": f"{_version_words(version)}. Så här såg sidan ut då, med dagens bilder.",
        }
        response = TemplateResponse(request, kind.template, context)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    def restore_view(self, request, object_id, version_id):
        """Bring the content of a version back. When the page is public, and since when, stays as it is."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        problem = self._prepare_restoring(request, object_id, version_id)
        with writing():
            obj = self._seen(request, object_id)
            if not self.has_change_permission(request, obj):
                raise PermissionDenied
            version = self._version(obj, version_id)
            words = format_moment(version.revision.date_created)
            try:
                if problem:
                    raise _Refused(self._sentences(problem))
                with transaction.atomic():
                    told = self._restore(request, obj, version)
                    self.log_change(request, obj, f"Återställde versionen från {words}.")
            except _Refused as refused:
                for sentence in (
                    "Versionen kunde inte återställas. Inget är ändrat.",
                    *refused.args[0],
                ):
                    self.message_user(request, sentence, messages.ERROR)
                return HttpResponseRedirect(
                    f"{self._address('compare', obj)}?fran={version.pk}&till={NOW}"
                )
        self.message_user(request, f"Versionen från {words} är återställd.", messages.SUCCESS)
        for sentence in told:
            self.message_user(request, sentence, messages.WARNING)
        return HttpResponseRedirect(self._address("change", obj))

    def _prepare_restoring(self, request, object_id, version_id):
        """Make the files that a version names before the transaction; return what went wrong, if anything."""
        if hasattr(self.model, "prepare"):
            obj = self._seen(request, object_id)
            if self.has_change_permission(request, obj):
                version = self._version(obj, version_id)
                history.as_it_was(obj, history.snapshots_of([version])[0])
                try:
                    obj.prepare()
                except ValidationError as error:
                    return error
        return None

    def erase_view(self, request, object_id):
        """Say what erasing older versions does, and do it: for what must not be kept."""
        with writing():
            obj = self._seen(request, object_id)
            if not self._may_erase(request):
                raise PermissionDenied
            if request.method != "POST":
                count = history.versions_of(obj).count()
                context = {"title": f"Radera äldre versioner: {obj}", "count": count}
                return self._respond_with(request, "admin/history/erase.html", obj, context)
            history.erase_older(obj, request.user)
            super().log_change(request, obj, "Äldre versioner raderades.")
        self.message_user(request, "Äldre versioner är raderade.", messages.SUCCESS)
        return HttpResponseRedirect(self._address("history", obj))

    def _may_erase(self, request):
        """Whether the person may delete what is no longer, or never was, public."""
        return request.user.has_perm(
            f"{self.opts.app_label}.{get_permission_codename('delete', self.opts)}"
        )

    def _restore(self, request, obj, version):
        snapshot = history.snapshots_of([version])[0]
        left_alone, told = self._left_alone(request, obj, snapshot)
        rows_left_alone = [
            formset.accessor
            for formset, inline in self.get_formsets_with_inlines(request, obj)
            if not (
                inline.has_add_permission(request, obj)
                and inline.has_change_permission(request, obj)
                and inline.has_delete_permission(request, obj)
            )
        ]
        try:
            told += history.restore(
                obj,
                snapshot,
                left_alone=left_alone,
                rows_left_alone=rows_left_alone,
            )
        except ValidationError as error:
            raise _Refused(self._sentences(error)) from None
        if _is_or_will_be_public(obj):
            findings = self.blocking_findings(obj)
            if findings:
                raise _Refused(findings)
        return told

    def _left_alone(self, request, obj, snapshot):
        """The fields that a restoration does not touch, and what to say about them."""
        left_alone = {
            *self.get_readonly_fields(request, obj),
            *getattr(self, "publisher_fields", ()),
        }
        told = []
        if isinstance(obj, Publishable):
            left_alone |= {column.name for column in Publishable._meta.local_fields}
            if obj.published_at:
                # The address of what is public is a promise.
                left_alone.add("slug")
                if snapshot.fields.get("slug", obj.slug) != obj.slug:
                    told.append("Adressen är kvar som den är, eftersom sidan har publicerats.")
        return left_alone, told

    def _sentences(self, error):
        if not hasattr(error, "error_dict"):
            return error.messages
        return [
            f"{capfirst(self.opts.get_field(name).verbose_name)}: {message}"
            if name in {column.name for column in self.opts.get_fields()}
            and hasattr(self.opts.get_field(name), "verbose_name")
            else message
            for name, messages_of_field in error.message_dict.items()
            for message in messages_of_field
        ]

    def _address(self, view, obj):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{view}"
        return reverse(name, args=[obj.pk])

    def _respond_with(self, request, template, obj, context):
        request.current_app = self.admin_site.name
        names = ("compare", "history", "change")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": obj,
            "original": obj,
            "has_change_permission": self.has_change_permission(request, obj),
            **{f"{name}_url": self._address(name, obj) for name in names},
            **context,
        }
        return TemplateResponse(request, template, context)


def _is_saving(request):
    return getattr(request, "is_saving", False)


def _words(request, message):
    return message if isinstance(message, str) else getattr(request, "history_words", "")


def _with_digest(request, message):
    """The note of a change, with a name for the posting that made it."""
    digest = getattr(request, "form_digest", "")
    return [*message, {"posting": digest}] if digest and isinstance(message, list) else message


def _is_deleted(formset, form):
    return hasattr(form, "cleaned_data") and formset._should_delete_form(form)


def _is_or_will_be_public(obj):
    return isinstance(obj, Publishable) and obj.state_at(timezone.now()) in (
        State.SCHEDULED,
        State.PUBLISHED,
    )


def _chosen(request, name, default):
    numbers = map(whole_number, request.GET.getlist(name))
    values = [number for number in numbers if number is not None]
    return values[-1] if values else default


def _version_words(version):
    if version is None:
        return "Det som är sparat nu"
    who = history.name_of(version.revision.user)
    return f"Versionen från {format_moment(version.revision.date_created)}" + (
        f" ({who})" if who else ""
    )
