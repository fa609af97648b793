"""What each role may do with plans, dialogues, activities and opportunities."""

from importlib import import_module

from django.db import migrations

roles = import_module("helsingborgsrummet.migrations.0002_roles")

PUBLISHED = ("plan", "dialogue", "activity", "opportunity")
PARTS = ("planstep", "document", "occurrence", "followup")
ROLES = {
    "Redaktör": {
        **{f"exhibits.{name}": (*roles.EVERYTHING, "publish") for name in PUBLISHED},
        **{f"exhibits.{name}": roles.EVERYTHING for name in PARTS},
        "exhibits.stagetext": ("change", "view"),
        "helsingborgsrummet.changenote": roles.EVERYTHING,
    },
    "Skribent": {
        **{f"exhibits.{name}": roles.WRITE for name in PUBLISHED},
        **{f"exhibits.{name}": roles.EVERYTHING for name in PARTS},
        "exhibits.stagetext": ("view",),
        "helsingborgsrummet.changenote": ("add", "view"),
    },
    # Hosts tell that something is full, moved or cancelled five minutes before it begins.
    "Värd": {
        "exhibits.activity": (*roles.WRITE, "publish"),
        "exhibits.occurrence": roles.EVERYTHING,
        "exhibits.followup": roles.EVERYTHING,
    },
}


def add_permissions(apps, schema_editor):
    """Give the roles their permissions on the new models."""
    roles.give_permissions(apps, ROLES)


class Migration(migrations.Migration):
    dependencies = [
        ("exhibits", "0003_plans_and_dialogue"),
        ("helsingborgsrummet", "0005_change_notes"),
    ]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
