"""All plans on one time line: the same words as the plans' own pages, in the right quarter."""

import datetime
import re
from html import unescape

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from exhibits.now import plan_times
from exhibits.rules.plan_times import LANES, LETTER, QUARTER, REM, Quarter, place_names, quarter_of
from exhibits.words_sv.plan_times import quarter_words
from helsingborgsrummet.content.dates import PartialDate, Precision
from tests.factory import make_area, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-11-26 10:00 +0100", tick=False):
        yield


@pytest.mark.parametrize(
    ("day", "precision", "quarter", "words"),
    [
        ("2026-01-01", "day", (2026, 1), "Januari–mars 2026"),
        ("2026-03-31", "day", (2026, 1), "Januari–mars 2026"),
        ("2026-04-01", "day", (2026, 2), "April–juni 2026"),
        ("2026-09-30", "month", (2026, 3), "Juli–september 2026"),
        ("2026-12-31", "day", (2026, 4), "Oktober–december 2026"),
        ("2026-05-05", "year", (2026, 5), "2026, kvartal inte bestämt"),
    ],
)
def test_a_date_lies_in_a_quarter(day, precision, quarter, words):
    date = PartialDate(datetime.date.fromisoformat(day), Precision(precision))
    assert quarter_of(date) == Quarter(*quarter)
    assert quarter_words(Quarter(*quarter)) == words


@pytest.mark.parametrize(
    ("count", "quarter"), [(0, (2026, 4)), (1, (2027, 1)), (-4, (2025, 4)), (-3, (2026, 1))]
)
def test_quarters_are_counted_over_the_year(count, quarter):
    assert Quarter(2026, 4).after(count) == Quarter(*quarter)


def text_of(html):
    return (
        " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
        .replace(" ,", ",")
        .replace(" .", ".")
    )


def rows():
    html = Client().get("/planer/tid/").content.decode()
    found = {}
    for address, words in re.findall(
        r'<td><a href="([^"]*)">.*?</td>\s*<td>(.*?)</td>', html, re.DOTALL
    ):
        found.setdefault(address, []).append(text_of(words))
    return found


def lines(plan):
    html = Client().get(plan.get_absolute_url()).content.decode()
    steps = re.findall(r'<p class="plan-line-step"[^>]*>(.*?)</p>', html, re.DOTALL)
    return [text_of(each) for each in steps]


def test_it_says_the_same_as_the_plan_pages():
    day = datetime.date
    histories = [
        [{"stage": "samrad"}],
        [
            {"stage": "planuppdrag", "starts_on": day(2025, 3, 1), "starts_precision": "month"},
            {"stage": "samrad", "starts_on": day(2026, 11, 16), "ends_on": day(2027, 1, 15)},
            {
                "stage": "antagen",
                "starts_on": day(2028, 1, 1),
                "starts_precision": "year",
                "is_expected": True,
            },
        ],
        # Expected last month, and nobody has said anything since.
        [{"stage": "antagen", "starts_on": day(2026, 10, 1), "ends_on": None, "is_expected": True}],
        [{"stage": "antagen", "starts_on": day(2026, 11, 20), "appeal_until": day(2026, 12, 20)}],
        [{"stage": "avbruten", "starts_on": day(2026, 2, 1)}],
        [],
    ]
    plans = [make_plan(steps=steps) for steps in histories]
    draft = make_plan(published_at=None)
    hidden = make_plan(make_area(published_at=None))
    said = rows()
    for plan in plans:
        rows_of = said.get(plan.get_absolute_url(), [])
        assert sum("datum" in each for each in rows_of) <= 1
        left = " ".join(rows_of)
        for line in lines(plan):
            # Steps without a time are told of together: their names, and once that nobody knows.
            name = re.match(r".*: (.*), datum är inte bestämt", line)
            words = name[1] if name else line
            assert words in left
            left = left.replace(words, "", 1)
        assert re.fullmatch(
            r"(\s|Väntas:|Kommande:|,|datum är inte bestämt|inga datum är bestämda|\.)*", left
        )
    assert any("Väntades" in each for each in said[plans[2].get_absolute_url()])
    assert set(said) == {plan.get_absolute_url() for plan in plans if lines(plan)}
    html = Client().get("/planer/tid/").content.decode()
    for plan in (draft, hidden):
        assert f"/{plan.slug}/" not in html


def test_what_is_expected_is_not_told_as_done():
    plan = make_plan(
        steps=[{"stage": "antagen", "starts_on": datetime.date(2027, 2, 1), "is_expected": True}]
    )
    html = Client().get("/planer/tid/").content.decode()
    coming, _, past = html.partition('id="har-hant"')
    assert plan.title in coming and plan.title not in past
    assert html.index('<svg class="plan-times"') < html.index('id="kommer"')
    assert (
        'class="pt-ahead"' in coming.partition('<svg class="plan-times"')[2].partition("</svg>")[0]
    )


