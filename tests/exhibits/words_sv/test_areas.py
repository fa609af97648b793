"""Where something lies, in words."""

import pytest

from exhibits.words_sv.activities import choice_words
from exhibits.words_sv.areas import in_and_about, in_area


@pytest.mark.parametrize(
    ("title", "where", "about"),
    [
        ("Drottninghög", "i Drottninghög", "i och om Drottninghög"),
        ("Södra staden", "i Södra staden", "i och om Södra staden"),
        # In the station itself nothing is planned.
        ("Maria station", "vid Maria station", "vid och om Maria station"),
        ("Stortorget", "vid Stortorget", "vid och om Stortorget"),
        ("Stationsstaden", "i Stationsstaden", "i och om Stationsstaden"),
    ],
)
def test_one_is_at_some_places_and_in_others(title, where, about):
    assert in_area(title) == where
    assert in_and_about(title) == about
    assert choice_words(area=title) == about
