"""Which files rows and stored versions name, and the removal of those that nobody names any more.

A file is named after its content, so several rows may share one. It goes, after the transaction in which
a row let go of it, when no row and no version that can be restored names it. Renditions are made again
from the original when a version is restored, so no version keeps one.
"""

import datetime
import json
from functools import reduce
from operator import or_

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from reversion.models import Version

from helsingborgsrummet.content.writing import writing


class WithFiles(models.Model):
    """Base of rows that name stored files, which go when the last row that names them does."""

    # Whether a row that is deleted can come back with the version of its page.
    comes_back_with_its_page = False

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Let go of the files that the row named before and names no longer."""
        with writing():
            stored = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
            super().save(*args, **kwargs)
            if stored:
                let_go(stored.file_names() - self.file_names())

    def file_names(self):
        """The names of all files of the row."""
        return {str(getattr(self, column.name)) for column in file_columns(type(self))} - {""}

    @classmethod
    def rows_naming(cls, names):
        """The rows that name one of ``names``, and perhaps some that do not."""
        conditions = (Q(**{f"{column.name}__in": names}) for column in file_columns(cls))
        return cls._base_manager.filter(reduce(or_, conditions))


def file_columns(model):
    """The columns that hold the name of a file."""
    return [column for column in model._meta.local_fields if isinstance(column, models.FileField)]


def let_go(names):
    """Remove the files ``names`` once the transaction is over, unless somebody names them."""
    if names:
        transaction.on_commit(lambda: remove_unused(names))


def remove_unused(names):
    """Remove those of the files ``names`` that nobody names; return their names."""
    # Who saves a row looks, with the same right to write, whether its files are still there.
    with writing():
        gone = sorted(set(names) - used(names))
        for name in gone:
            default_storage.delete(name)
    return gone


FOLDERS = ("originals", "renditions", "documents", "recordings")
# A file is stored before the row that names it: somebody may be about to save.
YOUNG = datetime.timedelta(days=1)


def stored_before(moment):
    """The names of all files in our folders that were last written before ``moment``."""
    return [
        f"{folder}/{name}"
        for folder in FOLDERS
        if default_storage.exists(folder)
        for name in default_storage.listdir(folder)[1]
        if default_storage.get_modified_time(f"{folder}/{name}") < moment
    ]


def remove_leftovers(now):
    """Remove the files that crashes and rollbacks have left; a piece of recurring work."""
    gone = remove_unused(stored_before(now - YOUNG))
    return f"{len(gone)} filer utan användning borttagna"


def used(names):
    """Those of the files ``names`` that a row or a version that can be restored names."""
    names, found = list(names), set()
    for model in models_with_files():
        for start in range(0, len(names), 500):
            some = names[start : start + 500]
            for row in model.rows_naming(some):
                found |= row.file_names()
            found |= _named_in_versions(model, some)
    return found.intersection(names)


def models_with_files():
    """Every model whose rows name files."""
    return [model for model in apps.get_models() if issubclass(model, WithFiles)]


def _named_in_versions(model, names):
    columns = [column.name for column in file_columns(model)]
    versions = Version.objects.filter(content_type=ContentType.objects.get_for_model(model))
    if not model.comes_back_with_its_page:
        keys = model._base_manager.values_list("pk", flat=True)
        versions = versions.filter(object_id__in=[str(key) for key in keys])
    stored = versions.values_list("serialized_data", flat=True)
    values = (json.loads(data)[0]["fields"] for data in stored.iterator())
    return {each[column] for each in values for column in columns if each.get(column) in names}


def _deleted(sender, instance, **kwargs):
    if isinstance(instance, WithFiles):
        let_go(instance.file_names())


post_delete.connect(_deleted)
