"""What a new kind of page costs, and that it gets the rest by itself."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

HERE = Path(settings.BASE_DIR) / "tests/new_kind"
MOST_FILES = 13


def test_a_new_kind_is_few_files_and_nothing_else_is_touched():
    files = [path for path in HERE.rglob("*") if path.suffix in (".py", ".html")]
    # The settings only say that the app is there, and an empty file makes a folder a package.
    counted = [path for path in files if path.name != "settings.py" and path.stat().st_size]
    assert 8 <= len(counted) <= MOST_FILES, sorted(counted)
    for app in ("helsingborgsrummet", "exhibits", "news", "templates", "static"):
        for path in (HERE.parent.parent / app).rglob("*"):
            if path.suffix in (".py", ".html", ".css", ".js"):
                text = path.read_text(encoding="utf-8").lower()
                assert "pamphlet" not in text and "broschyrer" not in text, path


def test_a_new_kind_gets_everything_by_being_registered():
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
            "tests/new_kind/walk.py", "-k", "pamphlet or the_new_kind",
        ],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.new_kind.settings"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    passed = int(done.stdout.rpartition(" passed")[0].rpartition("\n")[2].split()[-1])
    assert passed >= 30, done.stdout[-2000:]
