"""Steps of plans for the tests of where plans stand: real ones, and any that there could be."""

import datetime

from hypothesis import strategies as st

from exhibits.rules.plan_stages import Stage, Step
from helsingborgsrummet.content.dates import PartialDate, Precision

PRECISIONS = {1: Precision.YEAR, 2: Precision.MONTH, 3: Precision.DAY}


def day(text):
    """``2024-02-05``, ``2024-02`` or ``2024`` as a partial date; its first day as a day."""
    parts = [int(part) for part in text.split("-")]
    return PartialDate(datetime.date(*(*parts, 1, 1)[:3]), PRECISIONS[len(parts)])


def on(text):
    return day(text).day


def step(stage, starts=None, ends=None, **kwargs):
    """A step; what has a time and is not only expected has happened, unless it is said otherwise."""
    said = {"is_confirmed": bool(starts) and not kwargs.get("is_expected")}
    return Step(stage, starts and day(starts), ends and day(ends), **{**said, **kwargs})


S = Stage
SAMRAD = step(S.CONSULTATION, "2024-02-05", "2024-04-07")
GRANSKNING = step(S.REVIEW, "2025-10-03", "2025-12-03")
PAUSE = step(S.PAUSED, "2024-03-01", note="Staden utreder trafiken.")

# The real plans of the domain files.
OSTRA_RAMLOSA = [
    step(S.PROGRAMME, "2012"),
    step(S.CONSULTATION, "2022-06-01", "2022-08-31", result="Gick vidare till granskning."),
    step(S.REVIEW, "2024-06-04", "2024-07-02"),
]
SODRA_STADEN = [step(S.COMMISSION, "2021-01"), SAMRAD, GRANSKNING]
BADHUSET = [
    step(S.CONSULTATION, "2020-10-12", "2020-11-06"),
    step(S.REVIEW, "2024-09-30", "2024-10-28"),
    step(S.REVIEW, "2025-04-28", "2025-05-28"),
    step(S.ADOPTED, "2025-10-22"),
]
MARIA = [step(S.CONSULTATION, "2024-04-02", "2024-05-17")]
DROTTNINGHOG = [step(S.PROGRAMME, "2012")]

days = st.dates(datetime.date(2019, 1, 1), datetime.date(2030, 12, 31))
partial_dates = st.builds(PartialDate, days, st.sampled_from(Precision))


@st.composite
def any_steps(draw):
    starts = draw(st.none() | partial_dates)
    # The database keeps an end after its start; both may be equally vague.
    ends = draw(st.none() | partial_dates) if starts else None
    if ends and ends.day < starts.day:
        ends = None
    stage, is_expected = draw(st.sampled_from(Stage)), draw(st.booleans())
    return Step(
        stage,
        starts,
        ends,
        is_expected=is_expected,
        # The database keeps these apart: what happened has a time, and is not expected.
        is_confirmed=bool(starts) and not is_expected and draw(st.booleans()),
        result=draw(st.sampled_from(["", "Så blev det."])),
        takes_answers=draw(st.sampled_from([None, True, False])) if stage is S.PAUSED else None,
        appeal_until=draw(st.none() | days) if stage is S.ADOPTED else None,
    )


plans = st.lists(any_steps(), max_size=9)
