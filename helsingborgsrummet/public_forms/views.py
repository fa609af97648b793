"""The page of a public form, what happens when it is sent, and its receipt."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from helsingborgsrummet.public_forms import forms, limits, token
from helsingborgsrummet.public_forms.origin import is_own_page, sender_networks


class PublicFormView(View):
    """Base of pages with a form that anybody may send.

    Subclasses name ``form_class``, ``template`` (which includes ``components/public_form.html``) and ``name``, the
    form's own in its token, and say in :meth:`accept` what a form that is right does. The page is kept whole
    like any other; answers to what is sent are kept by nobody, and after one that is accepted stands a receipt
    with an address of its own, so that loading it again sends nothing.
    """

    name = ""
    form_class = None
    template = ""
    http_method_names = ["get", "head", "post", "options"]

    @classmethod
    def as_view(cls, **options):
        """The view; whatever a subclass does, it asks for no token of Django's, which needs a cookie.

        The token of the form and the origin do what that does.
        """
        return csrf_exempt(super().as_view(**options))

    def setup(self, request, *args, **kwargs):
        """One moment for all that the request does."""
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    def form_options(self):
        """What else the form is made with: ``initial``, a row, …"""
        return {}

    def page_context(self, form):
        """What else the template shows."""
        return {}

    def accept(self, form):
        """Do what the form asks for, and return the address of the receipt, or an answer.

        What fails in a way that the sender can mend is told by ``form.add_error`` and ``None``.
        """
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        """The page with the empty form."""
        return self.show(self.form_class(**self.form_options()))

    def post(self, request, *args, **kwargs):
        """Take the form in, or show it again with everything that was typed and what to do."""
        form = self.form_class(request.POST, **self.form_options())
        is_right = form.is_valid()
        if not is_own_page(request):
            return self._stop(form, forms.STRANGE_ORIGIN, 403)
        if not token.is_valid(request.POST.get("nyckel", ""), self.name, self.now):
            return self._stop(form, forms.OLD_TOKEN, 403)
        if request.POST.get("webbplats"):
            return self._stop(form, forms.FILLED_TRAP, 422)
        if not is_right:
            return self.show(form, 422)
        if wait := limits.seconds_to_wait(sender_networks(request), self.now):
            answer = self._stop(form, forms.too_many(wait), 429)
            answer["Retry-After"] = str(wait)
            return answer
        done = self.accept(form)
        if done is None:
            return self.show(form, 422)
        if isinstance(done, HttpResponse):
            return done
        answer = HttpResponseRedirect(done)
        answer.status_code = 303
        return answer

    def _stop(self, form, words, status):
        form.add_error(None, words)
        return self.show(form, status)

    def show(self, form, status=200):
        """The page with a form."""
        context = {
            "now": self.now,
            "form": form,
            "form_token": token.make_token(self.name, self.now),
            "form_action": self.request.path,
            **self.page_context(form),
        }
        answer = render(self.request, self.template, context, status=status)
        # Django would log the address of what was refused, and some have a secret in them.
        answer._has_been_logged = True
        return answer


class ReceiptView(View):
    """Base of the page that says that a form came in and what happens next; it knows nobody, so all may see it."""

    template = ""
    http_method_names = ["get", "head", "options"]

    def page_context(self):
        """What else the template shows."""
        return {}

    def get(self, request, *args, **kwargs):
        """The receipt; search engines leave it alone."""
        context = {"now": timezone.now(), "noindex": True, **self.page_context()}
        return render(request, self.template, context)
