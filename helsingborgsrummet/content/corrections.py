"""What has been put right on a page, for its readers."""

from django.apps import apps

from helsingborgsrummet.serving.now import snapshot


def corrections_of(page, now, unsaved):
    """The corrections of a page, the newest first: those in ``unsaved``, else the stored ones."""
    if "corrections" in unsaved:
        return unsaved["corrections"]
    if page.pk is None:
        return []
    return _stored(now, page._meta.label, page.pk)


@snapshot("helsingborgsrummet.Correction", clock=False)
def _stored(now, label, pk) -> list:
    return list(apps.get_model(label)(pk=pk).corrections.all())
