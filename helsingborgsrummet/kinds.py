"""The kinds of pages that belong to no subject, and what waits among them; see ``content/kinds.py``."""

from django.db.models import DateField, DateTimeField

from helsingborgsrummet import due_work
from helsingborgsrummet.content import roles
from helsingborgsrummet.content.kinds import Kind, register
from helsingborgsrummet.content.roles import EDITOR, EVERYTHING, PUBLISH, VIEW, WRITE
from helsingborgsrummet.content.words_sv import format_day, format_moment
from helsingborgsrummet.editing import waiting
from helsingborgsrummet.editing.waiting import Waiting
from helsingborgsrummet.models import (
    ChangeNote,
    Correction,
    DueWork,
    ExternalLink,
    Letter,
    Notice,
    Picture,
    Redirect,
    ShareLink,
    StandingPage,
)
from helsingborgsrummet.views.standing_pages import standing_page_context


def register_kinds():
    """Let the whole site know standing pages, and the roles what they may do with the rest."""
    register(
        Kind(
            model=StandingPage,
            template="site/standing_page.html",
            context=standing_page_context,
            sitemap="sidor",
            in_sitemap=lambda rows: rows.order_by("place"),
            roles={EDITOR: (*EVERYTHING, *PUBLISH)},
            searched=("title", "summary", "body"),
            samples="helsingborgsrummet.demo_content.standing_pages.load_standing_pages",
        )
    )
    everything = (*EVERYTHING, *PUBLISH)
    roles.allow(Picture, editor=everything, writer=WRITE)
    roles.allow(Notice, editor=everything, host=everything)
    roles.allow(Correction, editor=EVERYTHING)
    roles.allow(ChangeNote, editor=EVERYTHING, writer=("add", "view"))
    roles.allow(Redirect, editor=everything)
    roles.allow(ShareLink, editor=WRITE, writer=WRITE)
    roles.allow(ExternalLink, editor=VIEW, writer=VIEW)
    roles.allow(DueWork, editor=VIEW)
    roles.allow(Letter, editor=("change", "view"))
    waiting.register("helsingborgsrummet.change_picture", consent_warnings)
    waiting.register("helsingborgsrummet.view_externallink", broken_links)
    waiting.register("helsingborgsrummet.view_externallink", lost_links)
    waiting.register("helsingborgsrummet.view_duework", failing_work)


def consent_warnings(now, today):
    """Pictures of people without consent, or whose consent ends soon."""
    return Waiting(
        "Bilder där samtycket behöver ses över",
        Picture.objects.consent_warnings(today),
        "helsingborgsrummet.picture",
        "consent_until",
        DateField,
        lambda day: f"samtycket gäller till {format_day(day)}" if day else "samtycke saknas",
        "?samtycke=varning",
    )


def broken_links(now, today):
    """Links to other sites that have not answered for days."""
    return Waiting(
        "Brutna länkar",
        ExternalLink.objects.broken(now).elsewhere(),
        "helsingborgsrummet.externallink",
        "failing_since",
        DateTimeField,
        lambda moment: f"har inte svarat sedan {format_moment(moment)}",
        name="url",
    )


def lost_links(now, today):
    """Links to pages of our own that have been withdrawn since, or are not there."""
    return Waiting(
        "Länkar till sidor som inte finns längre",
        ExternalLink.objects.broken(now).own(),
        "helsingborgsrummet.externallink",
        "failing_since",
        DateTimeField,
        lambda moment: f"upptäckt {format_moment(moment)}",
        name="url",
    )


def failing_work(now, today):
    """Recurring work that fails, or that nothing has done for too long."""
    return Waiting(
        "Arbeten som inte fungerar",
        due_work.troubled(now),
        "helsingborgsrummet.duework",
        "trouble_since",
        DateTimeField,
        lambda moment: f"har inte gått bra sedan {format_moment(moment)}",
        name=due_work.title_column(),
    )
