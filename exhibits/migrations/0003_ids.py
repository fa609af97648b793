"""Ids that feeds and calendars know a row by, kept with it."""

import uuid

from django.db import migrations, models

MODELS = ("area", "plan", "planstep", "activity", "opportunity", "dialogue", "document")


def give_ids(apps, schema_editor):
    """Give every row an id of its own: a default would be worked out once for all."""
    for name in MODELS:
        rows = apps.get_model("exhibits", name)._base_manager
        for pk in rows.values_list("pk", flat=True):
            rows.filter(pk=pk).update(uid=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("exhibits", "0002_stage_texts")]

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
