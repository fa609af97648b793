"""The pages of following: begin, confirm, see and change everything, leave."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from helsingborgsrummet.models import StandingPage
from helsingborgsrummet.public_forms import PublicFormView, ReceiptView, limits
from news import followers
from news.estimates import letters_words
from news.follow_forms import (
    OFTEN,
    FollowForm,
    NewAddressForm,
    boxes,
    chosen_words,
    rows_of,
    wanted_of,
)
from news.models import Frequency, Scope


def _personal_data(now):
    """What the short words about personal data need: the times that retention keeps to."""
    page = StandingPage.objects.published(now).filter(slug=StandingPage.Slug.PERSONAL_DATA).first()
    return {"personal_data_page": page, **personal_data_times()}


def personal_data_times():
    """In days: how long what is not confirmed, no longer used or sent is kept."""
    return {
        "unconfirmed_days": followers.UNCONFIRMED_LASTS.days,
        "erased_days": followers.ERASED_AFTER.days,
        "log_days": followers.TOLD_LASTS.days,
        "link_days": followers.LINK_LASTS.days,
    }


def followers_below_page(page, now):
    """What /personuppgifter/ tells about followers, with the times that retention keeps to."""
    if page.slug != StandingPage.Slug.PERSONAL_DATA:
        return None
    minutes = limits.HOUR // limits.MINUTE
    return {
        "template": "news/parts/personal_data.html",
        "form_minutes": minutes,
        **personal_data_times(),
    }


def _frequency(value):
    return Frequency(value) if value in Frequency.values else Frequency.WEEKLY


class FollowView(PublicFormView):
    """Begin to follow; boxes come ticked by the query string, and "Räkna" says what to expect."""

    name, form_class, template = "folj", FollowForm, "news/follow.html"

    @property
    def data(self):
        """What is chosen: in the address, or in what was sent."""
        return self.request.POST if self.request.method == "POST" else self.request.GET

    def form_options(self):
        """The boxes, and what the address says of how often."""
        self.groups = boxes(self.data, self.now)
        return {"groups": self.groups, "initial": {OFTEN: _frequency(self.data.get(OFTEN))}}

    def post(self, request, *args, **kwargs):
        """Take the form in, or count and show it again."""
        if "rakna" in request.POST:
            options = self.form_options()
            options["initial"]["epost"] = request.POST.get("epost", "")
            return self.show(FollowForm(**options))
        return super().post(request, *args, **kwargs)

    def page_context(self, form):
        """What to expect, and what is stored."""
        return {
            "groups": self.groups,
            "chosen": chosen_words(self.groups),
            # Pages with boxes ticked are one page to search engines.
            "noindex": bool(self.request.GET),
            "scopes": Scope.choices,
            "letters": letters_words(
                wanted_of(self.groups), _frequency(self.data.get(OFTEN)), self.now
            ),
            **_personal_data(self.now),
        }

    def accept(self, form):
        """Ask the owner of the address; the answer is the same whoever that is."""
        followers.ask(
            form.cleaned_data["epost"], wanted_of(self.groups), form.cleaned_data[OFTEN], self.now
        )
        return "/folj/tack/"


class FollowReceipt(ReceiptView):
    """What to do now: look into one's letters."""

    template = "news/follow_sent.html"

    def page_context(self):
        """How long one has."""
        return personal_data_times()


class _ByToken:
    """What all pages behind a letter's link have: nobody keeps them, and no address leads elsewhere with theirs."""

    def page(self, template, context, status=200):
        """The page, for nobody but whoever asked."""
        context = {"now": self.now, "noindex": True, **personal_data_times(), **context}
        answer = render(self.request, template, context, status=status)
        return _secret(answer)

    def gone(self):
        """The page behind a link that leads nowhere any longer."""
        return self.page("news/follow_gone.html", {}, 410)


def _secret(answer):
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "same-origin"
    # Django would log the address, which holds the key.
    answer._has_been_logged = True
    return answer


def _see(address):
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return _secret(answer)


# The key in the address is what shows that a form was meant: nobody else knows it.
@method_decorator(csrf_exempt, name="dispatch")
class _TokenView(_ByToken, View):
    http_method_names = ["get", "head", "post", "options"]

    def setup(self, request, *args, **kwargs):
        """One moment for all that the request does."""
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()


class ConfirmView(_TokenView):
    """The page that a letter of confirmation leads to; nothing happens before its button is pressed."""

    def get(self, request, token):
        """What is to be confirmed."""
        question = followers.request_of(token, self.now)
        if question is None:
            return self.gone()
        context = {
            "names": followers.names_of(question),
            "often": Frequency(question.frequency).label,
            "moves": question.follower_id is not None,
            "is_answered": question.answered_at is not None,
        }
        return self.page("news/follow_confirm.html", context)

    def post(self, request, token):
        """Confirm it; a second time leads to the same page."""
        question = followers.request_of(token, self.now)
        done = "bytt" if question and question.follower_id else "ja"
        follower = question and followers.confirm(question, self.now)
        if follower is None:
            return self.gone()
        return _see(
            followers.MINE.format(followers.mine_token(follower, self.now)) + f"?klart={done}"
        )


