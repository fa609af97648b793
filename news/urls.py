"""Addresses of news, topics and feeds."""

from django.urls import path

from news import feeds, views

app_name = "news"
urlpatterns = [
    path("nyheter/", views.announcement_list, name="announcement_list"),
    path("nyheter/atom.xml", feeds.all_announcements, name="feed"),
    path("nyheter/amne/<slug:slug>/", views.topic_detail, name="topic_detail"),
    path("nyheter/amne/<slug:slug>/atom.xml", feeds.topic, name="topic_feed"),
    path("omraden/<slug:slug>/atom.xml", feeds.area, name="area_feed"),
    path("nyheter/<int:year>/<slug:slug>/", views.announcement_detail, name="announcement_detail"),
]
