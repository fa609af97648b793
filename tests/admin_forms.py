"""What a browser sends from the forms of the admin."""

from django.utils import timezone


def no_rows(*prefixes):
    """The inline forms of these prefixes, without rows."""
    return {
        f"{prefix}-{name}": "0" for prefix in prefixes for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }


def moment_fields(name, moment):
    """The two inputs of a moment."""
    local = timezone.localtime(moment)
    return {f"{name}_0": f"{local:%Y-%m-%d}", f"{name}_1": f"{local:%H:%M:%S}"}


def announcement_fields(**kwargs):
    """A complete announcement form; a draft unless a moment is given."""
    return {
        "title": "Skriven i admin",
        "slug": "",
        "lead": "Ingress.",
        "body": "Text.",
        "published_precision": "day",
        "source": "",
        **no_rows("corrections"),
        **kwargs,
    }
