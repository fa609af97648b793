"""What editors tell readers about the changes of a page."""

from django.apps import apps

from helsingborgsrummet.serving.now import snapshot


def change_notes_of(page, now, unsaved):
    """The change notes of a page, the newest first: those in ``unsaved``, else the stored ones."""
    if "change_notes" in unsaved:
        return unsaved["change_notes"]
    if page.pk is None:
        return []
    return _stored(now, page._meta.label, page.pk)


@snapshot("helsingborgsrummet.ChangeNote", clock=False)
def _stored(now, label, pk) -> list:
    return list(apps.get_model(label)(pk=pk).change_notes.all())
