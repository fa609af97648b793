"""Every kind of public page in a real browser: accessibility and width in both themes, found by walking the site.

No list of addresses has to be kept: what the sitemaps and links lead to is looked at, two of each kind.
"""

import datetime
import json
from collections import defaultdict
from urllib.parse import urlsplit

import pytest
import time_machine
from django.urls import Resolver404, resolve

from exhibits.models import Plan, PlanStep
from tests.browser.axe import needs_axe, violations
from tests.factory import make_opportunity, swedish
from tests.site_walk import walk

# In states that the walk does not tell apart by the name of their address.
STATES = (
    "/nyheter/2023/helsingborgsrummet-flyttar-till-stadsbyggnadshuset/",
    "/nyheter/2026/vinterns-program-ar-klart/", "/nyheter/amne/bostader/",
    "/omraden/oceanhamnen/planer/badhus-i-oceanhamnen/", "/omraden/drottninghog/planer/exempel-parkkvarteret/",
    "/aktiviteter/?visa=tidigare", "/aktiviteter/?slag=verkstad&manad=2027-01",
    "/aktiviteter/trygghetsvandring-ramlosa-oktober-2026/", "/aktiviteter/barnens-lekplats-i-maria-park/",
    "/etablera/?slag=lokal&omrade=oceanhamnen&yta=250&lage=ledig", "/etablera/?yta=stor",
    "/etablera/borta/", "/etablera/gammal/", "/finns-inte/", "/besok/?behov=rullstol",
    "/planer/?q=finns-inte", "/modellen/?fran=nordost&lager=foreslas",
)  # fmt: skip
# Addresses that the walk reaches but that no page of our own answers.
OTHERS = {"screen", "upload", "document", "short_link"}


def kinds_of_pages(responses, most=2):
    """Return the addresses of HTML pages among ``responses``, at most ``most`` of one name."""
    kinds = defaultdict(list)
    for address, response in sorted(responses.items(), key=lambda each: (len(each[0]), each[0])):
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            try:
                name = resolve(urlsplit(address).path).url_name
            except Resolver404:
                continue
            if name not in OTHERS:
                kinds[name].append(address)
    return {name: addresses[:most] for name, addresses in kinds.items()}


@needs_axe
@pytest.mark.parametrize(
    ("width", "scheme"),
    [(320, "light"), (360, "dark"), (1280, "light"), (1280, "dark")],
)
def test_every_kind_of_page_is_accessible_and_fits(site, browser, client, width, scheme):
    with time_machine.travel(swedish(2026, 11, 24, 11), tick=True):
        make_opportunity(title="Borta", slug="borta", state="gone")
        make_opportunity(title="Gammal", slug="gammal", checked_on=None)
        # Every kind of post in one line: something expected has passed.
        PlanStep.objects.create(
            plan=Plan.objects.get(slug="badhus-i-oceanhamnen"), stage="laga-kraft",
            starts_on=datetime.date(2026, 2, 1), starts_precision="month", is_expected=True,
        )  # fmt: skip
        kinds = kinds_of_pages(walk(client))
        assert len(kinds) >= 23, sorted(kinds)
        addresses = dict.fromkeys([*(each for found in kinds.values() for each in found), *STATES])
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
        )
        page, found = context.new_page(), {}
        for address in addresses:
            page.goto(site + address)
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.setdefault("too wide", []).append((address, wide))
            for each in violations(page):
                found.setdefault(json.dumps(each), []).append(address)
        context.close()
    assert found == {}
