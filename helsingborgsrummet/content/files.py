"""Uploaded files: names that tell their content in rows, addresses when something is shown.

What takes long about a file (checking, cleaning, encoding) happens before a transaction begins, since
whoever writes holds up all other writers. Because names follow from content, what is stored before is
found again inside: a form that cannot be saved leaves files that nothing points at, and no more.
"""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

# No field takes a larger file; each has a limit of its own.
MAX_UPLOAD_BYTES = 50 * 2**20
# Holds the place of the storage's address in stored HTML; in what people write it is taken out.
PLACE = "\ue002"


def base_address():
    """Where stored files are found: ``/media/``, or an address on another host; ends with a slash."""
    return default_storage.url("")


def with_addresses(html):
    """Return stored HTML with the address at which files are found now."""
    return html.replace(PLACE, base_address())


def once(work, file):
    """Return ``work(file)``, which is done once for each uploaded file and remembered with it.

    A ``ValidationError`` is remembered and raised again.
    """
    done = file.__dict__.setdefault("_work_done", {})
    if work not in done:
        try:
            done[work] = work(file), None
        except ValidationError as error:
            done[work] = None, error
    answer, error = done[work]
    if error:
        raise error
    return answer


def store_once(name, write_to):
    """Let ``write_to(file)`` write a file under ``name`` unless it is there; return the name.

    ``name`` must follow from the content. The file appears whole or not at all, so that a crash
    leaves nothing half-written that later passes for the real thing.
    """
    if not default_storage.exists(name):
        path = Path(default_storage.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            write_to(file)
        os.chmod(file.name, settings.FILE_UPLOAD_PERMISSIONS)
        os.replace(file.name, path)
    return name
