"""``make lighthouse``: what Lighthouse says about eleven pages on a slow phone; all must be 100.

A command and not a test: its figure for performance depends on how busy the machine is. What it says
about accessibility and layout shift is tested in ``tests/browser`` as well.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.start import CannotError, install_tools
from tests.bench.__main__ import SITE, run, site_environment
from tests.bench.served import Server

LIGHTHOUSE = Path(__file__).parent / "tools/node_modules/.bin/lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "start": "/",
    "area": "/omraden/ostra-ramlosa/",
    # Invented articles ask search engines to stay away, which costs points; this one is true.
    "article": "/nyheter/2023/helsingborgsrummet-flyttar-till-stadsbyggnadshuset/",
    "visit": "/besok/",
    "model": "/modellen/",
    "room": "/rummet/",
    "times": "/planer/tid/",
    "plans": "/planer/",
    "station": "/modellen/3/",
    "words": "/ord/",
    "follow": "/folj/",
}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run"


def examine(url, report):
    """Run Lighthouse's mobile preset on ``url``; return the parsed report kept in ``report``."""
    done = subprocess.run(
        [
            LIGHTHOUSE, url, f"--only-categories={','.join(CATEGORIES)}", "--output=json",
            f"--output-path={report}", f"--chrome-flags={FLAGS}", "--quiet",
        ],
        env={**os.environ, "CHROME_PATH": shutil.which("chromium")},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise CannotError(f"Lighthouse failed on {url}: {done.stderr.strip()[-500:]}")
    return json.loads(report.read_text(encoding="utf-8"))


def failures(result):
    """Every audit that costs points: category, name and title."""
    for category in CATEGORIES:
        for reference in result["categories"][category]["auditRefs"]:
            audit = result["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"  {category}: {audit['id']}: {audit['title']} {audit.get('displayValue', '')}"


def main():
    """Print scores and layout shift page by page; ``SystemExit`` when one is not perfect."""
    install_tools()
    if not LIGHTHOUSE.exists() or not shutil.which("chromium"):
        raise CannotError("Lighthouse needs npm, Node.js and chromium, and one of them is missing.")
    is_perfect = True
    with tempfile.TemporaryDirectory(prefix="helsingborgsrummet-lighthouse-") as name:
        folder = Path(name)
        run("manage.py", "prepare_site", env=site_environment(folder))
        print(f"{'':10}" + "".join(f"{category:>16}" for category in (*CATEGORIES, "CLS")))
        with Server(SITE, site_environment(folder)) as server:
            for page, address in PAGES.items():
                server.get(address)
                result = examine(f"http://127.0.0.1:{server.port}{address}", folder / "report.json")
                scores = [result["categories"][each]["score"] or 0 for each in CATEGORIES]
                shift = result["audits"]["cumulative-layout-shift"]["numericValue"]
                print(
                    f"{page:10}"
                    + "".join(f"{score * 100:16.0f}" for score in scores)
                    + f"{shift:16.3f}",
                    flush=True,
                )
                if min(scores) < 1 or shift:
                    is_perfect = False
                    print("\n".join(failures(result)), flush=True)
    sys.exit(0 if is_perfect else 1)


if __name__ == "__main__":
    try:
        main()
    except CannotError as error:
        sys.exit(f"✗ {error}")
