"""The kinds of pages about areas, plans, dialogue, activities and places; see ``content/kinds.py``."""

from functools import partial

from exhibits import waiting
from exhibits.models import (
    AccessFact,
    Activity,
    Area,
    Arrival,
    CityModel,
    Dialogue,
    Document,
    Exhibit,
    ExhibitPoint,
    FollowUp,
    GroupVisit,
    KeyFact,
    Milestone,
    Occurrence,
    OpeningChange,
    OpeningException,
    OpeningRule,
    OpeningSeason,
    Opportunity,
    Plan,
    PlanPoint,
    PlanStep,
    Recording,
    Room,
    Screen,
    ScreenItem,
    ShortLink,
    StageText,
    Station,
    Term,
    VisitCount,
)
from exhibits.outputs.feeds import opportunity_entry
from exhibits.outputs.structured_data import events_of_activity
from exhibits.views.activities import activity_context
from exhibits.views.areas import AREA_PARAMETERS, area_context
from exhibits.views.city_model import station_context
from exhibits.views.exhibition import exhibit_context, room_below
from exhibits.views.have_your_say import dialogue_context
from exhibits.views.opportunities import opportunity_context
from exhibits.views.plans import plan_context
from helsingborgsrummet.content import roles
from helsingborgsrummet.content.kinds import Kind, register, register_parameters, show_below
from helsingborgsrummet.content.roles import EDITOR, EVERYTHING, HOST, PUBLISH, VIEW, WRITE, WRITER
from helsingborgsrummet.editing.waiting import register as register_waiting
from helsingborgsrummet.editing.waiting import register_group

PAGE_ROLES = {EDITOR: (*EVERYTHING, *PUBLISH), WRITER: WRITE}
SAMPLES = "helsingborgsrummet.demo_content"


def register_kinds():
    """Let the whole site know the kinds of this app, and the roles what they may do here."""
    register(
        Kind(
            model=Area,
            template="exhibits/area_detail.html",
            context=area_context,
            section="areas",
            list_name="exhibits:area_list",
            parameters=frozenset(AREA_PARAMETERS),
            choice="omrade",
            sitemap="omraden",
            roles=PAGE_ROLES,
            searched=("title", "summary", "body"),
            samples=f"{SAMPLES}.areas.load_areas",
        ),
        Kind(
            model=Plan,
            template="exhibits/plan_detail.html",
            context=plan_context,
            section="areas",
            below="area",
            list_name="exhibits:plan_list",
            parameters=frozenset({"lage", "omrade", "ar", "efter"}),
            sitemap="planer",
            in_sitemap=lambda rows: rows.select_related("area"),
            roles=PAGE_ROLES,
            waiting=waiting.plans,
            searched=("title", "reference", "summary", "body"),
            samples=f"{SAMPLES}.plans.load_plans",
        ),
        Kind(
            model=Document,
            below="plan",
            roles={EDITOR: EVERYTHING, WRITER: EVERYTHING},
            searched=("title",),
        ),
        Kind(
            model=Dialogue,
            template="exhibits/have_your_say.html",
            context=dialogue_context,
            section="say",
            list_name="exhibits:have_your_say",
            parameters=frozenset({"visa", "efter", "ar", "omrade"}),
            listed=(Plan, Dialogue),
            roles=PAGE_ROLES,
            waiting=waiting.dialogues,
            searched=("title", "summary", "can_influence", "result"),
            samples=f"{SAMPLES}.dialogues.load_dialogues",
        ),
        Kind(
            model=Activity,
            template="exhibits/activity_detail.html",
            context=activity_context,
            section="activities",
            list_name="exhibits:activity_list",
            parameters=frozenset({"omrade", "slag", "manad", "malgrupp", "visa", "fore", "efter"}),
            sitemap="aktiviteter",
            structured_data=events_of_activity,
            # Hosts tell that something is full, moved or cancelled five minutes before it begins.
            roles={**PAGE_ROLES, HOST: (*WRITE, *PUBLISH)},
            waiting=waiting.activities,
            searched=("title", "summary", "body", "heard", "done"),
            samples=f"{SAMPLES}.activities.load_activities",
        ),
        Kind(
            model=Opportunity,
            template="exhibits/opportunity_detail.html",
            context=opportunity_context,
            section="opportunities",
            list_name="exhibits:opportunity_list",
            parameters=frozenset({"slag", "omrade", "yta", "lage"}),
            sitemap="etablera",
            in_sitemap=lambda rows: rows.exclude(state=Opportunity.State.GONE),
            entry=opportunity_entry,
            roles=PAGE_ROLES,
            waiting=waiting.opportunities,
            searched=("title", "summary", "body", "plan_allows"),
            samples=f"{SAMPLES}.opportunities.load_opportunities",
        ),
        Kind(
            model=Exhibit,
            template="exhibits/exhibit_detail.html",
            context=exhibit_context,
            section="room",
            list_name="exhibits:exhibition",
            parameters=frozenset({"behov", "sedan"}),
            sitemap="rummet",
            roles=PAGE_ROLES,
            searched=("title", "summary", "body", "access_note"),
            samples=f"{SAMPLES}.exhibits.load_exhibits",
        ),
        Kind(
            model=Station,
            template="exhibits/station_detail.html",
            context=station_context,
            section="room",
            list_name="exhibits:city_model",
            parameters=frozenset({"fran", "lager"}),
            sitemap="modellen",
            roles=PAGE_ROLES,
            searched=("title", "summary", "body"),
            samples=f"{SAMPLES}.city_model.load_city_model",
        ),
    )
    show_below(Area, partial(room_below, "area"))
    show_below(Plan, partial(room_below, "plan"))
    for part in (KeyFact, Milestone, PlanStep, PlanPoint, ExhibitPoint, Recording):
        roles.allow(part, editor=EVERYTHING, writer=EVERYTHING)
    for part in (Occurrence, FollowUp):
        roles.allow(part, editor=EVERYTHING, writer=EVERYTHING, host=EVERYTHING)
    for model in (AccessFact, Arrival, OpeningSeason, OpeningException, ScreenItem):
        roles.allow(model, editor=EVERYTHING, host=EVERYTHING)
    roles.allow(OpeningChange, editor=VIEW, host=VIEW)
    roles.allow(VisitCount, editor=("add", "view"), host=("add", "view"))
    everything = (*EVERYTHING, *PUBLISH)
    roles.allow(OpeningRule, editor=everything, host=everything)
    roles.allow(Screen, editor=everything, host=everything)
    roles.allow(CityModel, editor=everything, writer=VIEW)
    roles.allow(Room, editor=everything, host=(*WRITE, *PUBLISH))
    roles.allow(GroupVisit, editor=("change", "delete", "view"), host=("change", "delete", "view"))
    roles.allow(ShortLink, editor=VIEW, writer=VIEW, host=VIEW)
    roles.allow(Term, editor=everything, writer=VIEW)
    roles.allow(StageText, editor=("change", "view", *PUBLISH), writer=VIEW)
    register_waiting("exhibits.change_keyfact", waiting.old_key_facts)
    register_waiting("exhibits.change_screen", waiting.silent_screens)
    register_waiting("exhibits.change_groupvisit", waiting.unanswered_groups)
    register_group("exhibits.change_openingrule", waiting.undecided_opening)
    register_group("exhibits.change_openingrule", waiting.contradicted_activities)
    register_parameters("vecka")
