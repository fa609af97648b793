"""Addresses of areas and the room."""

from django.urls import path

from exhibits.views import areas, have_your_say, plans, visit

app_name = "exhibits"
urlpatterns = [
    path("omraden/", areas.area_list, name="area_list"),
    path("omraden/<slug:slug>/", areas.area_detail, name="area_detail"),
    path("tyck-till/", have_your_say.have_your_say, name="have_your_say"),
    path("tyck-till/atom.xml", have_your_say.feed, name="have_your_say_feed"),
    path("omraden/<slug:area>/planer/<slug:slug>/", plans.plan_detail, name="plan_detail"),
    path("besok/", visit.visit, name="visit"),
]