def test_each_plan_with_a_time_has_a_row_and_its_name_beside_it():
    old = make_plan(
        steps=[{"stage": "antagen", "starts_on": datetime.date(2012, 5, 8), "ends_on": None}]
    )
    new = make_plan(
        steps=[{"stage": "samrad", "starts_on": datetime.date(2026, 11, 16), "ends_on": None}]
    )
    without = make_plan(steps=[])
    html = Client().get("/planer/tid/").content.decode()
    names, _, drawing = html.partition('class="plan-times-names')[2].partition("</ul>")
    drawing = drawing.partition("</svg>")[0]
    assert names.index(new.get_absolute_url()) < names.index(old.get_absolute_url())
    assert without.get_absolute_url() not in names
    assert drawing.count('class="pt-row"') == 3 and drawing.count(">Senast 2012<") == 1
    assert old.title not in drawing
    assert ">samråd</text>" in drawing and ">antagande<" not in drawing
    assert ">Senast antagande 2012<" in drawing and "Senast samråd" not in drawing


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        # The tests stand in November 2026: what a phone shows at first begins in the last quarter of 2025.
        ([("samrad", (2025, 9, 30))], ["Senast samråd 2025"]),
        ([("samrad", (2025, 10, 1))], []),
        ([("samrad", (2024, 3, 1)), ("granskning", (2025, 3, 1))], ["Senast granskning 2025"]),
        ([("samrad", (2024, 3, 1)), ("antagen", (2027, 6, 30))], []),
        ([("samrad", (2024, 3, 1)), ("antagen", (2027, 7, 1))], ["Senast samråd 2024"]),
        ([("antagen", (2027, 9, 1))], []),
    ],
)
def test_a_row_that_is_empty_near_today_says_what_was_last(steps, said):
    today = datetime.date(2026, 11, 24)
    make_plan(
        steps=[
            {
                "stage": stage,
                "starts_on": (day := datetime.date(*when)),
                "ends_on": None,
                "is_expected": day > today,
            }
            for stage, when in steps
        ]
    )
    html = Client().get("/planer/tid/").content.decode()
    assert re.findall(r'pt-since"[^>]*>([^<]+)<', html) == said


def test_the_signs_told_of_are_those_in_the_picture():
    make_plan(steps=[{"stage": "antagen", "starts_on": datetime.date(2026, 3, 1)}])
    signs = Client().get("/planer/tid/").content.decode().partition("plan-times-legend")[2]
    signs = signs.partition("</ul>")[0]
    assert "Har hänt" in signs and "Väntas" not in signs and "inget besked" not in signs


@given(
    st.lists(st.tuples(st.integers(0, 800), st.text("abcå", min_size=1, max_size=20)), max_size=12)
)
def test_names_of_bars_never_meet_and_stay_in_the_picture(bars):
    width, placed = 800, place_names(bars, 800)
    assert sorted({name for _, _, name in placed} - {name for _, name in bars}) == []
    assert not bars or placed
    for lane in range(len(LANES)):
        row = sorted(
            (left, left + len(name) * LETTER) for left, which, name in placed if which == lane
        )
        assert all(left >= 0 and right <= width + 1 for left, right in row)
        assert all(row[i][1] < row[i + 1][0] for i in range(len(row) - 1))


def test_a_name_without_room_stands_higher_and_a_third_is_left_to_the_table():
    bars = [(0, "planuppdrag"), (20, "samråd"), (30, "granskning"), (790, "antagande")]
    assert place_names(bars, 800) == [
        (0, 0, "planuppdrag"),
        (20, 1, "samråd"),
        (739, 0, "antagande"),
    ]


def test_an_empty_site_says_so_and_the_other_address_leads_here():
    html = Client().get("/planer/tid/").content.decode()
    assert "Inget steg pågår eller väntas" in html and "Inget är noterat ännu." in html
    answer = Client().get("/modellen/tid/")
    assert (answer.status_code, answer["Location"]) == (301, "/planer/tid/")


def test_many_plans_fill_the_nearest_quarters_whole_and_no_more(monkeypatch):
    monkeypatch.setattr(plan_times, "ENOUGH", 5)
    for year in range(2020, 2026):
        for _ in range(3):
            make_plan(steps=[{"stage": "avbruten", "starts_on": datetime.date(year, 2, 1)}])
    _, _, past = Client().get("/planer/tid/").content.decode().partition('id="har-hant"')
    assert re.findall(r"Januari–mars (\d{4})", past) == ["2025", "2024"]
    assert past.count("<td><a") == 6
    assert "Här står de närmaste kvartalen." in past and 'href="/planer/">alla planer</a>' in past
    monkeypatch.setattr(plan_times, "ENOUGH", 18)
    whole = Client().get("/planer/tid/").content.decode()
    assert "närmaste kvartalen" not in whole and "Januari–mars 2020" in whole


@pytest.mark.parametrize("address", ["/omraden/", "/modellen/"])
def test_lists_lead_to_it(address):
    make_area()
    assert 'href="/planer/tid/"' in Client().get(address).content.decode()


def test_it_asks_the_same_for_one_and_for_many(django_assert_max_num_queries):
    area = make_area()
    for _ in range(12):
        make_plan(area, steps=[{"stage": "samrad"}])
    with django_assert_max_num_queries(16):
        Client().get("/planer/tid/")


def test_the_place_from_which_a_phone_begins_lies_in_the_quarter_of_today():
    """The style sheet knows where today is: as far from the left as the picture reaches back."""
    css = (settings.BASE_DIR / "static/css/plan-times.css").read_text(encoding="utf-8")
    rule = css.partition(".plan-times-today {")[2].partition("}")[0]
    place = float(re.search(r"inset-inline-start: ([\d.]+)rem", rule)[1])
    assert plan_times.BACK <= place * REM / QUARTER <= plan_times.BACK + 1
