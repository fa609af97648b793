"""Exhibits in Swedish: when they are shown, what one needs to know, and what is new."""

from exhibits.rules.exhibits import Showing
from helsingborgsrummet.content.words_sv import format_bytes, format_day, join_words, number_words

# Of more stations than these on one day only the number is told.
MOST_NAMED = 4
# What is said of access, as ``(column, when yes, when no, what nobody knows)``.
ACCESS = (
    (
        "low_table",
        "Du når allt när du sitter",
        "Du når inte allt när du sitter",
        "om du når allt när du sitter",
    ),
    ("seating", "Sittplats finns", "Ingen sittplats", "om det finns sittplats"),
    (
        "touch",
        "Du får känna på det som visas",
        "Du får inte röra det som visas",
        "om du får känna på det som visas",
    ),
    ("sound", "Har ljud", "Har inget ljud", "om det hörs ljud"),
    (
        "captions",
        "Det som sägs finns som text",
        "Det som sägs finns inte som text",
        "om det som sägs finns som text",
    ),
    ("light", "Starkt eller blinkande ljus", "Inget starkt ljus", "om ljuset är starkt"),
)
# What matters for a need, the column first that decides.
NEEDS = {
    "rullstol": ("Rullstol", ("low_table", "seating")),
    "nedsatt-syn": ("Nedsatt syn", ("touch", "sound", "light")),
    "nedsatt-horsel": ("Nedsatt hörsel", ("captions", "sound")),
    "lugnt": ("Lugn och ro", ("sound", "light")),
}


def showing(exhibit, day):
    """When an exhibit is shown, as a sentence without its full stop."""
    starts_on, ends_on = exhibit.starts_on, exhibit.ends_on
    match exhibit.showing_on(day):
        case Showing.PLANNED:
            if ends_on:
                return f"Visas {format_day(starts_on)} till och med {format_day(ends_on)}"
            return f"Visas från och med {format_day(starts_on)}"
        case Showing.ENDED:
            return f"Visades till och med {format_day(ends_on)}"
    if ends_on:
        return f"Visas till och med {format_day(ends_on)}"
    return "Visas tills vidare"


def access_facts(exhibit, columns=None):
    """What is known of access, and what nobody knows, as two lists of words.

    ``columns`` keeps to what matters for a need.
    """
    known, unknown = [], []
    for column, yes, no, asked in ACCESS:
        # Where there is no sound nobody speaks either.
        is_silent = column == "captions" and exhibit.sound == "no"
        if is_silent or (columns and column not in columns):
            continue
        answer = getattr(exhibit, column)
        if answer == "unknown":
            unknown.append(asked)
        else:
            known.append(yes if answer == "yes" else no)
    return known, unknown


def what_is_not_known(unknown):
    """``Vi vet inte än om det finns sittplats eller om det hörs ljud.``, or an empty string."""
    return f"Vi vet inte än {join_words(unknown, 'eller')}." if unknown else ""


def total_time(minutes):
    """How long all of it takes, ``Allt tar omkring 35 minuter.``; empty as soon as one time is not known."""
    minutes = list(minutes)
    return f"Allt tar omkring {sum(minutes)} minuter." if minutes and all(minutes) else ""


def short_facts(exhibit):
    """``Tar omkring 15 minuter · för barn · svenska och engelska``, as a list."""
    facts = []
    if exhibit.minutes:
        unit = "minut" if exhibit.minutes == 1 else "minuter"
        facts.append(f"Tar omkring {exhibit.minutes} {unit}")
    if exhibit.audience != "alla":
        facts.append(f"För {exhibit.get_audience_display().lower()}")
    if exhibit.languages:
        facts.append(f"På {exhibit.languages}")
    return facts


def new_exhibit(title, has_ended):
    """What is said of an exhibit among what is new."""
    return f"{title} visas inte längre" if has_ended else f"Ny utställning: {title}"


def new_stations(titles):
    """The same of stations that came on one day."""
    if len(titles) == 1:
        return f"Ny punkt på modellen: {titles[0]}"
    if len(titles) > MOST_NAMED:
        return f"{number_words(len(titles)).capitalize()} nya punkter på modellen"
    return f"{number_words(len(titles)).capitalize()} nya punkter på modellen: {join_words(titles)}"


def exhibit_words(title):
    """How an area or a plan names an exhibit about it."""
    return f"Utställningen {title}"


def station_words(number, title):
    """The same of a station on the model."""
    return f"Punkt {number} på modellen: {title}"


NEW_MODEL = "Modellen är uppdaterad"


def recording_facts(recording):
    """What one fetches by playing it: ``Film, 2 minuter 5 sekunder, 8,4 MB``."""
    facts = ["Film" if recording.is_film else "Ljud"]
    if recording.seconds is not None:
        facts.append(length_words(recording.seconds))
    return ", ".join([*facts, format_bytes(recording.size)])


def length_words(seconds):
    """A length of time: ``45 sekunder``, ``2 minuter 5 sekunder``, ``1 timme 10 minuter``."""
    hours, minutes, left = seconds // 3600, seconds // 60 % 60, seconds % 60
    parts = [(hours, "timme", "timmar"), (minutes, "minut", "minuter")]
    # Nobody plans an hour by its seconds.
    if not hours:
        parts.append((left, "sekund", "sekunder"))
    return " ".join(f"{count} {one if count == 1 else many}" for count, one, many in parts if count)
