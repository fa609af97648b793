"""Days of the Swedish year on which a room is seldom open as usual: red days, eves, squeeze days.

Pure. The red days come from the ``holidays`` library; the eves, which no law makes red but on which
most offices close early or all day, follow from them (domain files, table of helgdagar).
"""

import datetime
import functools

DAY = datetime.timedelta(days=1)


@functools.lru_cache(maxsize=8)
def special_days(year):
    """Return the special days of a calendar year: a dict from date to name, in order.

    Names are as in running text: ``julafton``, ``Kristi himmelsfärdsdag``.
    """
    # Loaded where it is needed: only the opening hours of the admin ask.
    import holidays

    red = {
        name: day
        for day, name in holidays.country_holidays("SE", years=year, language="sv").items()
    }
    good_friday, ascension = red["Långfredagen"], red["Kristi himmelsfärdsdag"]
    days = {
        day: name if name.startswith("Kristi") else name.lower()
        for name, day in red.items()
        if day.year == year
    }
    days |= {
        datetime.date(year, 1, 5): "trettondagsafton",
        good_friday - DAY: "skärtorsdagen",
        good_friday + DAY: "påskafton",
        datetime.date(year, 4, 30): "valborgsmässoafton",
        ascension + DAY: "klämdag efter Kristi himmelsfärdsdag",
        red["Midsommardagen"] - DAY: "midsommarafton",
        red["Alla helgons dag"] - DAY: "dagen före alla helgons dag",
        datetime.date(year, 12, 24): "julafton",
        datetime.date(year, 12, 31): "nyårsafton",
    }
    return dict(sorted(days.items()))
