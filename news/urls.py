"""Addresses of news, topics and feeds."""

from django.urls import path

from news import feeds, follow_views, views

app_name = "news"
urlpatterns = [
    path("nyheter/", views.announcement_list, name="announcement_list"),
    path("nyheter/atom.xml", feeds.all_announcements, name="feed"),
    path("nyheter/amne/<slug:slug>/", views.topic_detail, name="topic_detail"),
    path("nyheter/amne/<slug:slug>/atom.xml", feeds.topic, name="topic_feed"),
    path("omraden/<slug:slug>/atom.xml", feeds.area, name="area_feed"),
    path("folj/", follow_views.FollowView.as_view(), name="follow"),
    path("folj/tack/", follow_views.FollowReceipt.as_view(), name="follow_sent"),
    path("folj/bekrafta/<str:token>/", follow_views.ConfirmView.as_view(), name="follow_confirm"),
    path("folj/mina/<str:token>/", follow_views.MineView.as_view(), name="follow_mine"),
    path("folj/avsluta/<str:token>/", follow_views.LeaveView.as_view(), name="follow_leave"),
    path("nyheter/<int:year>/<slug:slug>/", views.announcement_detail, name="announcement_detail"),
]
