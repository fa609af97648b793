"""What each role may do with what the newsroom added."""

from importlib import import_module

from django.db import migrations

roles = import_module("helsingborgsrummet.migrations.0002_roles")

ROLES = {
    "Redaktör": {
        "helsingborgsrummet.correction": roles.EVERYTHING,
        "helsingborgsrummet.redirect": roles.EVERYTHING,
        "helsingborgsrummet.sharelink": roles.WRITE,
        "helsingborgsrummet.externallink": ("view",),
    },
    "Skribent": {
        "helsingborgsrummet.sharelink": roles.WRITE,
        "helsingborgsrummet.externallink": ("view",),
    },
}


def add_permissions(apps, schema_editor):
    """Give the roles their permissions on the new models."""
    roles.give_permissions(apps, ROLES)


class Migration(migrations.Migration):
    dependencies = [
        ("helsingborgsrummet", "0003_newsroom"),
        ("exhibits", "0002_newsroom"),
        ("news", "0002_newsroom"),
    ]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
