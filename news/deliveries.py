"""Tidings on their way to followers: told, waited with, put into letters, each once.

:func:`tell` stores a tiding; nothing is sent by it. Recurring work then makes a row for every follower whom it
concerns (:func:`deliver`) and, when the time of those rows has come, puts all that waits for a
follower into one letter (:func:`post_due`). A row is marked in the transaction that fills the envelope, so
neither a kill nor two senders at once can lose a letter or send it twice.
"""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef

from helsingborgsrummet import letters
from helsingborgsrummet.content.writing import Turns
from news import followers
from news.digests import GRACE, goes_at
from news.followers import mine_token
from news.models import Delivery, Follow, Follower, Frequency, Tiding
from news.tidings import holds, reach_of, usual_what, words_of

KIND = "besked"  # of letter
LEAVE = followers.LEAVE.format(letters.personal("nyckel"))
MINE = followers.MINE.format(letters.personal("mina"))
LIST_NAME, LIST_ID = "Helsingborgsrummet", "foljare"
BATCH = 1000  # followers whose rows are made together, in 15 ms
BATCH_OF_LETTERS = 300  # followers whose letters are made ready together, in 25 ms
ORDER = [Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY]


# --- What an editor's form and the site itself ask for -------------------------------------------


def tell(about, now, *, what=None, sentence="", at=None, again=False):
    """Tell the followers of a row, from the moment ``at`` (``now``) and 15 minutes of grace on; a :class:`Tiding`.

    ``about`` is an announcement, a plan step, a dialogue, an activity or an occurrence; ``what`` has happened
    to it, as it stands unless given. ``sentence`` is the editor's own, at the top of the letter. What has
    been told is told a second time only ``again``; what has not is told as it is said now.
    """
    what = Tiding.What(what or usual_what(about))
    at = at or now
    values = {"sentence": sentence, "at": at, "due_at": max(at, now) + GRACE, "is_stopped": False}
    with transaction.atomic():
        latest = _latest(about, what)
        if latest is None or (latest.told_at is not None and again):
            return _make(about, what, 1 if latest is None else _count(about, what) + 1, values)
        if latest.told_at is None:
            for name, value in values.items():
                setattr(latest, name, value)
            latest.save()
    return latest


def tell_by_itself(about, now, *, what=None, at=None):
    """The same for what nobody has asked for in a form: nothing when somebody has told or stopped it."""
    what = Tiding.What(what or usual_what(about))
    at = at or now
    with transaction.atomic():
        latest = _latest(about, what)
        if latest is None:
            values = {"at": at, "due_at": max(at, now) + GRACE}
            return _make(about, what, 1, values)
        if latest.told_at is None and not latest.is_stopped:
            # Published at another time than was meant at first.
            latest.at, latest.due_at = at, max(at, now) + GRACE
            latest.save(update_fields=["at", "due_at"])
    return latest


def stop(about, now, *, what=None):
    """Do not tell the followers of a row, neither now nor by itself later; whether nothing had gone yet."""
    what = Tiding.What(what or usual_what(about))
    with transaction.atomic():
        latest = _latest(about, what)
        if latest is None:
            _make(about, what, 1, {"at": now, "due_at": now, "is_stopped": True})
            return True
        Tiding.objects.filter(pk=latest.pk).update(is_stopped=True)
        has_gone = latest.deliveries.filter(posted_at__isnull=False).exists()
        return not has_gone and latest.told_at is None


def latest_tiding(about, *, what=None):
    """The latest :class:`Tiding` about a row, or ``None``: whether and when its followers are told."""
    return _latest(about, Tiding.What(what or usual_what(about)))


def count_for(about):
    """How many followers a tiding about a row has."""
    return reach_of(about).follows().values("follower").distinct().count()


def letter_about(about, now, *, what=None, sentence=""):
    """The letter as it will look to whoever is told at once: its subject and its blocks."""
    words = words_of(about, Tiding.What(what or usual_what(about)), now)
    return words.subject, [*words.blocks(sentence), *ending()]


