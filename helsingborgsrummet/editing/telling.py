"""*Meddela följare* on the form of a page: whether those who follow it are told of what is saved.

This room knows no followers. Who tells them registers a :class:`Teller` for a kind of page; whoever may
publish the page then finds a box and a sentence of one's own at the end of its form.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import Protocol

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from helsingborgsrummet.editing.checking import unsaved_of
from helsingborgsrummet.letters.blocks import MARK, Paragraph, as_html

SENTENCE = "tell_sentence"


@dataclass(frozen=True)
class Offer:
    """What a form offers to tell.

    ``name`` is that of the box. A form that was opened before others told the same thing posts the name of an
    offer that no longer is one, and so does not tell it a second time.
    """

    name: str
    label: str
    is_ticked: bool
    help: str
    sentence: str = ""
    description: str = ""  # above the box, HTML


class Teller(Protocol):
    """Who tells followers of a kind of page."""

    def offer(self, page, now) -> Offer:
        """The :class:`Offer` of the stored ``page``, or of one to come when it is ``None``."""

    def letter(self, page, sentence, unsaved, rows, now):
        """What followers would get of an unsaved page: (how many, as a sentence; subject; title; blocks), or ``None``.

        ``unsaved`` holds what is chosen in the form and the rows below the page by name; ``rows`` are the new and
        changed ones of these.
        """

    def post_test(self, subject, blocks, address, now):
        """Send that letter to an editor's own address; ``ValueError`` when it is none."""

    def save(self, page, offer, is_ticked, sentence, rows, now):
        """Do what was chosen, when all is stored; yields what to say of it, as Swedish sentences or HTML.

        ``sentence`` is ``None`` when nobody has typed in its field; ``rows`` are the new and changed rows below the page.
        """


_tellers = {}


def register(model, teller):
    """Let ``teller`` tell of pages of ``model``."""
    _tellers[model] = teller


_closers = {}


def register_closer(model, closer):
    """Let rows of ``model`` lead to where one decides about their followers when they close.

    ``closer(user, row)`` gives the number of followers and the address, or ``None`` when there are none
    or ``user`` may not.
    """
    _closers[model] = closer


def followers_to_decide_about(user, row):
    """What the closer of a row says: (number of followers, address), or ``None``."""
    closer = _closers.get(type(row))
    return closer(user, row) if closer else None


