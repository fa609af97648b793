"""QR codes as SVG, black on white whatever the colours around them: cameras need that."""

from functools import lru_cache

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=256)
def qr_code(path) -> SafeString:
    """The code of a page of this site, with the quiet edge that readers ask for. Hidden from who listens:
    the address has to stand beside it.
    """
    code = segno.make(settings.SITE_ORIGIN + path, error="m", micro=False)
    svg = code.svg_inline(
        border=4, omitsize=True, dark="#000", light="#fff", svgclass="qr-code", lineclass=None
    )
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))
