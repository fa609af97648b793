"""The two accounts of the first start."""

import secrets

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand

ROLES = {"redaktor": "Redaktör", "vard": "Värd"}
# Signs that nobody takes for others.
SIGNS = "abcdefghkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    """Creates an editor and a staff account under names of this site's own, with passwords shown once.

    A name that is the same everywhere is half of what it takes to get in, and lets anybody close the
    account by guessing.
    """

    help = "Skapar ett konto för varje roll som ingen har, och visar namn och lösenord en gång."

    def add_arguments(self, parser):
        parser.add_argument(
            "--fresh-passwords", action="store_true", help="ger de första kontona nya lösenord"
        )

    def handle(self, *args, fresh_passwords=False, **options):
        """Print name and password of every account that got one."""
        for start, role in ROLES.items():
            user = User.objects.filter(groups__name=role).order_by("pk").first()
            if user and not fresh_passwords:
                continue
            if user is None:
                name = f"{start}-{''.join(secrets.choice(SIGNS) for _ in range(5))}"
                # A domain that is kept for examples: make run turns letters into files.
                email = f"{name}@rummet.example"
                user = User.objects.create(username=name, email=email, is_staff=True)
                user.groups.add(Group.objects.get(name=role))
            password = secrets.token_urlsafe(12)
            user.set_password(password)
            user.save()
            self.stdout.write(f"  konto: {user.username} ({role}), lösenord {password}")
        if not fresh_passwords:
            self.stdout.write(
                "  logga in på /admin/ – namn och nya lösenord för de första kontona: make password"
            )
