"""Documents of a plan in the admin: rows below the plan, and what a draft's documents look like."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse
from django.utils.html import format_html

from exhibits.models import Document
from exhibits.views.documents import document_response
from exhibits.words_sv.documents import document_facts
from helsingborgsrummet.editing.folded_rows import FoldedInline


class LosableInput(forms.FileInput):
    """A file input that says which chosen file a browser has let go of when the form comes back.

    Its name goes with the next posting, so that the old file is not taken for what the editor wants.
    """

    template_name = "admin/parts/document_input.html"
    lost = ""

    def __init__(self, accept):
        super().__init__(attrs={"accept": accept})

    def get_context(self, name, value, attrs):
        """With the name of the file that was just posted, and the field that carries it."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"lost": self.lost, "lost_name": f"{name}-lost"}
        return context


class WithFileForm(forms.ModelForm):
    """A row with a ``file`` that stays until another one is chosen."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        upload = self.files.get(self.add_prefix("file"))
        if upload:
            self.fields["file"].widget.lost = upload.name

    def clean_file(self):
        """Ask once about a file that was chosen before and is not there now."""
        name = self.add_prefix("file")
        lost = self.data.get(f"{name}-lost")
        if lost and self.instance.pk and name not in self.files:
            raise forms.ValidationError(
                f"Filen ”{lost}” följde inte med när sidan visades igen. Välj den en gång till, "
                "eller spara igen för att behålla den fil som finns."
            )
        return self.cleaned_data["file"]


class DocumentForm(WithFileForm):
    """A document."""

    class Meta:
        model = Document
        fields = ("title", "kind", "step", "dated_on", "file", "is_accessible")
        # Django's own widget would lead to an address at which nothing is served.
        widgets = {"file": LosableInput(".pdf,.docx,.odt,.xlsx")}
        help_texts = {
            "step": "Ett steg som du lägger till nu går att välja när planen är sparad.",
            "is_accessible": "Kryssa bara i när någon har kontrollerat rubriker, läsordning och "
            "bildbeskrivningar. När du byter fil tas krysset bort: den nya är inte kontrollerad.",
        }

    def clean(self):
        """What was said about the old file is not true of a new one."""
        data = super().clean()
        if self.instance.pk and "file" in self.changed_data:
            data["is_accessible"] = data["is_accessible"] and "is_accessible" in self.changed_data
        return data


class DocumentInline(FoldedInline):
    """Documents below the plan."""

    model = Document
    form = DocumentForm
    readonly_fields = ("stored_file",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title",
                    ("kind", "dated_on"),
                    "step",
                    "stored_file",
                    "file",
                    "is_accessible",
                )
            },
        ),
    )

    def get_formset(self, request, obj=None, **kwargs):
        """Only steps of this plan can be chosen."""
        self.plan = obj
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "step":
            steps = db_field.remote_field.model.objects
            kwargs["queryset"] = steps.filter(plan=self.plan) if self.plan else steps.none()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="nuvarande fil")
    def stored_file(self, document):
        """What is stored, with a way to it."""
        if not document.pk:
            return "–"
        url = reverse("admin:exhibits_plan_document", args=[document.plan_id, document.pk])
        link = format_html(
            '<a href="{}">{}</a> ({})', url, document.file_name, document_facts(document)
        )
        if not document.traces:
            return link
        return format_html('{}<br><span class="help">{}</span>', link, document.traces_words)


class WithDocuments:
    """Mixin for the admin of plans: serves documents to staff, whether the plan is public or not."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.document_view)
        return [
            path(
                "<int:object_id>/handlingar/<int:document_id>/",
                view,
                name="exhibits_plan_document",
            ),
            *super().get_urls(),
        ]

    def save_formset(self, request, form, formset, change):
        """Tell what new files say of people: who uploads them may not have seen it."""
        super().save_formset(request, form, formset, change)
        if formset.model is Document:
            changed = [row for row, fields in formset.changed_objects if "file" in fields]
            for row in (*formset.new_objects, *changed):
                if row.traces:
                    words = f"Handlingen ”{row.title}” är sparad. {row.traces_words}"
                    self.message_user(request, words, messages.WARNING)

    def document_view(self, request, object_id, document_id):
        """Serve a document to somebody who may see the plan; it is kept nowhere."""
        row = Document.objects.filter(pk=document_id, plan=object_id).first()
        if row is None:
            raise Http404("no such document")
        if not self.has_view_permission(request, row.plan):
            raise PermissionDenied
        response = document_response(request, row)
        response["Cache-Control"] = "no-store"
        return response
