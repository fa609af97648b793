"""Letters and the envelopes they go out in: the queue of e-mail, and its log for a week."""

from django.db import models
from django.db.models import Q

from helsingborgsrummet.content.columns import CharField, DateField, DateTimeField


class Letter(models.Model):
    """What is sent, the same for everybody; what differs from one to the next stands in the envelopes."""

    # Swedish and plain: "bekräftelse", "nyhet". Whoever sends letters of a kind hears what came back of them.
    kind = CharField("slag", max_length=40)
    subject = CharField("ämnesrad", max_length=250)
    # The whole message as it is sent, in ASCII and so no column of ``content/columns.py``, with marks where an envelope's own words stand (see letters/message.py).
    head = models.TextField("brevhuvud", editable=False)
    body = models.TextField("brevtext", editable=False)
    queued_at = DateTimeField("lades i kön")
    is_stopped = models.BooleanField("stoppat", default=False)
    may_repeat = models.BooleanField(
        "hellre två gånger än ingen",
        default=False,
        help_text="Om anslutningen bryts just när ett brev tas emot vet ingen om det kom fram. "
        "En bekräftelse skickas då igen, en nyhet inte.",
    )

    # Nothing of it shows on a public page.
    raises_generation = False

    class Meta:
        verbose_name = "brev"
        verbose_name_plural = "brev"
        ordering = ["-queued_at", "-id"]

    def __str__(self):
        return self.subject


class Envelope(models.Model):
    """A letter to one address. The row is there before anything is sent, and once only for each receiver.

    The address goes from the row as soon as the letter has gone, or never will.
    """

    class State(models.IntegerChoices):
        """How far it has come."""

        WAITING = 0, "väntar"
        SENDING = 1, "skickas"
        SENT = 2, "skickat"
        REFUSED = 3, "avvisat"
        GIVEN_UP = 4, "uppgivet"
        # The connection broke when the server had got it all and had not answered.
        UNCERTAIN = 5, "ovisst"
        BOUNCED = 6, "kom tillbaka"

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="envelopes")
    key = CharField("mottagare", max_length=64)
    address = CharField("adress", max_length=320, blank=True)
    values = models.JSONField("egna ord", default=dict, blank=True)
    state = models.PositiveSmallIntegerField("läge", choices=State, default=State.WAITING)
    urgency = models.PositiveSmallIntegerField("turordning", default=1)
    tries = models.PositiveSmallIntegerField("försök", default=0)
    due_at = DateTimeField("ska skickas", null=True)
    # Which sender has it, and since when.
    claim = CharField("avsändare", max_length=32, blank=True)
    claimed_at = DateTimeField("togs", null=True)
    ended_at = DateTimeField("avslutat", null=True)
    code = models.PositiveSmallIntegerField("svar", null=True)

    raises_generation = False

    class Meta:
        verbose_name = "kuvert"
        verbose_name_plural = "kuvert"
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "key"],
                name="letter_goes_once_to_each_receiver",
                violation_error_message="Brevet går redan till den mottagaren.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["urgency", "due_at", "id"], condition=Q(state=0), name="envelope_waiting"
            ),
            models.Index(fields=["claim"], condition=Q(state=1), name="envelope_claimed"),
        ]

    def __str__(self):
        return f"kuvert {self.pk}"


class WeeklyLetter(models.Model):
    """That the staff have got the letter of a week, those for whom something waited. One row a week, once and for all."""

    monday = DateField("veckan som börjar", unique=True)
    count = models.PositiveIntegerField("antal brev", default=0)

    raises_generation = False

    class Meta:
        verbose_name = "veckobrev"
        verbose_name_plural = "veckobrev"

    def __str__(self):
        return f"veckobrev {self.monday}"
