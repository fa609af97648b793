"""Opening hours in Swedish: the one sentence, days, weeks, deviations, special days, contradictions."""

from typing import NamedTuple

from exhibits.rules.day_decisions import Refusal
from exhibits.rules.occurrences import last_day, wall_clock
from exhibits.rules.opening_hours import (
    MIDNIGHT,
    NIGHT_ENDS,
    Answer,
    DatedException,
    Deviation,
    Fault,
    Kind,
    Season,
    Span,
    weekly_groups,
)
from exhibits.rules.red_days import SpecialDay
from helsingborgsrummet.content.dates import PartialDate
from helsingborgsrummet.content.words_sv import (
    WEEKDAYS,
    WEEKDAYS_SHORT,
    format_clock,
    format_clock_range,
    format_clock_range_in_table,
    format_day,
    format_range,
    format_weekday,
    format_weekday_and_day,
    join_words,
)

# How many times are named in a question about them.
TOLD = 5
# As in running text.
SPECIAL_DAYS = {
    SpecialDay.NEW_YEARS_DAY: "nyårsdagen",
    SpecialDay.EPIPHANY_EVE: "trettondagsafton",
    SpecialDay.EPIPHANY: "trettondedag jul",
    SpecialDay.MAUNDY_THURSDAY: "skärtorsdagen",
    SpecialDay.GOOD_FRIDAY: "långfredagen",
    SpecialDay.EASTER_EVE: "påskafton",
    SpecialDay.EASTER_SUNDAY: "påskdagen",
    SpecialDay.EASTER_MONDAY: "annandag påsk",
    SpecialDay.WALPURGIS_NIGHT: "valborgsmässoafton",
    SpecialDay.MAY_DAY: "första maj",
    SpecialDay.ASCENSION_DAY: "Kristi himmelsfärdsdag",
    SpecialDay.DAY_AFTER_ASCENSION: "klämdag efter Kristi himmelsfärdsdag",
    SpecialDay.WHIT_SUNDAY: "pingstdagen",
    SpecialDay.NATIONAL_DAY: "nationaldagen",
    SpecialDay.MIDSUMMER_EVE: "midsommarafton",
    SpecialDay.MIDSUMMER_DAY: "midsommardagen",
    SpecialDay.DAY_BEFORE_ALL_SAINTS: "dagen före alla helgons dag",
    SpecialDay.ALL_SAINTS_DAY: "alla helgons dag",
    SpecialDay.CHRISTMAS_EVE: "julafton",
    SpecialDay.CHRISTMAS_DAY: "juldagen",
    SpecialDay.BOXING_DAY: "annandag jul",
    SpecialDay.NEW_YEARS_EVE: "nyårsafton",
}


class StatusWords(NamedTuple):
    """The answer to "is it open?" in two parts that make one sentence; ``detail`` may be empty."""

    headline: str
    detail: str = ""


# What is said of a red day or an eve for which nobody has decided the hours.
UNCERTAIN = "Avvikande öppettider kan förekomma"
# What is said in a calendar of a day that deviated once.
AS_USUAL = "öppettiderna avviker inte längre"


def status_words(status):
    """The :class:`StatusWords` of a :class:`~exhibits.rules.opening_hours.Status`."""
    headline, detail = _status_words(status)
    if status.is_uncertain:
        detail = f"{detail}. {UNCERTAIN}" if detail else UNCERTAIN[:1].lower() + UNCERTAIN[1:]
    return StatusWords(headline, detail)


def _status_words(status):
    match status.answer:
        case Answer.NOT_DECIDED:
            return StatusWords("Öppettiderna är inte klara", "hör av dig innan du kommer")
        case Answer.OPEN:
            return StatusWords("Öppet nu", _closing(status))
        case Answer.OPENS_TODAY:
            return StatusWords(f"Öppet i dag {_clocks(status.spans)}")
        case Answer.OPENS_AGAIN:
            clock = format_clock(status.spans[0].opens)
            return StatusWords("Stängt just nu", f"öppnar igen kl. {clock}")
        case Answer.OPEN_FOR:
            until = _end_of_what_is_held(status)
            return StatusWords(f"Öppet för {status.held.what} till {until}")
        case Answer.CLOSED_DURING:
            what = status.held.what[:1].upper() + status.held.what[1:]
            opens = f"öppnar {_next_opening(status)}" if status.next_day else ""
            return StatusWords(f"Stängt för besök. {what} för anmälda pågår", opens)
        case Answer.OPENS_FOR:
            clock = format_clock(wall_clock(status.held.starts_at).time())
            return StatusWords("Stängt nu", f"öppnar kl. {clock} för {status.held.what}")
        case Answer.CLOSED_NOW:
            return StatusWords("Stängt nu", f"öppnar {_next_opening(status)}")
        case Answer.CLOSED_TODAY:
            why = f" ({status.reason})" if status.reason else ""
            return StatusWords(f"Stängt i dag{why}", f"öppnar {_next_opening(status)}")
    return StatusWords("Stängt tills vidare")


