"""Numbered points on a picture: linked, listed, restored with their page, and nowhere without a picture."""

import re

import pytest
from django.db import IntegrityError
from django.test import Client

from exhibits.rules.picture_points import Point, draw_points
from tests.factory import make_exhibit, make_picture, make_plan, make_point

FILES = {"avif": [[400, "a.avif"]], "webp": [[400, "a.webp"]]}


def test_points_stand_within_the_picture_in_the_order_of_their_numbers():
    points = [Point(2, "B", 100, 100), Point(1, "A & C", 0, 50)]
    drawn = draw_points(points, 1600, 800, "Punkter")
    assert 'viewBox="0 0 1000 500"' in drawn
    places = re.findall(r'point-disc" cx="(\d+)" cy="(\d+)"', drawn)
    assert places == [("45", "250"), ("955", "455")]
    assert re.findall('href="#punkt-(.)" aria-label="([^"]+)"', drawn) == [
        ("1", "1 A &amp; C"),
        ("2", "2 B"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_plan, make_exhibit])
def test_every_point_is_a_link_and_a_text_on_the_page(make):
    page = make(picture=make_picture(renditions=FILES, width=400, height=300))
    make_point(page, title="Bryggan", text="Här badar man.", x=10, y=90)
    make_point(page, title="Torget")
    text = Client().get(page.get_absolute_url()).content.decode()
    links = re.findall(r'href="#(punkt-\d)" aria-label="([^"]+)"', text)
    assert links == [("punkt-1", "1 Bryggan"), ("punkt-2", "2 Torget")]
    assert all(f'<li id="{place}">' in text for place, _ in links)
    assert "Här badar man." in text and "style=" not in text
    point = page.points.get(number=2)
    point.title = "Det nya torget"
    point.save()
    assert "Det nya torget" in Client().get(page.get_absolute_url()).content.decode()
    with pytest.raises(IntegrityError):
        make_point(page, number=1)


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_plan, make_exhibit])
def test_points_without_a_picture_show_nowhere(make):
    page = make()
    make_point(page)
    assert "punkt-1" not in Client().get(page.get_absolute_url()).content.decode()
