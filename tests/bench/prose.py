"""What it costs to render 6 kB of Markdown, against a fixed yardstick in the same run.

The yardstick is work of the same kind with nothing of ours in it: the standard library's parser
reads the HTML that comes out. To reach: at most 12 ms.
"""

import statistics
import time
from html.parser import HTMLParser

SIZE = 6 * 1024
LIMIT = 12.0  # ms
ROUNDS = 40
PIECE = """\
## Vad händer nu {number}?

Staden bjuder in till **samtal** om hur området ska utvecklas, och *modellen* i rummet visar förslaget.
Läs [förslaget till detaljplan](https://a.example/plan?nummer={number}) eller [om området](/omraden/ett/).

- Förslaget visas i rummet kl. 10–16 och på webbplatsen.
- Du kan lämna synpunkter till rum@a.example till och med den 7 april 2027.
- Efter samrådet sammanställs **alla synpunkter** i en redogörelse.

> – Det blir bra, säger den som bestämmer.

::: faktaruta
Området är {number} hektar.
:::

| Steg | När | Antal |
|---|:---:|---:|
| Planbesked | våren 2024 | 12 |
| Samråd | hösten 2025 | 1 500 |

![Modellen](bild:{number})

"""


def text():
    """A text of 6 kB with everything that editors use."""
    pieces = "".join(PIECE.format(number=number) for number in range(1, 20))
    return pieces.encode()[:SIZE].decode(errors="ignore")


def _cost(work):
    """The median CPU time of one call, in milliseconds."""
    work()
    costs = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        costs.append((time.process_time() - began) * 1000)
    return statistics.median(costs)


def measure():
    """Print the time and the ratio to the yardstick; return the time in milliseconds."""
    from helsingborgsrummet.content.prose import render

    markdown = text()
    html = render(markdown)

    def yardstick():
        for _ in range(4):
            parser = HTMLParser()
            parser.feed(html)
            parser.close()

    cost, base = _cost(lambda: render(markdown)), _cost(yardstick)
    verdict = "reached" if cost <= LIMIT else "NOT REACHED"
    print(
        f"Rendering {len(markdown.encode()):,} bytes of Markdown: {cost:.1f} ms "
        f"(at most {LIMIT:.0f}: {verdict}); yardstick {base:.1f} ms, ratio {cost / base:.2f}"
    )
    return cost


if __name__ == "__main__":
    from django.conf import settings

    settings.configure()
    measure()
