"""What editors tell readers about the changes of a page."""

from helsingborgsrummet.serving.now import kept


def change_notes_of(page, now):
    """The stored change notes of a page, the newest first, kept until content changes."""
    if page.pk is None:
        return []
    return kept(
        f"change notes {page._meta.label} {page.pk}", now, lambda: list(page.change_notes.all())
    )
