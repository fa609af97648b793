"""The settings of the site with one more app."""

from helsingborgsrummet.settings import *  # noqa: F403
from helsingborgsrummet.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.new_kind.apps.NewKindConfig"]
# Beside the database of the suite that started this.
DATABASES["default"]["TEST"] = {"NAME": "test_new_kind"}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {}
