"""Ids that feeds and calendars know a row by, kept with it."""

import uuid

from django.db import migrations, models

MODELS = ("standingpage",)


def give_ids(apps, schema_editor):
    """Give every row an id of its own: a default would be worked out once for all."""
    for name in MODELS:
        rows = apps.get_model("helsingborgsrummet", name)._base_manager
        for pk in rows.values_list("pk", flat=True):
            rows.filter(pk=pk).update(uid=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("helsingborgsrummet", "0002_table_numbers")]

    operations = [
        *(
            migrations.AddField(name, "uid", models.UUIDField(editable=False, null=True))
            for name in MODELS
        ),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
        *(
            migrations.AlterField(
                name, "uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
            )
            for name in MODELS
        ),
    ]
