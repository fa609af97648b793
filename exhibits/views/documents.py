"""Documents of plans, for visitors to keep and to read in a program of their own."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from exhibits.models import Document
from exhibits.uploads.documents import MIME
from helsingborgsrummet.content.kinds import kind_of


@require_safe
def document(request, digest, file_name):
    """Serve a document of a published plan. Others may keep it but ask each time whether it still is public.

    The name at the end follows the title, so another name leads to the present one.
    """
    now = timezone.now()
    kind = kind_of(Document)
    rows = list(Document.objects.filter(digest=digest).select_related("plan__area"))
    public = [row for row in rows if kind.is_visible(row, now)]
    if not public:
        kind.found_or_404(rows[0] if rows else None, now)
    row = next((row for row in public if row.file_name == file_name), None)
    if row is None:
        return HttpResponsePermanentRedirect(public[0].get_absolute_url())
    response = document_response(request, row)
    if row.plan.is_example:
        response["X-Robots-Tag"] = "noindex"
    return response


def document_response(request, row):
    """The file of a document as an attachment that no browser shows inside the site.

    Raises ``Http404`` when the file is missing. Whole files only: nothing here answers with a part.
    """
    if not default_storage.exists(row.file.name):
        raise Http404("the file is missing")
    etag = f'"{row.digest}"'
    response = get_conditional_response(request, etag=etag)
    if response is None and request.method == "HEAD":
        response = HttpResponse(content_type=MIME[row.format])
        response["Content-Length"] = row.size
    elif response is None:
        response = FileResponse(default_storage.open(row.file.name), content_type=MIME[row.format])
    response["Content-Disposition"] = content_disposition_header(True, row.download_name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Accept-Ranges"] = "none"
    response["ETag"] = etag
    return response
