"""A Markdown field whose HTML is made when the row is saved, not when a page is read."""

from django.apps import apps
from django.db import models
from django.forms import Media, Script
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from markdownx.fields import MarkdownxFormField
from markdownx.models import MarkdownxField
from markdownx.widgets import AdminMarkdownxWidget

from helsingborgsrummet.content.columns import AtMost, CleanInput, CleanText, TextField, clean_text
from helsingborgsrummet.content.files import PLACE, with_addresses
from helsingborgsrummet.content.pictures import figure_markup
from helsingborgsrummet.content.prose import picture_keys, render
from helsingborgsrummet.content.writing import writing

BODY_PICTURE_SIZES = "(min-width: 48rem) 42rem, 100vw"


def render_with_library(markdown):
    """Return the HTML of a text with its library pictures in it, and those pictures.

    What a page keeps and what the editor's preview shows both come from here; both put in the address
    at which files are found with :func:`with_addresses`.
    """
    library = apps.get_model("helsingborgsrummet", "Picture").objects
    pictures = library.in_bulk(picture_keys(markdown))
    html = render(
        markdown,
        pictures={key: _figure(picture) for key, picture in pictures.items()},
    )
    return html, pictures.values()


def _figure(picture):
    return figure_markup(picture, sizes=BODY_PICTURE_SIZES, base=PLACE)


class ProseWidget(AdminMarkdownxWidget):
    """django-markdownx's editor with our own script: its own traps the Tab key.

    Without script it is a text area with help. ``prose-editor.js`` adds toolbar and preview.
    """

    template_name = "admin/prose_widget.html"

    @property
    def media(self):
        """Our own scripts alone: markdownx's script and style are left out on purpose."""
        return Media(
            js=[Script(f"js/{name}.js", defer=True) for name in ("picture-dialog", "prose-editor")]
        )

    @staticmethod
    def add_markdownx_attrs(attrs):
        """Add nothing: markdownx's attributes are for its script and name addresses we lack."""
        return attrs

    def get_context(self, name, value, attrs):
        """Add the addresses that the script asks, and the document in which it shows the text."""
        return {
            **super().get_context(name, value, attrs),
            "preview_url": reverse("admin:prose_preview"),
            "preview_document": render_to_string("admin/prose_preview.html"),
        }


class _ProseInput(CleanInput, MarkdownxFormField):
    """Markdown in a form."""


# An hour's reading; rendered in less than a second, whatever it is made of.
LONGEST = AtMost(words=10_000, characters=80_000, signs=10_000)


class ProseField(CleanText, MarkdownxField):
    """Markdown text; :class:`WithBody` keeps its HTML beside it."""

    default_validators = [LONGEST]
    input_class = _ProseInput

    def formfield(self, **kwargs):
        kwargs["widget"] = ProseWidget
        # Past markdownx's own, whose script traps the Tab key.
        return super(MarkdownxField, self).formfield(**{"form_class": self.input_class, **kwargs})


class WithBody(models.Model):
    """Base of everything with a running text in Markdown."""

    body = ProseField("brödtext", blank=True)
    body_html = TextField(editable=False, blank=True)
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
        fields = kwargs.get("update_fields")
        if fields is not None and not {"body", "body_html"}.intersection(fields):
            super().save(*args, **kwargs)
            return
        # No picture changes in between: it would not find this text among those that show it.
        with writing():
            pictures = self.render_body()
            if fields is not None:
                kwargs["update_fields"] = {*fields, "body_html"}
            super().save(*args, **kwargs)
            self.body_pictures.set(pictures)

    def render_body(self):
        """Make ``body_html`` of ``body``; return the library pictures that it shows."""
        self.body = clean_text(self.body)
        self.body_html, pictures = render_with_library(self.body)
        return pictures

    def renew_figure(self, picture):
        """Save what the text says about one of its pictures, unless it says just that already."""
        if _figure(picture) not in self.body_html:
            # The Markdown is the same, so nothing else of the row is another.
            html, _ = render_with_library(self.body)
            type(self)._base_manager.filter(pk=self.pk).update(body_html=html)

    def prepare_figure(self, picture):
        """Do what takes time in :meth:`renew_figure`, before others are kept from writing."""
        if _figure(picture) not in self.body_html:
            picture_keys(self.body)
            render(self.body)

    @property
    def prose(self):
        """The text as HTML for a page or a feed, its pictures where files are found now."""
        return mark_safe(with_addresses(self.body_html))
