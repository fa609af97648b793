"""The kinds of pages about news, and what news shows below an area; see ``content/kinds.py``."""

from exhibits.models import Area, Plan, ScreenItem
from exhibits.now.screens import show_on_screens
from helsingborgsrummet.content import roles
from helsingborgsrummet.content.kinds import Kind, register, register_parameters, show_below
from helsingborgsrummet.content.roles import EDITOR, EVERYTHING, PUBLISH, VIEW, WRITE, WRITER
from helsingborgsrummet.models import StandingPage
from news import closing, telling
from news.feeds import announcement_entry
from news.follow_views import followers_below_page
from news.lists import latest_for_screens
from news.models import Announcement, Byline, Tiding, Topic
from news.views import announcement_context, news_below_area, news_below_plan


def register_kinds():
    """Let the whole site know the kinds of this app, and the roles what they may do here."""
    register(
        Kind(
            model=Topic,
            section="news",
            parameters=frozenset({"fore"}),
            sitemap="amnen",
            roles={EDITOR: (*EVERYTHING, *PUBLISH), WRITER: VIEW},
            searched=("title", "description"),
            samples="helsingborgsrummet.demo_content.news.load_topics",
        ),
        Kind(
            model=Announcement,
            template="news/announcement_detail.html",
            context=announcement_context,
            section="news",
            list_name="news:announcement_list",
            parameters=frozenset({"fore", "ar"}),
            sitemap="nyheter",
            in_sitemap=lambda rows: rows.newest_first(),
            entry=announcement_entry,
            roles={EDITOR: (*EVERYTHING, *PUBLISH), WRITER: WRITE},
            searched=("title", "lead", "body"),
            samples="helsingborgsrummet.demo_content.news.load_announcements",
        ),
    )
    roles.allow(Byline, editor=(*EVERYTHING, *PUBLISH), writer=VIEW)
    show_on_screens(ScreenItem.Kind.NEWS, latest_for_screens)
    # Hosts tell of activities.
    roles.allow(Tiding, editor=VIEW, host=VIEW)
    telling.register_waiting()
    closing.register_waiting()
    show_below(Area, news_below_area)
    show_below(Plan, news_below_plan)
    show_below(StandingPage, followers_below_page)
    register_parameters("allt", "amne", "plan", "fraga", "vad")
