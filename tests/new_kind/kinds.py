"""What the site is told of pamphlets."""

from helsingborgsrummet.content.corrections import corrections_of
from helsingborgsrummet.content.feeds import Entry
from helsingborgsrummet.content.kinds import NOTHING, Kind, register
from helsingborgsrummet.content.roles import EDITOR, EVERYTHING, PUBLISH, WRITE, WRITER
from tests.new_kind.models import Pamphlet


def pamphlet_context(pamphlet, now, unsaved=NOTHING):
    """What the page needs."""
    corrections = corrections_of(pamphlet, now, unsaved)
    return {"now": now, "pamphlet": pamphlet, "corrections": corrections}


def pamphlet_entry(pamphlet, now):
    """A pamphlet in a feed."""
    return Entry(
        row=pamphlet,
        title=pamphlet.title,
        url=pamphlet.get_absolute_url(),
        description=pamphlet.summary,
        published=pamphlet.published_at,
        updated=pamphlet.saved_at,
        is_example=pamphlet.is_example,
    )


def register_kinds():
    """Declare it."""
    register(
        Kind(
            model=Pamphlet,
            template="new_kind/pamphlet.html",
            context=pamphlet_context,
            path="broschyrer/",
            list_template="new_kind/pamphlet_list.html",
            parameters=frozenset({"fore"}),
            sitemap="broschyrer",
            entry=pamphlet_entry,
            roles={EDITOR: (*EVERYTHING, *PUBLISH), WRITER: WRITE},
            searched=("title", "summary", "body"),
            samples="tests.new_kind.samples.load_pamphlets",
        )
    )
