"""The yardstick: one Django view without middleware that answers with the bytes it was given."""

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
