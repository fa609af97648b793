"""Letters in the admin: how far each has come, and a way to stop it."""

from django.contrib import admin, messages
from django.utils import timezone

from helsingborgsrummet.content.words_sv import format_moment, format_number
from helsingborgsrummet.letters import queue
from helsingborgsrummet.models import Envelope, Letter

State = Envelope.State
OPEN = {State.WAITING, State.SENDING}


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin):
    """A list to read, without anybody's address."""

    list_display = ("subject", "kind", "queued", "state", "figures")
    list_per_page = 50
    show_full_result_count = False
    fields = ("subject", "kind", "queued", "state", "figures", "may_repeat")
    readonly_fields = fields
    actions = ("stop", "go_on", "repeat_uncertain")

    def has_add_permission(self, request):
        """What needs a letter writes it."""
        return False

    def has_change_permission(self, request, obj=None):
        """What has been put into the queue reads the same for everybody."""
        return False

    def has_delete_permission(self, request, obj=None):
        """The log goes by itself after a week."""
        return False

    def has_stop_permission(self, request):
        """Whether the account may stop letters and let them go on."""
        return request.user.has_perm("helsingborgsrummet.change_letter")

    def get_queryset(self, request):
        """Without the texts."""
        return super().get_queryset(request).defer("head", "body")

    def get_changelist_instance(self, request):
        """The figures of all letters of a page are counted at once."""
        changes = super().get_changelist_instance(request)
        counts = queue.counts(changes.result_list)
        for letter in changes.result_list:
            letter.counts = counts[letter.pk]
        return changes

    def _counts(self, letter):
        if not hasattr(letter, "counts"):
            letter.counts = queue.counts([letter])[letter.pk]
        return letter.counts

    @admin.display(description="lades i kön", ordering="queued_at")
    def queued(self, letter):
        """When it was put into the queue."""
        return format_moment(letter.queued_at)

    @admin.display(description="läge")
    def state(self, letter):
        """Whether some of it is still to be sent."""
        if not self._counts(letter).keys() & OPEN:
            return "Klart"
        return "Stoppat" if letter.is_stopped else "Skickas"

    @admin.display(description="antal")
    def figures(self, letter):
        """How many are in each state, in words."""
        counts = self._counts(letter)
        said = [
            f"{format_number(counts[state])} {state.label}" for state in State if state in counts
        ]
        return ", ".join(said) or "inga mottagare"

    @admin.action(description="Stoppa: skicka inte fler", permissions=["stop"])
    def stop(self, request, letters):
        """Send no more of the chosen ones."""
        for letter in letters:
            queue.stop(letter)
        messages.success(request, "Stoppat. Det som redan är på väg kan inte hämtas tillbaka.")

    @admin.action(description="Fortsätt skicka", permissions=["stop"])
    def go_on(self, request, letters):
        """Let the chosen ones go on."""
        for letter in letters:
            queue.go_on(letter)
        messages.success(request, "Breven skickas igen.")

    @admin.action(description="Skicka de ovissa en gång till", permissions=["stop"])
    def repeat_uncertain(self, request, letters):
        """Send those again of which nobody knows whether they came."""
        count = sum(queue.repeat_uncertain(letter, timezone.now()) for letter in letters)
        messages.success(request, f"{count} brev skickas igen. Någon kan få ett andra.")
