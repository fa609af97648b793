"""As a resident on a phone: each question is answered within two taps and one screen below where they lead."""

import re

import pytest
import time_machine
from playwright.sync_api import expect

from tests.factory import swedish

SCREEN = {"width": 360, "height": 740}
# What somebody wants to know, the taps from the start page, and where the answer stands.
QUESTIONS = {
    "is it open on Saturday": (
        ["Rummet", "Öppettider och vägen hit"],
        "tr:has-text('lör')",
    ),
    "is it open on 6 January": (["Avvikande öppettider"], "main li:has-text('6 januari 2027')"),
    "what is planned by Ramlösa station": (
        ["Områden", "Södra staden"],
        "main:has-text('Ramlösa station') >> text=Granskningen avslutades >> visible=true",
    ),
    "what is the next thing for children": (["Aktiviteter"], "text=Bygglördag för barn"),
    "what came of the safety walk": (
        ["Aktiviteter", "Tidigare"],
        "main li:has-text('Trygghetsvandring') >> text=Buskarna är klippta",
    ),
    "where is plan 411/2019": (["Områden", "Sök bland alla planer"], "text=dnr 411/2019"),
    "what does granskning mean": (["Områden", "Granskningen"], "text=Det färdiga förslaget visas"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_within_two_taps_and_one_screen(site, page, question):
    taps, answer = QUESTIONS[question]
    page.set_viewport_size(SCREEN)
    with time_machine.travel(swedish(2026, 11, 26, 12), tick=True):
        page.goto(site + "/")
        for name in taps:
            whole = re.compile(rf"^\s*{name}\s*$")
            found = page.locator("a, button").filter(has_text=whole).locator("visible=true").first
            found.click()
            page.wait_for_load_state()
        found = page.locator(answer).first
        expect(found).to_be_visible()
        box = found.bounding_box()
    assert len(taps) <= 2
    assert -1 <= box["y"] <= 2 * SCREEN["height"] - box["height"], box


def test_the_header_leaves_the_screen_to_the_page(site, page):
    page.set_viewport_size(SCREEN)
    page.goto(site + "/omraden/")
    bottom = page.locator(".opening-strip").bounding_box()
    assert bottom["y"] + bottom["height"] <= 190
