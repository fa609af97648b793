"""Where a page of a list begins: at a row, not at a count.

The thousandth page then costs what the first does, and nothing is skipped or shown twice when rows
come and go while somebody reads.
"""

import datetime
import re

from django.http import Http404

_CURSOR = re.compile(r"(\d{1,16})-(\d{1,18})")
_MICROSECOND = datetime.timedelta(microseconds=1)
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def cursor_of(moment, pk):
    """The place of a row in a list, as it stands in an address: moment and row."""
    return f"{(moment - _EPOCH) // _MICROSECOND}-{pk}"


def read_cursor(text):
    """What :func:`cursor_of` wrote, as moment and row; ``Http404`` when it is something else."""
    match = _CURSOR.fullmatch(text)
    if not match:
        raise Http404("not a cursor")
    return _EPOCH + int(match[1]) * _MICROSECOND, int(match[2])
