"""No date, clock time, range or measure on two lines, on any kind of page of a phone."""

import time_machine

from helsingborgsrummet.content.words_sv import MONTHS
from tests.factory import swedish

PAGES = (
    "/", "/omraden/oceanhamnen/", "/omraden/oceanhamnen/planer/badhus-i-oceanhamnen/", "/planer/", "/planer/tid/",
    "/omraden/drottninghog/planer/exempel-parkkvarteret/", "/tyck-till/", "/aktiviteter/", "/aktiviteter/?visa=tidigare",
    "/aktiviteter/trygghetsvandring-ramlosa-oktober-2026/", "/aktiviteter/oppet-hus-fraga-en-planerare/", "/etablera/",
    "/nyheter/", "/nyheter/2023/helsingborgsrummet-flyttar-till-stadsbyggnadshuset/", "/besok/", "/ord/", "/finns-inte/",
)  # fmt: skip
# Text is joined over the elements within a line (a number may stand in one of its own) and parted by blocks.
LOOK = """(months) => {
  const whole = new RegExp([
    `\\\\d{1,2}\\\\s(?:${months})(?!\\\\p{L})(?:\\\\s(?:19|20)\\\\d\\\\d(?!\\\\d))?`,
    `(?<!\\\\p{L})(?:${months})\\\\s(?:19|20)\\\\d\\\\d(?!\\\\d)`,
    "(?:mån|tis|ons|tors|fre|lör|sön)dag\\\\skl\\\\.",
    "(?<!\\\\p{L})kl\\\\.\\\\s\\\\d+(?:\\\\.\\\\d\\\\d)?",
    // A line may end between two whole dates.
    `[\\\\d.]*\\\\d\\u2060?–(?!(?<=(?:19|20)\\\\d\\\\d–)\\\\d{1,2}\\\\s(?:${months}))\\u2060?\\\\d[\\\\d.]*`,
    "\\\\d\\\\s(?:kap\\\\.|§)|§\\\\s\\\\d+",
    "\\\\d\\\\s(?:m²|meter|kilometer|kvadratmeter|minuter|kB|MB)(?!\\\\p{L})",
    "\\\\b0\\\\d+-\\\\d+(?:\\\\s\\\\d{2,3})+",
  ].map(each => `(?:${each})`).join("|"), "gu");
  const runs = [];
  let run = null;
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!run) runs.push(run = {text: "", parts: []});
      run.parts.push([run.text.length, node]);
      run.text += node.data;
    } else if (node instanceof HTMLElement && !node.matches("script, style, textarea, select")) {
      const {display} = getComputedStyle(node);
      const isApart = display !== "inline" || node.matches("br");
      if (display === "none") return;
      if (isApart) run = null;
      node.childNodes.forEach(visit);
      if (isApart) run = null;
    }
  };
  visit(document.body);
  const seen = [], torn = [];
  for (const {text, parts} of runs) {
    const place = (at) => {
      const [begins, node] = parts.findLast(([begins]) => begins <= at);
      return [node, at - begins];
    };
    for (const {0: words, index} of text.matchAll(whole)) {
      const range = new Range(), [node, last] = place(index + words.length - 1);
      range.setStart(...place(index));
      range.setEnd(node, last + 1);
      const boxes = [...range.getClientRects()].filter(box => box.width > 1);
      if (!boxes.length) continue;
      seen.push(words);
      const apart = Math.max(...boxes.map(box => box.top)) - Math.min(...boxes.map(box => box.bottom));
      if (apart > -2) torn.push(words);
    }
  }
  return {seen, torn, width: document.documentElement.scrollWidth};
}"""


def test_dates_and_times_stand_on_one_line(site, page):
    found, seen = {}, set()
    with time_machine.travel(swedish(2026, 11, 24, 11), tick=True):
        for address in PAGES:
            page.goto(site + address)
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            for width in (320, 360):
                page.set_viewport_size({"width": width, "height": 800})
                looked = page.evaluate(LOOK, "|".join(MONTHS))
                seen.update(looked["seen"])
                if looked["torn"] or looked["width"] > width:
                    found[address, width] = looked["torn"], looked["width"]
    assert found == {}
    # It has met many of each kind.
    assert len(seen) > 80, sorted(seen)


def test_a_torn_date_is_noticed(site, page):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(site + "/om/")
    words = ["28 juni", "kl. 10–16", "10.00–16.00", "5 kap.", "042-10 50 00", "<b>28</b> juni"]
    page.evaluate(
        "words => document.querySelector('main').replaceChildren(...words.map(each => {"
        "const line = document.createElement('p'); line.innerHTML = each; line.style.width = '1px'; return line}))",
        words,
    )
    assert len(page.evaluate(LOOK, "|".join(MONTHS))["torn"]) >= len(words)
