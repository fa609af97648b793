"""The two accounts of the first start."""

import secrets

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand

ACCOUNTS = {"redaktor": "Redaktör", "vard": "Värd"}


class Command(BaseCommand):
    """Creates an editor and a staff account with fresh passwords, shown once."""

    help = "Skapar kontona redaktor och vard, om de saknas, och visar deras lösenord en gång."

    def add_arguments(self, parser):
        parser.add_argument(
            "--fresh-passwords", action="store_true", help="ger kontona nya lösenord"
        )

    def handle(self, *args, fresh_passwords=False, **options):
        """Print the password of every account that got one."""
        for name, group in ACCOUNTS.items():
            user, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": True})
            if is_new:
                user.groups.add(Group.objects.get(name=group))
            if is_new or fresh_passwords:
                password = secrets.token_urlsafe(12)
                user.set_password(password)
                user.save()
                self.stdout.write(f"  konto: {name} ({group}), lösenord {password}")
        if not fresh_passwords:
            self.stdout.write("  logga in på /admin/ – nya lösenord: make password")