def letter_response(title, blocks, note=""):
    """A letter as a page of its own, kept from everything else by its policy; ``note`` stands above it."""
    html = re.sub(f"{MARK}[a-z_]+{MARK}", "prov", as_html(title, blocks))
    if note:
        start = '<p class="from">'
        html = html.replace(start, format_html('<p class="fine">{}</p>\n', note) + start, 1)
    style = re.search("<style>(.*?)</style>", html, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    response = HttpResponse(html)
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
    response["Cache-Control"] = "no-store"
    return response


class TellingAdmin:
    """Mixin for the admin of publishable things: the box and the sentence."""

    def get_urls(self):
        """The letter, as it would be by what stands in the form."""
        name, view = f"{self.opts.app_label}_{self.opts.model_name}_letter", self.letter_view
        view = self.admin_site.admin_view(require_POST(view))
        return [
            path("brev/", view, name=name),
            path("<int:object_id>/brev/", view, name=name),
            *super().get_urls(),
        ]

    def letter_view(self, request, object_id=None):
        """The letter that followers get if the form is saved as it stands; a test of it to oneself. Nothing is saved."""
        obj = self.get_object(request, str(object_id)) if object_id else None
        if self._offer(request, obj) is None or (object_id and obj is None):
            raise PermissionDenied
        form, formsets, refusal = self.posted(request, obj, "Brevet kan inte visas än")
        if refusal:
            return refusal
        teller, now = _tellers[self.model], timezone.now()
        rows = [
            each.instance
            for formset in formsets
            for each in formset.forms
            if each.has_changed() and each not in formset.deleted_forms
        ]
        sentence = form.cleaned_data[SENTENCE].strip()
        letter = teller.letter(form.instance, sentence, unsaved_of(form, formsets), rows, now)
        if letter is None:
            words = "Det som står i formuläret är inget nytt för följarna, så inget brev går."
            return letter_response("Inget nytt att meddela", [Paragraph(words)])
        note, subject, title, blocks = letter
        note = f"{note}. Inget är sparat. Ämnesrad: {subject}"
        if "_test" in request.POST:
            try:
                teller.post_test(subject, blocks, request.user.email, now)
            except ValueError:
                note = f"Ditt konto har ingen e-postadress, så inget prov har skickats. {note}"
            else:
                note = f"Ett prov är på väg till {request.user.email}. {note}"
        return letter_response(title, blocks, note)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Give who may publish the two fields."""
        offer = self._offer(request, obj)
        if offer is None:
            return super().get_form(request, obj, change=change, **kwargs)
        # They are no columns, so the form that Django makes must not hear of them.
        fields = kwargs.get("fields") or flatten_fieldsets(self.get_fieldsets(request, obj))
        kwargs["fields"] = [name for name in fields if name not in (offer.name, SENTENCE)]
        form = super().get_form(request, obj, change=change, **kwargs)
        box = forms.BooleanField(
            label=offer.label,
            required=False,
            initial=offer.is_ticked,
            show_hidden_initial=True,  # says which offer the form made
            help_text=offer.help,
        )
        sentence = forms.CharField(
            label="Egen mening i brevet",
            required=False,
            max_length=300,
            initial=offer.sentence,
            # What others have written meanwhile stays unless somebody changes it here.
            show_hidden_initial=True,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="Står överst i brevet. Högst 300 tecken. Får vara tom: brevet säger ändå vad som har hänt.",
        )
        # Django has made the class for this form alone; a class below it would make its fields anew
        # and lose what others have said of them.
        form.base_fields = {**form.base_fields, offer.name: box, SENTENCE: sentence}
        return form

    def get_fieldsets(self, request, obj=None):
        """They stand last, beside the buttons."""
        fieldsets = super().get_fieldsets(request, obj)
        offer = self._offer(request, obj)
        if offer is None:
            return fieldsets
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_letter"
        options = {
            "fields": (offer.name, SENTENCE),
            "description": render_to_string(
                "admin/parts/telling.html",
                {
                    "description": offer.description,
                    "letter_url": reverse(name, args=[obj.pk] if obj else []),
                    "address": request.user.email,
                },
            ),
        }
        return [*fieldsets, ("Meddela följare", options)]

    def _offer(self, request, obj):
        """The :class:`Offer` for a form, worked out once a request: before anything is saved."""
        teller = _tellers.get(self.model)
        if teller is None or not self.has_publish_permission(request, obj):
            return None
        may_save = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        if not may_save:
            return None
        offers = request.__dict__.setdefault("telling_offers", {})
        key = obj and obj.pk
        if key not in offers:
            offers[key] = teller.offer(obj, timezone.now())
        return offers[key]

    def ask_about_followers(self, request, row):
        """Ask what becomes of those who follow a page that is withdrawn."""
        found = followers_to_decide_about(request.user, row)
        if found:
            count, address = found
            text = format_html(
                '{} följer ”{}”. <a href="{}">Bestäm vad som händer med dem</a>',
                count,
                row,
                address,
            )
            self.message_user(request, text, messages.WARNING)

    def tell_followers(self, request, form, formsets, change):
        """Do what was chosen in the form; what was not offered in it is left as it is."""
        offer = self._offer(request, form.instance if change else None)
        if offer is None or form.add_initial_prefix(offer.name) not in form.data:
            # Opened before others told it, or before the last release.
            return
        rows = [
            *(row for each in formsets for row in each.new_objects),
            *(row for each in formsets for row, _ in each.changed_objects),
        ]
        sentence = form.cleaned_data[SENTENCE].strip() if SENTENCE in form.changed_data else None
        said = _tellers[self.model].save(
            form.instance, offer, form.cleaned_data[offer.name], sentence, rows, timezone.now()
        )
        for words in said:
            self.message_user(request, words)
