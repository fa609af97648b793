"""The site with nothing kept between requests: what the first visit after a change costs."""

from helsingborgsrummet.serving import now
from helsingborgsrummet.wsgi import application as site


def application(environ, start_response):
    """Answer as the site does, after forgetting every piece that was kept."""
    now._kept.generation = None
    return site(environ, start_response)