def status_sentence(status):
    """The same as one line: ``Öppet nu – stänger kl. 16``."""
    headline, detail = status_words(status)
    return f"{headline} – {detail}" if detail else headline


def _closing(status):
    """``stänger kl. 16``; past the coming night with the day: ``stänger i morgon kl. 16``."""
    if status.closes is None:
        return "dygnet runt"
    return f"stänger {_end(status.closes_on, status.closes, status.today)}"


def _end_of_what_is_held(status):
    ends = wall_clock(status.held.ends_at)
    return _end(last_day(status.held.ends_at), ends.time(), status.today)


def _end(day, time, today):
    """An end as it is said on ``today``: ``kl. 16``, in the coming night ``kl. 2``, or with the day."""
    if MIDNIGHT < time <= NIGHT_ENDS and (day - today).days == 1:
        day = today
    return _day_and_clock(day, "24" if time == MIDNIGHT else format_clock(time), today)


def _next_opening(status):
    return _day_and_clock(status.next_day, format_clock(status.next_opens), status.today)


def _day_and_clock(day, clock, today):
    """``kl. 13``, ``i morgon kl. 10``, ``tisdag kl. 10`` or ``tisdag 5 januari kl. 10``."""
    clock = f"kl. {clock}"
    away = (day - today).days
    if away == 0:
        return clock
    if away == 1:
        return f"i morgon {clock}"
    if away <= 6:
        return f"{WEEKDAYS[day.weekday()]} {clock}"
    is_this_year = day.year == today.year
    return f"{format_weekday_and_day(day) if is_this_year else format_weekday(day)} {clock}"


def span_text(span):
    """``10–16``."""
    return format_clock_range(span.opens, span.closes)


def _clocks(spans):
    return f"kl. {join_words(map(span_text, spans))}"


def hours_in_table(hours):
    """The hours of a day: ``Stängt``, ``10.00–16.00`` or ``09.30–12.00 och 13.00–16.00``."""
    if not hours.spans:
        return "Stängt"
    return join_words(format_clock_range_in_table(span.opens, span.closes) for span in hours.spans)


def held_line(held):
    """What is held while the hours say closed: ``Guidad tur kl. 12–13, alla är välkomna``, ``Visning kl. …, för anmälda``."""
    clock = _clocks([Span(wall_clock(held.starts_at).time(), wall_clock(held.ends_at).time())])
    whom = "alla är välkomna" if held.is_for_all else "för anmälda"
    return f"{held.what[:1].upper()}{held.what[1:]} {clock}, {whom}"


def deviation_days(deviation):
    """The days of a deviation: ``onsdag 23 december 2026`` or ``24–26 december 2026``."""
    if deviation.first_on == deviation.last_on:
        return format_weekday(deviation.first_on)
    return period(deviation)


def undecided_line(day, special):
    """A day that nobody has decided, in a list of days that deviate; ``special`` says which day it is."""
    name, words = SPECIAL_DAYS[special], UNCERTAIN[:1].lower() + UNCERTAIN[1:]
    return f"{format_weekday(day)} ({name}): {words}"


def deviation_hours(deviation):
    """``stängt``, ``öppet kl. 10–13``, or ``extra öppet kl. 11–14`` on a day that is closed otherwise."""
    if not deviation.spans:
        return "stängt"
    return f"{'extra ' if deviation.is_extra else ''}öppet {_clocks(deviation.spans)}"


def decision_line(row):
    """An exception as it was decided: ``onsdag 23 december 2026: öppet kl. 10–13 (jul)``."""
    told = Deviation(row.first_on, row.last_on, row.spans, row.reason)
    extra = "extra " if row.kind is Kind.EXTRA else ""
    hours = "som vanligt" if row.kind is Kind.USUAL else f"{extra}{deviation_hours(told)}"
    reason = f" ({row.reason})" if row.reason else ""
    return f"{deviation_days(told)}: {hours}{reason}"


def stored_line(row):
    """A row of the schedule, as the history tells it: a weekday of the week, a season or an exception."""
    if isinstance(row, DatedException):
        return decision_line(row)
    if isinstance(row, Season):
        lines = ", ".join(week_lines(row.rules)) or "stängt alla dagar"
        return f"säsongen {row.name}, {period(row)}: {lines}"
    return f"{WEEKDAYS[row.weekday - 1]} i den vanliga veckan: {_clocks([row.span])}"


def refusal_sentence(refused):
    """Why a choice makes no sense, for a :class:`~exhibits.rules.day_decisions.RefusedError`."""
    clock = "24" if refused.time == MIDNIGHT else refused.time and format_clock(refused.time)
    match refused.refusal:
        case Refusal.IS_CLOSED:
            return "Rummet är redan stängt. Välj Andra tider om det ska vara öppet."
        case Refusal.CLOSES_EARLIER:
            return f"Rummet stänger redan kl. {clock}. Välj Öppet längre om det ska stänga senare."
        case Refusal.OPENS_LATER:
            return f"Rummet öppnar först kl. {clock}. Välj Stängt hela dagen, eller en senare tid."
        case Refusal.OPEN_AS_LONG:
            return f"Rummet är öppet till kl. {clock}. Välj en senare tid, eller Stänger tidigare."
    return "Tiden slutar innan den börjar."


