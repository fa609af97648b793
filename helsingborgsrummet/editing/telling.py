"""*Meddela följare* on the form of a page: whether those who follow it are told of what is saved.

This room knows no followers. Who tells them registers a :class:`Teller` for a kind of page; whoever may
publish the page then finds a box and a sentence of one's own at the end of its form.
"""

from dataclasses import dataclass
from typing import Protocol

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.utils import timezone
from django.utils.html import format_html

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


class TellingAdmin:
    """Mixin for the admin of publishable things: the box and the sentence."""

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
        options = {"fields": (offer.name, SENTENCE), "description": offer.description}
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