def send_test(about, address, now, *, what=None, sentence=""):
    """Send the letter to an editor's own ``address``, with links for following that lead to nobody's."""
    post_test(*letter_about(about, now, what=what, sentence=sentence), address, now)


def post_test(subject, blocks, address, now):
    """Send such a letter to one ``address``, which need not follow anything."""
    letter = letters.write("prov", f"Prov: {subject}", blocks, now)
    values = {"nyckel": "prov", "mina": "prov"}
    letters.post(letter, [("prov", address, values)], now, is_urgent=True)


def key_of(about, what, number=1):
    """What a tiding about a row is known by."""
    own = f"{about._meta.label_lower}:{about.pk}:{what}"
    return own if number == 1 else f"{own}:{number}"


def _rows(about, what):
    kind = ContentType.objects.get_for_model(about)
    return Tiding.objects.filter(content_type=kind, object_id=about.pk, what=what)


def _latest(about, what):
    return _rows(about, what).select_for_update().order_by("-id").first()


def _count(about, what):
    return _rows(about, what).count()


def _make(about, what, number, values):
    return Tiding.objects.get_or_create(
        key=key_of(about, what, number), defaults={"what": what, "about": about, **values}
    )[0]


# --- From a tiding to a row for each follower ------------------------------------------------------


def deliver(now):
    """Make the rows of every tiding that is due; returns how many followers got one."""
    return sum(_deliver(tiding, now) for tiding in Tiding.objects.due(now))


def _deliver(tiding, now):
    about = tiding.about
    if about is None or not holds(about, tiding.what, tiding.due_at, now):
        # Taken back meanwhile. Should it be so again, it may be told.
        tiding.delete()
        return 0
    follows = reach_of(about).follows().filter(followed_at__lte=tiding.due_at)
    last = 0
    while Tiding.objects.filter(pk=tiding.pk, is_stopped=False).exists():
        batch = list(
            follows.filter(follower__gt=last)
            .order_by("follower")
            .values_list("follower", flat=True)
            .distinct()[:BATCH]
        )
        if not batch:
            reached = tiding.deliveries.count()
            Tiding.objects.filter(pk=tiding.pk).update(told_at=now, reached=reached)
            return reached
        # Who follows the same thing in two ways hears of it the sooner one.
        wanted = {}
        rows = follows.filter(follower__in=batch)
        for pk, own, usual in rows.values_list("follower", "frequency", "follower__frequency"):
            wanted[pk] = min(wanted.get(pk, Frequency.WEEKLY), own or usual, key=ORDER.index)
        Delivery.objects.bulk_create(
            [
                Delivery(
                    follower_id=pk,
                    tiding=tiding,
                    goes_at=goes_at(frequency, tiding.at, tiding.due_at),
                )
                for pk, frequency in wanted.items()
            ],
            ignore_conflicts=True,
        )
        last = batch[-1]
    return 0


# --- From rows to letters -------------------------------------------------------------------------


def post_due(now, enough=lambda: False):
    """Put all that waits for a follower by the moment ``now`` into one letter, follower by follower.

    Goes on until all have had their turn or ``enough()``; returns how many letters were made ready.
    """
    papers, count, last, turns = _Papers(now), 0, 0, Turns()
    while not enough():
        rows = _waiting(now).filter(follower__gt=last).order_by("follower")
        batch = list(rows.values_list("follower", flat=True).distinct()[:BATCH_OF_LETTERS])
        if not batch:
            break
        turns.leave()
        count += _post(batch, papers, now)
        last = batch[-1]
    return count


def _waiting(now):
    return Delivery.objects.filter(posted_at__isnull=True, goes_at__lte=now)