class LeaveView(_TokenView):
    """The page that every letter leads to, for ever; mail programs post to it at a press of their own button."""

    def get(self, request, token):
        """What is followed, and a button for each."""
        return self._show(self._follower(token))

    def _show(self, follower):
        rows = rows_of(follower) if follower else []
        context = {"follower": follower, "rows": rows, "done": self.request.GET.get("klart", "")}
        return self.page("news/follow_leave.html", context)

    @staticmethod
    def _follower(token):
        return followers.Follower.objects.filter(key=token).first()

    def post(self, request, token):
        """Stop one or everything, erase, or mail a link; without a word of ours everything stops (RFC 8058)."""
        follower = self._follower(token)
        if follower is None:
            return self._show(None)
        done = change_by(follower, request.POST, self.now)
        if done is None:
            followers.leave(follower, self.now)
            done = "slut"
        if done == "raderat":
            return self.page("news/follow_leave.html", {"follower": None, "done": done})
        return _see(f"{request.path}?klart={done}")


def change_by(follower, data, now):
    """Do what the button pressed among ``data`` says; a word for what was done, ``None`` for no button of ours."""
    if "radera" in data:
        followers.erase(follower)
        return "raderat"
    if "lank" in data:
        followers.mail_link(follower, now)
        return "lank"
    if key := data.get("sluta", ""):
        rows = follower.follows.filter(pk=key) if key.isdecimal() and len(key) < 19 else []
        followers.leave(follower, now, list(rows))
        return "en"
    if "allt" in data:
        followers.leave(follower, now)
        return "slut"
    return None


class MineView(_ByToken, PublicFormView):
    """Everything that is stored of somebody, with buttons to change, stop and erase it."""

    name, form_class, template = "folj-adress", NewAddressForm, "news/follow_mine.html"

    def dispatch(self, request, *args, **kwargs):
        """Only with a token that is good; one that has ended can be changed for another by mail."""
        self.follower, self.is_fresh = followers.owner_of(kwargs.pop("token"), self.now)
        if self.follower is None:
            return self.gone()
        if not self.is_fresh:
            return self._expired(request)
        answer = super().dispatch(request, *args, **kwargs)
        return _secret(answer)

    def _expired(self, request):
        if request.method == "POST":
            followers.mail_link(self.follower, self.now)
        return self.page("news/follow_expired.html", {"is_sent": request.method == "POST"}, 410)

    def form_options(self):
        """Fields whose names on the page are not those of the other form."""
        return {"auto_id": "adress_%s"}

    def page_context(self, form):
        """What is stored."""
        followed = rows_of(self.follower)
        known = {row.named for row in self.follower.follows.all()}
        waiting = self.follower.moves.filter(answered_at__isnull=True).exists()
        return {
            "noindex": True,
            "follower": self.follower,
            "address": masked(self.follower.address),
            "rows": followed,
            "groups": boxes(self.request.GET, self.now, known),
            "scopes": Scope.choices,
            "often": Frequency.choices,
            "moves": waiting,
            "told": self.follower.deliveries.filter(posted_at__isnull=False).count(),
            "waits": self.follower.deliveries.filter(posted_at__isnull=True).count(),
            "done": self.request.GET.get("klart", ""),
            **personal_data_times(),
        }

    def post(self, request):
        """Save the choices, or do what another button says; a new address is a form like any other."""
        if "spara" in request.POST:
            return self._save(request.POST)
        done = change_by(self.follower, request.POST, self.now)
        if done == "raderat":
            return self.page("news/follow_leave.html", {"follower": None, "done": done})
        if done is not None:
            return _see(f"{request.path}?klart={done}#klart")
        return super().post(request)

    def _save(self, data):
        known = {row.named for row in self.follower.follows.all()}
        added = wanted_of(boxes(data, self.now, known))
        followers.change(
            self.follower,
            _frequency(data.get(OFTEN, self.follower.frequency)),
            {
                row.follow.pk: (
                    data.get(f"vad-{row.follow.pk}", row.follow.scope),
                    data.get(f"hur-{row.follow.pk}", row.follow.frequency),
                )
                for row in rows_of(self.follower)
            },
            added,
            self.now,
        )
        return _see(f"{self.request.path}?klart=sparat#klart")

    def accept(self, form):
        """Ask the owner of the new address."""
        address = form.cleaned_data["epost"]
        if address != self.follower.address:
            frequency = self.follower.frequency
            followers.ask(address, [], frequency, self.now, follower=self.follower)
        return f"{self.request.path}?klart=adress#klart"


def masked(address):
    """An address that its owner knows again and nobody else can read: ``k…@e….se``."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}…@{domain[:1]}….{domain.rpartition('.')[2]}"
