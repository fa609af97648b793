"""The environment of the tests, set before Django's settings are read (pytest's ``-p``).

The settings are those of production: no DEBUG, hashed and compressed static files. DATABASE_URL is
left as it is, so that the same suite runs on SQLite and on PostgreSQL.
"""

import os
import tempfile

DATA_DIR = tempfile.TemporaryDirectory(prefix="helsingborgsrummet-tests-")
os.environ["DATA_DIR"] = DATA_DIR.name
# `make test` gives all suites one folder, as a test does to the tests that it starts.
ENCODED_PICTURES = os.environ.setdefault("ENCODED_PICTURES", os.path.join(DATA_DIR.name, "encoded"))
os.makedirs(ENCODED_PICTURES, exist_ok=True)
os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 50
# Playwright runs an event loop in the thread in which the tests call Django.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
OWN = ("DEBUG", "SITE_ORIGIN", "ALLOWED_HOSTS", "PAGE_CACHE", "MEDIA_URL", "HOST_SIGNED_IN_HOURS")
LETTERS = ("EMAIL_URL", "LETTERS_FROM", "CONTACT_EMAIL", "LETTERS_PER_MINUTE", "NOTICE_BOARD_URL")
for name in (*OWN, *LETTERS):
    os.environ.pop(name, None)
