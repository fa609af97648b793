"""What each role may do, kept right after every migrate.

The rights of a role on the site's own models are exactly what the apps register here; who needs
other rights gets a group of its own, which is never touched.
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions

from helsingborgsrummet.content.kinds import all_kinds

EDITOR, WRITER, HOST = "Redaktör", "Skribent", "Värd"

EVERYTHING = ("add", "change", "delete", "view")
WRITE = ("add", "change", "view")
VIEW = ("view",)
PUBLISH = ("publish",)

_roles = {}


def allow(model, **actions):
    """Say what roles may do with a model that is no kind of page: ``allow(Notice, host=EVERYTHING)``."""
    names = {"editor": EDITOR, "writer": WRITER, "host": HOST}
    _roles[model] = {names[role]: rights for role, rights in actions.items()}


def _all_roles():
    """What the kinds of pages and the other models allow, by model."""
    return {**_roles, **{kind.model: kind.roles for kind in all_kinds()}}


def rights_of(role):
    """The permissions of a role as ``app.action_model``."""
    return {
        f"{model._meta.app_label}.{action}_{model._meta.model_name}"
        for model, roles in _all_roles().items()
        for action in roles.get(role, ())
    }


def keep_roles(app_config, using, **kwargs):
    """Give the roles their rights on the models of an app; for ``post_migrate``, safe to repeat."""
    if not any(model._meta.app_label == app_config.label for model in _all_roles()):
        return
    # Django makes permissions after a migrate too, but perhaps after this.
    create_permissions(app_config, using=using, verbosity=0)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ours = Permission.objects.using(using).filter(content_type__app_label=app_config.label)
    by_name = {f"{app_config.label}.{each.codename}": each for each in ours}
    for role in (EDITOR, WRITER, HOST):
        group, _ = Group.objects.using(using).get_or_create(name=role)
        wanted = {by_name[name] for name in rights_of(role) if name in by_name}
        present = set(group.permissions.filter(content_type__app_label=app_config.label))
        group.permissions.remove(*(present - wanted))
        group.permissions.add(*(wanted - present))
