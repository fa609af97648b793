"""Addresses of the whole site. They are a public contract: none is ever changed."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from helsingborgsrummet.models import StandingPage
from helsingborgsrummet.views import (
    health,
    pages,
    robots,
    shared_drafts,
    sitemaps,
    standing_pages,
    start,
    uploads,
)

urlpatterns = [
    path("", start.start, name="start"),
    path("", include("exhibits.urls")),
    path("", include("news.urls")),
    path("media/<path:path>", uploads.upload, name="upload"),
    path("utkast/<str:token>/", shared_drafts.shared_draft, name="shared_draft"),
    path("halsa/", health.live, name="live"),
    path("halsa/redo/", health.ready, name="ready"),
    path("robots.txt", robots.robots, name="robots"),
    path("favicon.ico", RedirectView.as_view(url="/static/img/favicon.ico", permanent=True)),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-<section>.xml", sitemaps.sitemap, name="sitemap"),
    path("admin/", admin.site.urls),
    re_path(
        rf"^(?P<slug>{'|'.join(StandingPage.Slug.values)})/$",
        standing_pages.standing_page,
        name="standing_page",
    ),
    *pages.urls(),
]

handler400 = "helsingborgsrummet.views.errors.bad_request"
handler403 = "helsingborgsrummet.views.errors.forbidden"
handler404 = "helsingborgsrummet.views.errors.not_found"
handler500 = "helsingborgsrummet.views.errors.server_error"
