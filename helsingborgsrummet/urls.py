"""Addresses of the whole site. They are a public contract: none is ever changed."""

from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from exhibits.outputs.sitemaps import (
    ActivitySitemap,
    AreaSitemap,
    OpportunitySitemap,
    PlanSitemap,
    VisitSitemap,
)
from helsingborgsrummet.sitemaps import StandingPageSitemap, StartSitemap
from helsingborgsrummet.views import health, robots, shared_drafts, standing_pages, start, uploads
from news.sitemaps import AnnouncementSitemap, TopicSitemap

SITEMAPS = {
    "start": StartSitemap,
    "omraden": AreaSitemap,
    "planer": PlanSitemap,
    "aktiviteter": ActivitySitemap,
    "besok": VisitSitemap,
    "etablera": OpportunitySitemap,
    "nyheter": AnnouncementSitemap,
    "amnen": TopicSitemap,
    "sidor": StandingPageSitemap,
}

urlpatterns = [
    path("", start.start, name="start"),
    path("", include("exhibits.urls")),
    path("", include("news.urls")),
    path("media/<path:path>", uploads.rendition, name="rendition"),
    path("utkast/<str:token>/", shared_drafts.shared_draft, name="shared_draft"),
    path("halsa/", health.live, name="live"),
    path("halsa/redo/", health.ready, name="ready"),
    path("robots.txt", robots.robots, name="robots"),
    path("favicon.ico", RedirectView.as_view(url="/static/img/favicon.ico", permanent=True)),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS}, name="sitemap_index"),
    path(
        "sitemap-<section>.xml",
        sitemaps.sitemap,
        {"sitemaps": SITEMAPS},
        name="django.contrib.sitemaps.views.sitemap",
    ),
    path("admin/", admin.site.urls),
    re_path(
        r"^(?P<slug>om|tillganglighet|personuppgifter|kakor)/$",
        standing_pages.standing_page,
        name="standing_page",
    ),
]

handler403 = "helsingborgsrummet.views.errors.forbidden"
handler404 = "helsingborgsrummet.views.errors.not_found"
handler500 = "helsingborgsrummet.views.errors.server_error"
