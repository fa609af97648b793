"""The forms of following: what, how often, and to which address."""

import re
from dataclasses import dataclass

from django import forms

from exhibits.models import Dialogue, Plan
from exhibits.now.areas import area_names
from helsingborgsrummet.content.kinds import is_example, kind_of
from helsingborgsrummet.content.words_sv import join_words
from helsingborgsrummet.public_forms import AddressField, PublicForm
from news.followers import name_of
from news.models import Follow, Frequency, Scope
from news.views import all_topics

# What the boxes of a form, and the addresses of "Följ", call what can be followed.
NAMES = {
    "allt": Follow.ALL,
    "amne": "topic",
    "omrade": "area",
    "plan": "plan",
    "fraga": "dialogue",
}
OFTEN = "hur"
WHAT_OF_ALL, WHAT_OF_AREA = "vad", "vad-{}"
# So many plans and questions may stand in an address that somebody has made up.
AT_MOST = 20
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NOTHING_CHOSEN = "Kryssa i minst en sak att följa."


@dataclass(frozen=True)
class Box:
    """One box to tick: its name and value in the form, its words, whether it is ticked."""

    name: str
    value: str
    target: str
    key: int
    words: str
    more: str
    is_ticked: bool
    scope: str
    is_example: bool

    @property
    def id(self):
        """What the page calls it."""
        return f"id_{self.name}_{self.value}"

    @property
    def scope_name(self):
        """The name of the choice of what to hear, for what is not always followed whole."""
        return _scope_name(self.target, self.value)


def _scope_name(target, value):
    match target:
        case Follow.ALL:
            return WHAT_OF_ALL
        case "area":
            return WHAT_OF_AREA.format(value)
    return ""


class _Everything:
    """What stands in for the row of what is no row."""

    pk, title = 0, name_of(None)


ALL_MORE = "Också det som inte hör till något område eller ämne."


def boxes(data, now, leave_out=frozenset()):
    """All that can be followed, as :class:`Box` by its name in the form, ticked as ``data`` says.

    ``data`` is a QueryDict. Areas are all there, and topics but for those that an area is called by too; plans and
    questions are many, so only those that are ticked. What is ``leave_out``, pairs of target and key, is
    followed already.
    """
    plans = kind_of(Plan).visible(now).select_related("area")
    plans = plans.filter(slug__in=data.getlist("plan")[:AT_MOST])
    asked = [each for each in data.getlist("fraga")[:AT_MOST] if UUID_TEXT.fullmatch(each)]
    rows = {
        "allt": [("ja", _Everything(), ALL_MORE)],
        "amne": [(topic.slug, topic, topic.description) for topic in all_topics(now)],
        "omrade": [(area.slug, area, "") for area in area_names(now).values()],
        "plan": [(plan.slug, plan, plan.area.title) for plan in plans],
        "fraga": [
            (str(row.uid), row, "") for row in kind_of(Dialogue).visible(now).filter(uid__in=asked)
        ],
    }
    # An area and the topic of its name would be one choice twice; the area tells more.
    areas, asked_topics = {area.title for _, area, _ in rows["omrade"]}, data.getlist("amne")
    rows["amne"] = [
        row for row in rows["amne"] if row[1].title not in areas or row[0] in asked_topics
    ]
    found = {}
    for name, targets in rows.items():
        ticked = set(data.getlist(name))
        found[name] = [
            Box(
                name,
                value,
                NAMES[name],
                row.pk,
                row.title,
                more,
                value in ticked,
                _scope(data.get(_scope_name(NAMES[name], value))),
                is_example(row),
            )
            for value, row, more in targets
            if (NAMES[name], row.pk) not in leave_out
        ]
    return found


def _scope(value):
    return value if value in Scope.values else Scope.EVERYTHING.value


def wanted_of(found):
    """What is ticked, as triples such as ``("area", 3, "allt")``."""
    return [
        (box.target, box.key, box.scope if box.scope_name else Scope.EVERYTHING.value)
        for group in found.values()
        for box in group
        if box.is_ticked
    ]


NAMED = 3  # of what is ticked, in the title of the page
SORTS = {"amne": "ämnet", "omrade": "området", "plan": "planen", "fraga": "frågan"}


def chosen_words(found):
    """What is ticked, for the title of the page: ``området Kajen och ämnet Parker``, of many the first two."""
    ticked = [box for group in found.values() for box in group if box.is_ticked]
    words = [_chosen(box) for box in ticked]
    if len(words) > NAMED:
        words[NAMED - 1 :] = [f"{len(words) - NAMED + 1} till"]
    example = " (exempel)" if any(box.is_example for box in ticked) else ""
    return f"{join_words(words)}{example}" if words else ""


def _chosen(box):
    if box.target == Follow.ALL:
        words = name_of(None, box.scope)
        return words[:1].lower() + words[1:]
    return f"{SORTS[box.name]} {box.words}"


class FollowForm(PublicForm):
    """Begin to follow: boxes, how often, an address."""

    submit = "Följ och få mejl"

    hur = forms.ChoiceField(
        label="Hur ofta vill du ha mejl?",
        choices=Frequency.choices,
        initial=Frequency.WEEKLY,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Välj hur ofta."},
    )
    epost = AddressField(label="Din e-postadress")

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.groups = groups

    def clean(self):
        """Something has to be chosen."""
        if not wanted_of(self.groups):
            raise forms.ValidationError(NOTHING_CHOSEN)
        return super().clean()


class NewAddressForm(PublicForm):
    """Another address for what is followed already."""

    submit = "Byt adress"
    epost = AddressField(label="Ny e-postadress")


@dataclass(frozen=True)
class Row:
    """One thing that somebody follows, with the choices about it."""

    follow: Follow
    words: str
    address: str

    @property
    def has_scope(self):
        """Whether there is a choice of what to hear."""
        return self.follow.is_of_everything or self.follow.area_id is not None


def rows_of(follower):
    """What somebody follows, in the order of its names."""
    follows = follower.follows.select_related("topic", "area", "plan__area", "dialogue")
    rows = [
        Row(row, name_of(row.target), row.target.get_absolute_url() if row.target else "/")
        for row in follows
    ]
    return sorted(rows, key=lambda row: (not row.follow.is_of_everything, row.words.casefold()))
