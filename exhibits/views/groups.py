"""Groups and school classes ask for a visit."""

import datetime

from django import forms
from django.db import transaction
from django.utils import timezone

from exhibits.models import GroupVisit
from exhibits.now.group_visits import send_receipt
from exhibits.now.room import present_room
from exhibits.rules.working_days import after_working_days
from exhibits.words_sv.groups import answer_comes
from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.models import StandingPage
from helsingborgsrummet.public_forms import (
    AddressField,
    PublicForm,
    PublicFormView,
    ReceiptView,
)

ANSWERED_WITHIN = 5  # working days
AHEAD = datetime.timedelta(days=550)


class GroupVisitForm(PublicForm):
    """What, when, how many, needs, and where the answer goes."""

    submit = "Skicka förfrågan"

    sort = forms.ChoiceField(label="Vilka är ni?", choices=[("", "Välj"), *GroupVisit.Sort.choices])
    who = forms.CharField(
        label="Vad heter gruppen?", max_length=100, help_text="Till exempel klass 8A, Ekskolan."
    )
    wishes = forms.CharField(
        label="Vad vill ni se eller göra?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Till exempel modellen, ett område som ni arbetar med eller frågor till en planerare.",
    )
    day = forms.DateField(
        label="Vilken dag vill ni komma?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Skriv året, månaden och dagen, till exempel 2027-03-15.",
        error_messages={"invalid": "Skriv dagen så här: 2027-03-15."},
    )
    part_of_day = forms.ChoiceField(
        label="Vilken tid på dagen?", choices=[("", "Välj"), *GroupVisit.PartOfDay.choices]
    )
    people = forms.IntegerField(
        label="Hur många kommer?",
        widget=forms.NumberInput(attrs={"min": 2, "max": 300, "inputmode": "numeric"}),
        min_value=2,
        max_value=300,
        help_text="Ta med ledarna i antalet.",
        error_messages={
            "invalid": "Skriv antalet med siffror.",
            "min_value": "En grupp är minst två personer. Är du ensam: kom när vi har öppet.",
            "max_value": "Fler än 300 får inte plats. Dela upp er på flera besök.",
        },
    )
    needs = forms.CharField(
        label="Behöver någon i gruppen något särskilt?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Till exempel plats för rullstol, tolk eller en lugn stund. Skriv inga namn och inga "
        "uppgifter om någons hälsa.",
    )
    email = AddressField(help_text="Hit skickas kvittot och svaret.")

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self):
        """A day to come, and not further away than anybody plans."""
        day = self.cleaned_data["day"]
        if day <= self.today:
            raise forms.ValidationError(
                "Välj en dag som kommer. Vill ni komma i dag: ring eller skriv till oss."
            )
        if day > self.today + AHEAD:
            raise forms.ValidationError("Vi bokar högst ett och ett halvt år framåt.")
        return day


def is_an_example(now):
    """Whether nobody reads what is sent: the contact of the room is invented."""
    room = present_room(now)
    return bool(room and room.is_contact_example)


class GroupVisitPage(PublicFormView):
    """The page with the form."""

    name = "gruppbesok"
    form_class = GroupVisitForm
    template = "exhibits/group_visit.html"

    @property
    def answer_by(self):
        """The day by which an answer comes."""
        return after_working_days(timezone.localdate(self.now), ANSWERED_WITHIN)

    def form_options(self):
        """The form knows the day."""
        return {"today": timezone.localdate(self.now)}

    def page_context(self, form):
        """When an answer comes, and whom to ask instead."""
        return {
            "section": "visit",
            "room": present_room(self.now),
            "personal_data_page": StandingPage.objects.published(self.now)
            .filter(slug=StandingPage.Slug.PERSONAL_DATA)
            .first(),
            "answer_comes": answer_comes(self.answer_by, is_an_example(self.now)),
        }

    def accept(self, form):
        """Keep the request and post the receipt; the same request again is the same request."""
        names = ("sort", "who", "day", "part_of_day", "people", "email")
        asked = {name: form.cleaned_data[name] for name in names}
        rest = {name: form.cleaned_data[name] for name in ("wishes", "needs")}
        with transaction.atomic():
            if not GroupVisit.objects.unanswered().filter(**asked).update(**rest):
                visit = GroupVisit.objects.create(**asked, **rest)
                is_example = is_an_example(self.now)
                send_receipt(visit, self.answer_by, self.now, is_example=is_example)
        return address_of("exhibits:group_visit_receipt")


class GroupVisitReceipt(ReceiptView):
    """What is read afterwards."""

    template = "exhibits/group_visit_receipt.html"

    def page_context(self):
        """When an answer comes."""
        now = timezone.now()
        day = after_working_days(timezone.localdate(now), ANSWERED_WITHIN)
        return {
            "section": "visit",
            "room": present_room(now),
            "answer_comes": answer_comes(day, is_an_example(now)),
        }
