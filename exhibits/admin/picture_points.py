"""Numbered points below the form of a plan or an exhibit: two numbers say where, so no mouse is needed."""

from exhibits.models import ExhibitPoint, PlanPoint
from helsingborgsrummet.editing.folded_rows import FoldedInline


class PointInline(FoldedInline):
    """Points on the picture of the page; the preview shows where they land."""

    fieldsets = ((None, {"fields": (("number", "title"), "text", ("x", "y"))}),)


class PlanPointInline(PointInline):
    """Points on the picture of a plan."""

    model = PlanPoint


class ExhibitPointInline(PointInline):
    """Points on the picture of an exhibit."""

    model = ExhibitPoint
