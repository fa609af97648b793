"""Drafts that the browser keeps of forms."""


def expect_kept(page, count):
    """Wait until the browser keeps so many drafts: the page throws them away a moment after it is shown."""
    page.wait_for_function(
        "count => Object.keys(localStorage).filter(key => key.startsWith('utkast:')).length === count",
        arg=count,
    )
