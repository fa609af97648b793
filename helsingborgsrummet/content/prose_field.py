"""A Markdown field whose HTML is made when the row is saved, not when a page is read."""

from django.db import models
from markdownx.fields import MarkdownxFormField
from markdownx.models import MarkdownxField
from markdownx.widgets import AdminMarkdownxWidget

from .pictures import figure_markup
from .prose import picture_keys, render

BODY_PICTURE_SIZES = "(min-width: 48rem) 42rem, 100vw"


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
    body_pictures = models.ManyToManyField(
        "helsingborgsrummet.Picture",
        editable=False,
        related_name="%(app_label)s_%(class)s_bodies",
        verbose_name="bilder i texten",
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Render the Markdown before the row is written, and note which pictures it shows."""
        pictures = self.render_body()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "body_html"}
        super().save(*args, **kwargs)
        self.body_pictures.set(pictures)

    def render_body(self):
        """Make ``body_html`` of ``body``; return the library pictures that it shows."""
        library = self._meta.get_field("body_pictures").related_model.objects
        pictures = library.in_bulk(picture_keys(self.body))
        self.body_html = render(
            self.body,
            pictures={
                key: figure_markup(picture, sizes=BODY_PICTURE_SIZES)
                for key, picture in pictures.items()
            },
        )
        return pictures.values()
