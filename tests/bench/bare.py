"""Two yardsticks that answer with the bytes they were given: a Django view without middleware, and no Django."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import re_path

BODIES = {path.name: path.read_bytes() for path in Path(os.environ["BARE_BODIES"]).iterdir()}


def answer(request, name):
    """The bytes of the file ``name``."""
    return HttpResponse(BODIES[name], headers={"Content-Length": str(len(BODIES[name]))})


urlpatterns = [re_path(r"^(\d+)$", answer)]

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bare", MIDDLEWARE=[], ROOT_URLCONF=__name__
)
application = get_wsgi_application()


def raw(environ, start_response):
    """The same bytes from a WSGI function: what the server itself costs."""
    body = BODIES[environ["PATH_INFO"].removeprefix("/")]
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]
