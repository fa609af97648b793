"""Addresses of areas and the room."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from exhibits.outputs import feeds
from exhibits.views import (
    activities,
    areas,
    city_model,
    documents,
    exhibition,
    groups,
    have_your_say,
    opening_data,
    opportunities,
    plans,
    screens,
    short_links,
    terms,
    visit,
)

app_name = "exhibits"
urlpatterns = [
    path("omraden/", areas.area_list, name="area_list"),
    path("omraden/<slug:slug>/", areas.area_detail, name="area_detail"),
    path("tyck-till/", have_your_say.have_your_say, name="have_your_say"),
    path("tyck-till/kalender.ics", have_your_say.closing_days, name="closing_days"),
    path("tyck-till/atom.xml", have_your_say.feed, name="have_your_say_feed"),
    path("omraden/<slug:area>/planer/<slug:slug>/", plans.plan_detail, name="plan_detail"),
    path("aktiviteter/", activities.activity_list, name="activity_list"),
    # The converter of slugs takes no full stop, so the two files are no pages of an activity.
    path("aktiviteter/kalender.ics", activities.activity_calendar, name="activity_calendar"),
    path("aktiviteter/<slug:slug>.ics", activities.activity_file, name="activity_file"),
    path(
        "aktiviteter/<slug:slug>/<uuid:uid>.ics", activities.occurrence_file, name="occurrence_file"
    ),
    path("aktiviteter/<slug:slug>/", activities.activity_detail, name="activity_detail"),
    path("dokument/<slug:digest>/<str:file_name>", documents.document, name="document"),
    path("etablera/", opportunities.opportunity_list, name="opportunity_list"),
    path("etablera/atom.xml", feeds.opportunities, name="opportunity_feed"),
    path("etablera/<slug:slug>/", opportunities.opportunity_detail, name="opportunity_detail"),
    path("rummet/", exhibition.exhibition, name="exhibition"),
    path("rummet/<slug:slug>/", exhibition.exhibit_detail, name="exhibit_detail"),
    path("rummet/<slug:slug>/textning-<int:pk>.vtt", exhibition.captions, name="captions"),
    path("ord/", terms.term_list, name="term_list"),
    path("planer/", plans.plan_list, name="plan_list"),
    path("planer/tid/", plans.plan_times, name="plan_times"),
    path(
        "modellen/tid/",
        RedirectView.as_view(pattern_name="exhibits:plan_times", permanent=True),
    ),
    path("modellen/", city_model.city_model, name="city_model"),
    path("modellen/<slug:slug>/", city_model.station_detail, name="station_detail"),
    path("skarm/tjanst.js", screens.service_worker, name="screen_worker"),
    path("skarm/lage/<slug:slug>.json", screens.screen_state, name="screen_state"),
    path("skarm/<slug:slug>/", screens.screen, name="screen"),
    path("besok/", visit.visit, name="visit"),
    path("oppna-data/oppettider.json", opening_data.hours, name="opening_data"),
    path("oppna-data/avvikande-oppettider.ics", opening_data.calendar, name="deviation_calendar"),
    path("besok/grupp/", groups.GroupVisitPage.as_view(), name="group_visit"),
    path("besok/grupp/tack/", groups.GroupVisitReceipt.as_view(), name="group_visit_receipt"),
    # Typed from paper, so in capitals and with or without a slash.
    re_path(r"^k/(?P<code>[0-9A-Za-z]{1,10})/?$", short_links.short_link, name="short_link"),
]
