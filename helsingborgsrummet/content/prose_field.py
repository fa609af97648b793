"""A Markdown field whose HTML is made when the row is saved, not when a page is read."""

from django.db import models
from markdownx.fields import MarkdownxFormField
from markdownx.models import MarkdownxField
from markdownx.widgets import AdminMarkdownxWidget

from .prose import render


class ProseWidget(AdminMarkdownxWidget):
    """django-markdownx's editor without its script, which traps the Tab key."""

    template_name = "admin/prose_widget.html"

    @property
    def media(self):
        """No files: markdownx's own script and style are left out on purpose."""
        from django.forms import Media

        return Media()


class ProseField(MarkdownxField):
    """Markdown text; :class:`WithBody` keeps its HTML beside it."""

    def formfield(self, **kwargs):
        kwargs["widget"] = ProseWidget
        return super(MarkdownxField, self).formfield(**{"form_class": MarkdownxFormField, **kwargs})


class WithBody(models.Model):
    """Base of everything with a running text in Markdown."""

    body = ProseField("brödtext", blank=True)
    body_html = models.TextField(editable=False, blank=True)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Render the Markdown before the row is written."""
        self.body_html = render(self.body)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "body_html"}
        super().save(*args, **kwargs)
