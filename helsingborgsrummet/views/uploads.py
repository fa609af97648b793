"""Renditions of uploaded pictures; a front server may serve the same folder in production."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from helsingborgsrummet.content.pictures import MIME

NAME = re.compile(r"renditions/[0-9a-f]{20}-[0-9-]{1,12}\.(avif|webp|jpg)")


@require_safe
def rendition(request, path):
    """Serve one rendition, which may be kept for ever: its name tells its content.

    Only names that the site itself makes are looked up; originals are never served.
    """
    match = NAME.fullmatch(path)
    if not match or not default_storage.exists(path):
        raise Http404("no such rendition")
    response = FileResponse(default_storage.open(path), content_type=MIME[match[1]])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
