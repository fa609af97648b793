"""Staff in a real browser: an account, and the way in by keyboard."""

from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

PASSWORD = "ett riktigt långt lösenord"


def make_staff(name="någon", role="Redaktör"):
    """An account in the group ``role``."""
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def enter(page, address, name="någon"):
    """Ask for an ``address`` of the admin and sign in on the way there; the caller waits for what it shows."""
    page.goto(address)
    expect(page.locator("#id_username")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
