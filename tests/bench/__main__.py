"""``make bench``: what pages and pictures cost against bare Django and Pillow, measured in one run.

One granian worker pinned to one core, the load from another. Ratios are what to compare; the
numbers beside them depend on the machine.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.start import ROOT
from tests.bench import letters, pictures, prose, slow, standing
from tests.bench.served import SITE, Server

SECONDS = float(os.environ.get("BENCH_SECONDS", "1.5"))
ROUNDS = 3


def site_environment(folder):
    """The environment of a site that keeps its data in ``folder``."""
    return {
        "DATA_DIR": str(folder),
        "SECRET_KEY": "only-for-measuring-" + "x" * 50,
        "SITE_ORIGIN": "http://127.0.0.1:8000",
    }


def run(*command, env):
    """Run a Python command of the project and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *command],
        cwd=ROOT, env={**os.environ, **env}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout


def fill(folder, count, plans=500, activities=5000):
    """Fill a site with ``count`` announcements and so on; return the addresses to measure by name."""
    counts = [str(each) for each in (count, plans, activities)]
    lines = run("-m", "tests.bench.fill", *counts, env=site_environment(folder)).splitlines()
    return dict(line.split("\t") for line in lines if "\t" in line)


def median(costs):
    """The middle one of several measurements, by CPU."""
    return sorted(costs, key=lambda cost: cost.cpu)[len(costs) // 2]


def measure_pages(folder, addresses):
    """Print bare view, page cache and uncached page for every address, in turn, on one worker each.

    The rate of kept pages is also compared with that of a WSGI function without Django.
    """
    env = site_environment(folder)
    bodies = folder / "bodies"
    bodies.mkdir()
    with Server(SITE, env) as kept:
        for number, address in enumerate(addresses.values()):
            (bodies / str(number)).write_bytes(kept.get(address))
        with (
            Server("tests.bench.bare:application", {"BARE_BODIES": str(bodies)}) as bare,
            Server("tests.bench.bare:raw", {"BARE_BODIES": str(bodies)}) as raw,
            Server(SITE, {**env, "PAGE_CACHE": "0"}) as uncached,
            Server("tests.bench.cold:application", {**env, "PAGE_CACHE": "0"}) as cold,
        ):
            print(
                f"{'':12}{'size':>8}{'bare view':>20}{'page cache':>29}{'cache off':>24}{'nothing kept':>17}"
            )
            print(f"{'':12}{'bytes':>8}{'req/s':>10}{'ms CPU':>10}", end="")
            print(
                f"{'req/s':>10}{'ms':>6}{'× rate':>8}{'× raw':>7}{'req/s':>9}{'ms':>7}{'× CPU':>8}{'ms':>9}{'× CPU':>8}"
            )
            for number, (name, address) in enumerate(addresses.items()):
                rows = {"raw": [], "bare": [], "kept": [], "uncached": [], "cold": []}
                for _ in range(ROUNDS):
                    rows["raw"].append(raw.measure(f"/{number}", SECONDS))
                    rows["bare"].append(bare.measure(f"/{number}", SECONDS))
                    rows["kept"].append(kept.measure(address, SECONDS))
                    rows["uncached"].append(uncached.measure(address, SECONDS))
                    rows["cold"].append(cold.measure(address, SECONDS))
                plain, base, page, whole, first = (median(each) for each in rows.values())
                print(
                    f"{name:12}{base.size:8}{base.per_second:10.0f}{base.cpu:10.3f}"
                    f"{page.per_second:10.0f}{page.cpu:6.3f}{page.per_second / base.per_second:8.2f}"
                    f"{page.per_second / plain.per_second:7.2f}"
                    f"{whole.per_second:9.0f}{whole.cpu:7.2f}{whole.cpu / base.cpu:8.1f}"
                    f"{first.cpu:9.2f}{first.cpu / base.cpu:8.1f}",
                    flush=True,
                )
            print(
                f"Resident memory of one worker: {kept.resident():.0f} MB with the page cache, "
                f"{uncached.resident():.0f} MB without, {bare.resident():.0f} MB bare"
            )


# What the first page after a change may cost, in ms of CPU, by what was changed and the number of plans.
BARS = {("plan", 500): 60, ("news", 500): 25, ("plan", 2000): 200}
MAX_RESIDENT = 140
CHANGES = 9


def measure_changes(folder, plans, activities):
    """Print what the first page after a change costs, and the memory after every page was asked twice."""
    addresses = fill(folder, 1000, plans, activities)
    env = {**site_environment(folder), "PAGE_CACHE": "0"}
    table = {name: {} for name in addresses}
    for changed in ("plan", "news"):
        with Server("tests.bench.changed:application", {**env, "BENCH_CHANGED": changed}) as server:
            for name, address in addresses.items():
                server.get(address)
                server.get("/measured")
                for _ in range(CHANGES):
                    server.get(address)
                table[name][changed] = float(server.get("/measured"))
    print(
        f"\nFirst page after a change, ms of CPU, at {plans} plans and {activities} activities"
        f"\n{'':12}{'a plan':>10}{'news':>10}"
    )
    for name, row in table.items():
        print(f"{name:12}{row['plan']:10.1f}{row['news']:10.1f}")
    for (changed, count), bar in BARS.items():
        if count == plans:
            most = max(row[changed] for row in table.values())
            print(f"The most after {changed}: {most:.1f} (at most {bar}: {reached(most <= bar)})")
    with Server(SITE, {**site_environment(folder)}) as server:
        pages = [line for line in run("-m", "tests.bench.pages", env=env).splitlines() if line]
        for address in pages * 2:
            server.get(address)
        resident = server.resident()
    bar = f" (at most {MAX_RESIDENT}: {reached(resident <= MAX_RESIDENT)})" if plans == 2000 else ""
    print(f"Resident memory after {len(pages)} pages were asked for twice: {resident:.0f} MB{bar}")


def reached(is_reached):
    """The verdict of a bar."""
    return "reached" if is_reached else "MISSED"


def measure_growth(folder, counts):
    """Print what uncached pages cost with more and more announcements."""
    env = {**site_environment(folder), "PAGE_CACHE": "0"}
    table = {}
    for count in counts:
        addresses = fill(folder, count)
        with Server(SITE, env) as server:
            for name, address in addresses.items():
                costs = [server.measure(address, SECONDS).cpu for _ in range(ROUNDS)]
                table.setdefault(name, []).append(statistics.median(costs))
    print("\nUncached, ms of CPU a request, by number of announcements")
    print(
        f"{'':12}" + "".join(f"{count:>10,}".replace(",", " ") for count in counts) + "  last/first"
    )
    for name, row in table.items():
        print(f"{name:12}" + "".join(f"{each:10.2f}" for each in row) + f"{row[-1] / row[0]:12.2f}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="helsingborgsrummet-bench-") as name:
        folder = Path(name)
        run("manage.py", "prepare_site", env=site_environment(folder))
        measure_pages(folder, fill(folder, 1000))
        standing.measure(folder, site_environment(folder))
        measure_changes(folder, 500, 5000)
        measure_growth(folder, [100, 1000, 10_000, 100_000])
        measure_changes(folder, 2000, 20_000)
        letters.measure(site_environment(folder))
    prose.measure()
    slow.measure()
    pictures.measure()
