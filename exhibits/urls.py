"""Addresses of areas and the room."""

from django.urls import path

from exhibits import feeds
from exhibits.views import areas, documents, opportunities, visit

app_name = "exhibits"
urlpatterns = [
    path("omraden/", areas.area_list, name="area_list"),
    path("omraden/<slug:slug>/", areas.area_detail, name="area_detail"),
    path("dokument/<slug:digest>/<str:file_name>", documents.document, name="document"),
    path("etablera/", opportunities.opportunity_list, name="opportunity_list"),
    path("etablera/atom.xml", feeds.opportunities, name="opportunity_feed"),
    path("etablera/<slug:slug>/", opportunities.opportunity_detail, name="opportunity_detail"),
    path("besok/", visit.visit, name="visit"),
]
