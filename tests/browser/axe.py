"""axe in the page that the browser shows."""

import os
from pathlib import Path

import pytest

AXE = Path(__file__).parent.parent / "tools/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
needs_axe = pytest.mark.skipif(
    not os.environ.get("REQUIRE_TOOLS") and not AXE.exists(), reason="axe is in tests/tools"
)


def violations(page, part="html", complaints=None):
    """Return what axe finds in ``part``: each rule and the first three places of it.

    Of ``complaints`` (a list, as of the fixture) what axe itself brings about is left out: it tries to set
    styles that the policy blocks.
    """
    before = [*(complaints or [])]
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate(
        "([part, rules]) => axe.run(part, {runOnly: rules, preload: false})", [part, RULES]
    )
    if complaints is not None:
        after = complaints[len(before) :]
        complaints[:] = before + [each for each in after if "inline style" not in each]
    return [
        (each["id"], [node["target"] for node in each["nodes"]][:3])
        for each in result["violations"]
    ]
