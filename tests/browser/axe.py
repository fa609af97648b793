"""axe in the page that the browser shows."""

import os
from pathlib import Path

import pytest

AXE = Path(__file__).parent.parent / "tools/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
needs_axe = pytest.mark.skipif(
    not os.environ.get("REQUIRE_TOOLS") and not AXE.exists(), reason="axe is in tests/tools"
)


def violations(page, part="html"):
    """Return what axe finds in ``part``: each rule and the first three places of it."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("([part, rules]) => axe.run(part, {runOnly: rules})", [part, RULES])
    return [
        (each["id"], [node["target"] for node in each["nodes"]][:3])
        for each in result["violations"]
    ]
