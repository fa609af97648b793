"""What has been put right on a page, for its readers."""

from helsingborgsrummet.serving.now import kept


def corrections_of(page, now, unsaved):
    """The corrections of a page, the newest first: those in ``unsaved``, else the stored ones."""
    if "corrections" in unsaved:
        return unsaved["corrections"]
    if page.pk is None:
        return []
    return kept(
        f"corrections {page._meta.label} {page.pk}", now, lambda: list(page.corrections.all())
    )
