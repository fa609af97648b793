"""The WSGI application: the page cache, what holds dates together, and Django behind both. ``server.py`` serves it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helsingborgsrummet.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  (settings exist once Django is set up)
from django.db.backends.signals import connection_created  # noqa: E402

from helsingborgsrummet.content.kinds import parameters  # noqa: E402
from helsingborgsrummet.content.no_breaks import without_breaks  # noqa: E402
from helsingborgsrummet.serving.door import Door, limit_time  # noqa: E402
from helsingborgsrummet.serving.page_cache import PageCache, release_of  # noqa: E402
from helsingborgsrummet.serving.unbroken import UnbrokenPages  # noqa: E402

CODE = ("exhibits", "helsingborgsrummet", "news", "static", "templates")

application = UnbrokenPages(application, without_breaks)
if settings.PAGE_CACHE:
    application = PageCache(
        application,
        settings.DATA_DIR / "page_cache",
        release_of(
            [settings.BASE_DIR / name for name in CODE],
            settings.SITE_ORIGIN,
            settings.STATIC_ROOT,
            settings.MEDIA_URL,
        ),
        parameters(),
    )

connection_created.connect(limit_time)
door = Door(application, application if settings.PAGE_CACHE else None)
