"""The Nu Html Checker, where it and Java are installed."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

TOOLS = Path(__file__).parent / "tools/node_modules"
needs_html_checker = pytest.mark.skipif(
    not os.environ.get("REQUIRE_TOOLS")
    and not ((TOOLS / "vnu-jar").exists() and shutil.which("java")),
    reason="the HTML checker needs java and tests/tools",
)


def html_errors(pages, folder):
    """What is wrong with ``pages``, HTML by name: the name and the checker's words. ``folder`` is to write in."""
    names = {}
    for number, (name, page) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_text(page, encoding="utf-8")
        names[path.name] = name
    (jar,) = TOOLS.glob("vnu-jar/**/vnu.jar")
    done = subprocess.run(
        ["java", "-Xss2m", "-jar", jar, "--format", "json", "--exit-zero-always", folder],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [
        (names[Path(each["url"].removeprefix("file:")).name], each["message"])
        for each in json.loads(done.stderr)["messages"]
    ]
