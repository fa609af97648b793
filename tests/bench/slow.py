"""What it costs to render texts that were once slow, as long as one may save them, to read them and to check them."""

import time

SIZE = 100_000
LIMIT = 1.0  # second
OUTPUT = 30  # times the length of the text


def longest(text):
    """As much of a text as a form takes."""
    from django.core.exceptions import ValidationError

    from helsingborgsrummet.content.prose_field import LONGEST

    few, many = 0, len(text) + 1
    while many - few > 1:
        middle = (few + many) // 2
        try:
            LONGEST(text[:middle])
            few = middle
        except ValidationError:
            many = middle
    return text[:few]


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
    texts = [(name, longest(text)) for name, text in long_texts(SIZE)]
    for words, work in works.items():
        costs = []
        for name, text in texts:
            began = time.process_time()
            made = work(text)
            costs.append((time.process_time() - began, name, made))
        costs.sort(key=lambda cost: cost[0], reverse=True)
        most, name, _ = costs[0]
        verdict = "reached" if most <= LIMIT else "NOT REACHED"
        print(
            f"{len(costs)} texts of at most {SIZE // 1000} kB {words}: at most {most:.2f} s, {name} "
            f"(at most {LIMIT:.0f}: {verdict}); then "
            + ", ".join(f"{each[1]} {each[0]:.2f}" for each in costs[1:4])
        )
        if words == "rendered":
            size, name = max((len(made) / SIZE, name) for _, name, made in costs)
            print(f"The largest page is {size:.1f} times its text: {name} (at most {OUTPUT})")
    return most


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helsingborgsrummet.settings")
    django.setup()
    measure()
