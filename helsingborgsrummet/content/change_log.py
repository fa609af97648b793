"""What editors tell readers about the changes of a page."""

from helsingborgsrummet.serving.now import kept


def change_notes_of(page, now, unsaved):
    """The change notes of a page, the newest first: those in ``unsaved``, else the stored ones."""
    if "change_notes" in unsaved:
        return unsaved["change_notes"]
    if page.pk is None:
        return []
    return kept(
        f"change notes {page._meta.label} {page.pk}", now, lambda: list(page.change_notes.all())
    )
