"""The site with nothing kept between requests: what the first visit to a new process costs."""

from helsingborgsrummet.serving.now import forget
from helsingborgsrummet.wsgi import application as site


def application(environ, start_response):
    """Answer as the site does, after forgetting all that was read before."""
    forget()
    return site(environ, start_response)
