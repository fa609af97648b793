"""Uploaded files under names that tell their content."""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage


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
