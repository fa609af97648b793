"""The way to the room on the visit page."""

import pytest
from django.test import Client

from exhibits.models import AccessFact
from tests.factory import make_arrival, make_room

pytestmark = pytest.mark.django_db
POSITION = {"longitude": "12.69740", "latitude": "56.04140"}


def page():
    return Client().get("/besok/").content.decode()


def test_the_map_and_the_words_say_the_same():
    room = make_room(**POSITION, entrance="Dörren mot gatan, utan trappsteg.")
    make_arrival(room, name="Helsingborg C", walk="Följ Järnvägsgatan söderut.")
    make_arrival(room, name="Busshållplatsen", longitude="12.69900", is_example=True)
    text = page()
    assert 'aria-label="Karta över vägen hit"' in text
    assert "Ungefär 450 meter, 6 minuter till fots" in text
    assert "Följ Järnvägsgatan söderut." in text and "Dörren mot gatan" in text
    assert "Vi vet inte var du kan parkera." in text and "hur entrén ser ut" not in text


@pytest.mark.parametrize("room", [{}, POSITION])
def test_what_nobody_knows_is_said(room):
    row = make_room(**room)
    if not room:
        make_arrival(row, walk="Följ gatan.")
    text = page()
    assert "Vi vet inte hur entrén ser ut eller var du kan parkera." in text
    assert "Karta över vägen hit" not in text and ("Följ gatan." in text) is not bool(room)


def test_a_move_takes_the_way_along():
    old = make_room(**POSITION, moved_out_on="2025-01-01")
    make_arrival(old, walk="Den gamla vägen.")
    make_room(moved_in_on="2025-01-01", name="Nya huset")
    assert "Den gamla vägen." not in page()


def test_what_nobody_knows_of_the_premises_is_said_once():
    room = make_room()
    for asked in ("Hiss", "Hörslinga", "RWC"):
        AccessFact.objects.create(room=room, question=asked)
    html = page()
    assert html.count("Vi vet inte än om det här finns: hiss, hörslinga och RWC.") == 1
    assert "uppgift saknas" not in html.lower()