def _post(batch, papers, now):
    """Post what waits for the followers ``batch``."""
    # Written before the transaction, which keeps others waiting; what comes between goes the next time.
    ready = {key: papers.letter_of(key) for key in set(_sets(batch, now).values())}
    with transaction.atomic():
        # In one order, so that two who do it at the same time wait for each other and not both.
        rows = Follower.objects.select_for_update(of=("self",)).filter(pk__in=batch).order_by("pk")
        rows = rows.filter(Exists(Follow.objects.filter(follower=OuterRef("pk"))))
        found = {row.pk: row for row in rows}
        receivers, done = defaultdict(list), defaultdict(list)
        for pk, key in _sets(batch, now).items():
            if key not in ready:
                continue
            done[key].append(pk)
            if pk in found and ready[key]:
                receivers[key].append(_receiver(found[pk], now))
        for key, ones in receivers.items():
            letters.post(ready[key], ones, now)
        for key, ones in done.items():
            _waiting(now).filter(follower__in=ones, tiding__in=key).update(posted_at=now)
    return sum(map(len, receivers.values()))


def _sets(batch, now):
    """Which tidings wait for each follower, by their keys: those who wait for the same get the same letter."""
    found = defaultdict(list)
    rows = _waiting(now).filter(follower__in=batch).order_by("tiding__at", "tiding")
    for follower, tiding in rows.values_list("follower", "tiding"):
        found[follower].append(tiding)
    return {follower: tuple(tidings) for follower, tidings in found.items()}


def _receiver(follower, now):
    values = {"nyckel": follower.key, "mina": mine_token(follower, now)}
    return str(follower.pk), follower.address, values


class _Papers:
    """The letters of one run, each written once for all who wait for the same."""

    AT_HAND = 200

    def __init__(self, now):
        self.now, self.letters, self.tidings = now, {}, {}

    def letter_of(self, key):
        """The letter about tidings by their keys; ``None`` when none of them holds any longer."""
        if key not in self.letters:
            if len(self.letters) >= self.AT_HAND:
                self.letters.clear()
            self.letters[key] = self._write([self._told(each) for each in key])
        return self.letters[key]

    def _told(self, pk):
        """The words and the sentence of a tiding, or ``None``."""
        if pk not in self.tidings:
            tiding = Tiding.objects.get(pk=pk)
            about, what = tiding.about, tiding.what
            still = about is not None and not tiding.is_stopped
            still = still and holds(about, what, tiding.due_at, self.now)
            words = words_of(about, what, self.now) if still else None
            self.tidings[pk] = words and (words, tiding.sentence)
        return self.tidings[pk]

    def _write(self, told):
        told = [each for each in told if each]
        return _write(*letter_of(told), self.now) if told else None


def letter_of(told):
    """The subject, the title and the blocks of a letter about what is told: :class:`Words`, each with a sentence."""
    (first, sentence), rest = told[0], told[1:]
    if not rest:
        return first.subject, first.subject, first.blocks(sentence)
    blocks = [block for words, own in told for block in words.blocks_among_others(own)]
    return f"{first.subject} – och {len(rest)} till", "Nytt om det du följer", blocks


def ending():
    """Why one gets the letter, and how to get others or none."""
    return [
        letters.Fine("Du får mejlet för att du följer något hos Helsingborgsrummet."),
        letters.Fine((letters.Link("Ändra vad du följer eller hur ofta", MINE),)),
        letters.Fine((letters.Link("Sluta följa", LEAVE),)),
    ]


def _write(subject, title, blocks, now):
    return letters.write(
        KIND,
        subject,
        [*blocks, *ending()],
        now,
        title=title,
        leave=LEAVE,
        list_name=LIST_NAME,
        list_id=LIST_ID,
    )


# --- About what is followed, rather than what there is to tell of it --------------------------------


def write_about(subject, blocks, now):
    """Store a letter about what is followed, for :func:`post_to`; it ends as all letters to followers do."""
    return _write(subject, subject, blocks, now)


def post_to(letter, followers, now):
    """Send a letter to followers at once, however often they want letters otherwise; call it in a transaction."""
    letters.post(letter, (_receiver(each, now) for each in followers), now)
