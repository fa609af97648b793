"""Documents of a plan in templates."""

from urllib.parse import quote

from django import template

from exhibits.now.room import present_room

register = template.Library()


@register.simple_tag
def accessible_version_address(document, plan, now):
    """A ``mailto:`` that asks for an accessible version and names the document.

    It goes to whom the plan has for questions, otherwise to the room; empty when neither has an
    e-mail address, or an invented one.
    """
    room = present_room(now)
    contact = plan if plan.contact_email else room
    email = "" if contact is None or contact.is_contact_example else contact.contact_email
    if not email:
        return ""
    subject = f"Tillgänglig version av: {document.title}"
    body = f"Hej!\r\n\r\nJag behöver en tillgänglig version av {document.title} ({plan.title}).\r\n"
    return f"mailto:{quote(email, safe='@')}?subject={quote(subject)}&body={quote(body)}"