def week_lines(rules):
    """The week in few lines: ``mån–ons kl. 10–16``, ``tors kl. 10–18``, ``lör–sön stängt``."""
    lines = []
    for first, last, spans in weekly_groups(rules):
        days = WEEKDAYS_SHORT[first - 1]
        if last != first:
            days += f"–{WEEKDAYS_SHORT[last - 1]}"
        lines.append(f"{days} {_clocks(spans) if spans else 'stängt'}")
    return lines


def regular_lines(regular):
    """The same for :class:`~exhibits.rules.opening_hours.RegularHours`; without rules in words."""
    if regular.rules:
        return week_lines(regular.rules)
    return ["stängt alla dagar" if regular.name else "inga fasta öppettider"]


def regular_period(regular):
    """When regular hours apply and what they are called; empty for those until further notice.

    ``till och med 27 juni 2027``, ``Sommar, 28 juni–15 augusti 2027``.
    """
    match regular.first_on, regular.last_on:
        case None, None:
            days = ""
        case None, last_on:
            days = f"till och med {format_day(last_on)}"
        case first_on, None:
            days = f"från och med {format_day(first_on)}"
        case _:
            days = period(regular)
    return ", ".join(part for part in (regular.name, days) if part)


def coming_sentence(regular):
    """What tells of new regular hours before they begin.

    ``Andra tider från och med 28 juni 2027: mån–fre kl. 10–15, lör–sön stängt.``
    """
    day, lines = format_day(regular.first_on), ", ".join(regular_lines(regular))
    return f"Andra tider från och med {day}: {lines}."


def period(row):
    """The days of a season, an exception or a deviation: ``1 mars–31 maj 2027``."""
    return format_range(PartialDate(row.first_on), PartialDate(row.last_on))


def outside_hours_sentence(times):
    """What asks whether something shall be held though the hours say closed; ``times`` are words."""
    times = list(times)
    more = f" och {len(times) - TOLD} till" if len(times) > TOLD else ""
    return (
        f"Enligt öppettiderna är rummet stängt hela eller en del av tiden: {'; '.join(times[:TOLD])}{more}. "
        "Ska det vara så? Kryssa i rutan och spara igen. Annars ändrar du tiden eller öppettiderna."
    )


def closed_upon_sentence(times):
    """What asks whether hours shall be stored that close the room while something is planned there."""
    times = list(times)
    more = f" och {len(times) - TOLD} till" if len(times) > TOLD else ""
    return (
        f"Det här är planerat i rummet när det blir stängt: {'; '.join(times[:TOLD])}{more}. "
        "Inget är sparat än. Ska rummet vara stängt ändå? Kryssa i rutan och spara igen."
    )


def problem_sentence(problem):
    """What is wrong, for a :class:`~exhibits.rules.opening_hours.Problem`."""
    one, other = (*problem.about, None)[:2]
    match problem.fault:
        case Fault.SPAN_ENDS_BEFORE_IT_BEGINS:
            return f"Tiden {span_text(one)} ({_where(problem)}) slutar innan den börjar."
        case Fault.SPANS_OVERLAP:
            spans = f"{span_text(one)} och {span_text(other)}"
            return f"Tiderna {spans} ({_where(problem)}) överlappar varandra."
        case Fault.SEASON_ENDS_BEFORE_IT_BEGINS:
            return f"Säsongen {one.name} slutar innan den börjar."
        case Fault.SEASONS_OVERLAP:
            return (
                f"Säsongerna {one.name} ({period(one)}) och {other.name} ({period(other)}) "
                "överlappar varandra. Ändra datumen så att varje dag hör till högst en säsong."
            )
        case Fault.EXCEPTION_ENDS_BEFORE_IT_BEGINS:
            return f"Avvikelsen {period(one)} slutar innan den börjar."
        case Fault.EXCEPTIONS_OVERLAP:
            return (
                f"Avvikelserna {period(one)} och {period(other)} är lika långa och överlappar "
                "varandra. Då går det inte att veta vilken som gäller. Ändra dagarna i en av dem."
            )
        case Fault.CLOSED_WITH_HOURS:
            state = "Som vanligt" if one.kind is Kind.USUAL else "Stängt"
            return f"Avvikelsen {period(one)} är satt till {state} och kan därför inte ha tider."
    return f"Avvikelsen {period(one)} behöver minst en tid."


def _where(problem):
    """The place of a span: ``måndag i den vanliga veckan`` or the days of an exception."""
    if isinstance(problem.within, DatedException):
        return period(problem.within)
    week = f"säsongen {problem.within.name}" if problem.within else "den vanliga veckan"
    return f"{WEEKDAYS[problem.weekday - 1]} i {week}"
