"""What it costs to render texts of 100 kB that were once slow, to read them and to check them."""

import time

SIZE = 100_000
LIMIT = 1.0  # second
OUTPUT = 30  # times the length of the text


def measure():
    """Print the slowest texts and the largest pages; return the longest time in seconds."""
    import datetime

    from helsingborgsrummet.content.prose import render
    from helsingborgsrummet.editing.checks import Subject, check
    from helsingborgsrummet.editing.readability import assess
    from tests.nasty import long_texts

    today = datetime.date(2026, 11, 25)
    works = {
        "rendered": render,
        "measured": assess,
        "checked": lambda text: check(Subject("Titel", text, today)),
    }
    for words, work in works.items():
        costs = []
        for name, text in long_texts(SIZE):
            began = time.process_time()
            made = work(text)
            costs.append((time.process_time() - began, name, made))
        costs.sort(key=lambda cost: cost[0], reverse=True)
        most, name, _ = costs[0]
        verdict = "reached" if most <= LIMIT else "NOT REACHED"
        print(
            f"{len(costs)} texts of {SIZE // 1000} kB {words}: at most {most:.2f} s, {name} "
            f"(at most {LIMIT:.0f}: {verdict}); then "
            + ", ".join(f"{each[1]} {each[0]:.2f}" for each in costs[1:4])
        )
        if words == "rendered":
            size, name = max((len(made) / SIZE, name) for _, name, made in costs)
            print(f"The largest page is {size:.1f} times its text: {name} (at most {OUTPUT})")
    return most


if __name__ == "__main__":
    from django.conf import settings

    settings.configure()
    measure()
