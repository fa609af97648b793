"""Renditions of uploaded pictures, and recordings; a front server may serve the same folders in production."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_safe
from whitenoise.responders import SlicedFile

from exhibits.uploads import recordings
from helsingborgsrummet.content import pictures
from helsingborgsrummet.serving.file_headers import FILE_POLICY

NAME = re.compile(
    r"renditions/[0-9a-f]{20}-[0-9-]{1,12}\.(avif|webp|jpg)"
    rf"|recordings/[0-9a-f]{{20}}\.({'|'.join(recordings.MIME)})"
)
MIME = pictures.MIME | recordings.MIME
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


@require_safe
def upload(request, path):
    """Serve a file, or the part of it that is asked for; it may be kept for ever: its name tells its content.

    Only names that the site itself makes are looked up; originals are never served.
    """
    match = NAME.fullmatch(path)
    if not match or not default_storage.exists(path):
        raise Http404("no such file")
    response = _response(request, path, MIME[match[1] or match[2]])
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = FILE_POLICY
    return response


def _response(request, path, mime):
    size = default_storage.size(path)
    part = part_of(request.headers.get("Range", ""), size)
    if part == ():
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    file = default_storage.open(path)
    if part is None:
        return FileResponse(file, content_type=mime)
    first, last = part
    response = FileResponse(SlicedFile(file, first, last), content_type=mime, status=206)
    response["Content-Length"] = last - first + 1
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def part_of(wanted, size):
    """The first and the last byte that a Range header asks for; ``()`` for what no file of ``size`` has.

    ``None`` for the whole: without the header, and for several parts at once or what is none, which may be
    answered so (RFC 9110, 14.2).
    """
    match = RANGE.fullmatch(wanted)
    if not match or not any(match.groups()):
        return None
    if not match[1]:
        first, last = max(0, size - int(match[2])), size - 1
    else:
        first, last = int(match[1]), min(int(match[2] or size), size - 1)
        if match[2] and int(match[2]) < first:
            return None
    return (first, last) if first <= last else ()
