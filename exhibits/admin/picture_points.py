"""Numbered points below the form of a plan or an exhibit: two numbers say where, or a click in the picture."""

from django.forms.widgets import Script

from exhibits.models import ExhibitPoint, PlanPoint
from helsingborgsrummet.editing.folded_rows import FoldedInline


class PointInline(FoldedInline):
    """Points on the picture of the page: numbers without a script, a click or the arrow keys with one."""

    fieldsets = ((None, {"fields": (("number", "title"), "text", ("x", "y"))}),)

    class Media:
        js = tuple(Script(f"js/picture-{name}.js", defer=True) for name in ("place", "points"))


class PlanPointInline(PointInline):
    """Points on the picture of a plan."""

    model = PlanPoint


class ExhibitPointInline(PointInline):
    """Points on the picture of an exhibit."""

    model = ExhibitPoint
