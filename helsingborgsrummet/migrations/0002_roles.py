"""The three roles and what each may do."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

EVERYTHING = ("add", "change", "delete", "view")
WRITE = ("add", "change", "view")
ROLES = {
    "Redaktör": {
        "news.announcement": (*EVERYTHING, "publish"),
        "news.topic": EVERYTHING,
        "news.byline": EVERYTHING,
        "exhibits.area": (*EVERYTHING, "publish"),
        "exhibits.keyfact": EVERYTHING,
        "exhibits.milestone": EVERYTHING,
        "exhibits.room": EVERYTHING,
        "exhibits.accessfact": EVERYTHING,
        "exhibits.openingrule": EVERYTHING,
        "exhibits.openingseason": EVERYTHING,
        "exhibits.openingexception": EVERYTHING,
        "helsingborgsrummet.picture": EVERYTHING,
        "helsingborgsrummet.notice": EVERYTHING,
        "helsingborgsrummet.standingpage": (*EVERYTHING, "publish"),
    },
    "Skribent": {
        "news.announcement": WRITE,
        "news.topic": ("view",),
        "news.byline": ("view",),
        "exhibits.area": WRITE,
        "exhibits.keyfact": EVERYTHING,
        "exhibits.milestone": EVERYTHING,
        "helsingborgsrummet.picture": WRITE,
    },
    "Värd": {
        "exhibits.room": WRITE,
        "exhibits.accessfact": EVERYTHING,
        "exhibits.openingrule": EVERYTHING,
        "exhibits.openingseason": EVERYTHING,
        "exhibits.openingexception": EVERYTHING,
        "helsingborgsrummet.notice": EVERYTHING,
    },
}


def create_roles(apps, schema_editor):
    """Create the roles with their permissions."""
    give_permissions(apps, ROLES)


def give_permissions(apps, roles):
    """Give every role its permissions; Django makes permissions only after all migrations."""
    for label in ("news", "exhibits", "helsingborgsrummet"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for role, models in roles.items():
        group, _ = Group.objects.get_or_create(name=role)
        for model, actions in models.items():
            label, name = model.split(".")
            group.permissions.add(
                *Permission.objects.filter(
                    content_type__app_label=label,
                    codename__in=[f"{action}_{name}" for action in actions],
                )
            )


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("helsingborgsrummet", "0001_initial"),
        ("exhibits", "0001_initial"),
        ("news", "0001_initial"),
    ]

    operations = [migrations.RunPython(create_roles, migrations.RunPython.noop)]
