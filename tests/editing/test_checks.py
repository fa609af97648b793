"""What an editor is told: one table a check."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsingborgsrummet.editing import checks
from helsingborgsrummet.editing.checks import (
    Fact,
    Level,
    LinkState,
    PictureUse,
    Subject,
    Target,
    check,
)

TODAY = datetime.date(2026, 11, 24)
WORDS_120 = "ord " * 119 + "ord."


def subject(body="", **kwargs):
    return Subject(
        **{"title": "Rubrik", "lead": "Ingress.", "today": TODAY, "body": body, **kwargs}
    )


def picture(alt_state="text", **kwargs):
    return PictureUse(kwargs.pop("key", 1), "Modellen", alt_state, **kwargs)


def link_to(target, **kwargs):
    return {"body": "Se [planen](/a/).", "links": {"/a/": LinkState(target, **kwargs)}}


# check, what the subject is made of, the excerpts of what is found
CASES = [
    ("pictures_without_description", {"pictures": (picture(),)}, []),
    ("pictures_without_description", {"pictures": (picture("decorative"),)}, []),
    ("pictures_without_description", {"pictures": (picture("missing"),)}, [""]),
    ("pictures_that_do_not_exist", {"body": "![x](bild:1)", "pictures": (picture(),)}, []),
    ("pictures_that_do_not_exist", {"body": "![x](bild:2)", "pictures": (picture(),)}, ["bild:2"]),
    ("pictures_that_do_not_exist", {"body": "![x](bild:2)\n\n![x](bild:3)"}, ["bild:2", "bild:3"]),
    ("pictures_from_elsewhere", {"body": "![x](bild:2)"}, []),
    ("pictures_from_elsewhere", {"body": "![x](https://a.example/b.png)"}, ["https://a.example/b.png"]),
    ("pictures_from_elsewhere", {"body": "Se ![x](bild:2) här."}, ["bild:2"]),
    ("pictures_from_elsewhere", {"body": "## ![x](bild:2)"}, ["bild:2"]),
    ("pictures_from_elsewhere", {"body": "- ![x](bild:2)"}, []),
    ("pictures_from_elsewhere", {"body": "`![x](https://a.example/b.png)`"}, []),
    ("nothing_to_read", {"lead": "Ingress.", "body": ""}, []),
    ("nothing_to_read", {"lead": "", "body": "Text."}, []),
    ("nothing_to_read", {"lead": "", "body": "![x](bild:2)"}, []),
    ("nothing_to_read", {"lead": " ", "body": "#\n\n---"}, [""]),
    ("empty_headings", {"body": "## Rubrik\n\n### Under"}, []),
    ("empty_headings", {"body": "##\n\nText"}, [""]),
    ("empty_headings", {"body": "## ##\n"}, [""]),
    ("skipped_headings", {"body": "# A\n\n## B\n\n### C\n\n# D\n\n## E"}, []),
    ("skipped_headings", {"body": "### A\n\n#### B"}, []),
    ("skipped_headings", {"body": "## A\n\n#### B"}, ["B"]),
    ("skipped_headings", {"body": "### A\n\n## B"}, ["A"]),
    ("skipped_headings", {"body": "## A\n\n##### B\n\n##### C\n\n### D"}, ["B"]),
    ("tables_without_header", {"body": "| A | B |\n|---|---|\n| 1 | |"}, []),
    ("tables_without_header", {"body": "| | |\n|---|---|\n| 1 | 2 |"}, ["(tom) | (tom)"]),
    ("tables_without_header", {"body": "| | År |\n|---|---|\n| 1 | 2 |"}, ["(tom) | År"]),
    ("empty_links", {"body": "[Läs om planen](/a/)"}, []),
    ("empty_links", {"body": "Se [](/a/)."}, ["/a/"]),
    ("empty_links", {"body": "Se [ ](/a/)."}, ["/a/"]),
    ("empty_links", {"body": "Se [![en karta](https://a.example/b.png)](/a/)."}, []),
    ("unusable_links", {"body": "[a](/a/) [b](https://b.example) [c](mailto:a@b.example) [d](#d) [e](tel:+4642)"}, []),
    ("unusable_links", {"body": "[a](ftp://a.example)"}, ["ftp://a.example"]),
    ("unusable_links", {"body": "[a](www.a.example)"}, ["www.a.example"]),
    ("unusable_links", {"body": "[a](helsingborg.se/bygga)"}, ["helsingborg.se/bygga"]),
    ("unusable_links", {"body": "[a]()"}, ["a"]),
    ("links_that_lead_nowhere", link_to(Target.OK), []),
    ("links_that_lead_nowhere", link_to(Target.REDIRECT), []),
    ("links_that_lead_nowhere", link_to(Target.SCHEDULED), []),
    ("links_that_lead_nowhere", link_to(Target.MISSING), ["/a/"]),
    ("links_that_lead_nowhere", link_to(Target.GONE), ["/a/"]),
    ("links_that_lead_nowhere", link_to(Target.PRIVATE), ["/a/"]),
    ("links_that_lead_nowhere", {"body": "[b](https://b.example)"}, []),
    ("links_to_update", link_to(Target.OK), []),
    ("links_to_update", link_to(Target.MISSING), []),
    ("links_to_update", link_to(Target.OK, has_fragment=False), ["/a/"]),
    ("links_to_update", link_to(Target.SCHEDULED), ["/a/"]),
    ("links_to_update", link_to(Target.REDIRECT, address="/b/"), ["/a/"]),
    ("missing_lead", {}, []),
    ("missing_lead", {"lead": " "}, [""]),
    ("missing_lead", {"lead": "", "lead_field": None}, []),
    ("missing_topic", {"topic_count": None}, []),
    ("missing_topic", {"topic_count": 2}, []),
    ("missing_topic", {"topic_count": 0}, [""]),
    ("vague_links", {"body": "[Läs om förslaget](/a/)"}, []),
    ("vague_links", {"body": "[Klicka här](/a/) eller [läs mer …](/b/) [här.](/c/)"}, ["Klicka här", "läs mer …", "här."]),
    ("vague_links", {"body": "Klicka här för att se mer."}, []),
    ("bare_addresses", {"body": "[Stadens sida](https://a.example)"}, []),
    ("bare_addresses", {"body": "Se https://a.example/b för mer."}, ["https://a.example/b"]),
    ("bare_addresses", {"body": "[www.a.example](https://a.example)"}, ["www.a.example"]),
    ("bare_addresses", {"body": "Skriv till rum@a.example."}, []),
    ("same_text_to_different_addresses", {"body": "[Plan](/a/) [plan](/a/)"}, []),
    ("same_text_to_different_addresses", {"body": "[Plan](/a/) [plan](/b/)"}, ["plan"]),
    ("same_text_to_different_addresses", {"body": "[Läs mer](/a/) [läs mer](/b/)"}, []),
    ("long_paragraphs", {"body": WORDS_120}, []),
    ("long_paragraphs", {"body": f"Ett {WORDS_120}"}, [f"Ett {'ord ' * 19}…"]),
    ("long_paragraphs", {"body": f"{WORDS_120}\n\n{WORDS_120}"}, []),
    ("long_sentences", {"body": "ord " * 29 + "ord."}, []),
    ("long_sentences", {"body": "ord " * 30 + "ord."}, ["ord " * 20 + "…"]),
    ("long_sentences", {"body": "ord " * 20 + "kl. 9.30 " + "ord " * 5 + "slut. Ord igen och igen."}, []),
    ("long_sentences", {"body": "- " + "\n- ".join(["ett två tre fyra fem"] * 10)}, []),
    ("shouting", {"title": "Gör det med PTS och SMHI"}, []),
    ("shouting", {"title": "SAMRÅD OM GÅSEBÄCK"}, ["SAMRÅD OM GÅSEBÄCK"]),
    ("shouting", {"lead": "Det är VIKTIGT ATT du kommer."}, ["VIKTIGT ATT"]),
    ("shouting", {"body": "## SAMRÅDSMÖTE\n\nText."}, ["SAMRÅDSMÖTE"]),
    ("consent", {"pictures": (picture(),)}, []),
    ("consent", {"pictures": (picture(shows_people=True, consent_until=TODAY),)}, []),
    ("consent", {"pictures": (picture(shows_people=True),)}, [""]),
    ("consent", {"pictures": (picture(shows_people=True, consent_until=datetime.date(2026, 11, 23)),)}, [""]),
    ("dates_without_year", {"body": "Mötet är måndag 17 april 2023."}, []),
    ("dates_without_year", {"body": "Samråd 5 februari–7 april 2024."}, []),
    ("dates_without_year", {"body": "Vi ses den 17 april. Kom!"}, ["Vi ses den 17 april."]),
    ("dates_without_year", {"lead": "Vi ses 17 april."}, ["Vi ses 17 april."]),
    ("dates_without_year", {"body": "Det beslutades 2023-04-17 och den 3/5."}, ["2023-04-17", "3/5"]),
    ("dates_without_year", {"body": "| Dag | Tid |\n|---|---|\n| 2023-04-17 | 9 |"}, []),
    ("dates_without_year", {"body": "Öppet 24/7, ring 042-10 50 00 om 1/2 vecka."}, []),
    ("clock_times", {"body": "Öppet kl. 9.30, skala 1:50, 3:e våningen och 1:1000."}, []),
    ("clock_times", {"body": "Öppet kl. 9:30."}, ["9:30"]),
    ("clock_times", {"lead": "Kom 17:00."}, ["17:00"]),
    ("clock_times", {"body": "Öppet kl 9.30."}, ["kl 9.30"]),
    ("hyphens_in_ranges", {"body": "Kl. 10–16, 042-10 50 00, 2023-04-17, t-bana, dnr 2024-1123."}, []),
    ("hyphens_in_ranges", {"body": "Kl. 10-16 mån-fre."}, ["Kl. 10-16", "mån-fre"]),
    ("hyphens_in_ranges", {"body": "Åren 2024-2026, 12-16 maj 2026, maj-juni 2026."}, ["2024-2026", "12-16 maj", "maj-juni"]),
    ("facts_without_source", {"facts": (Fact("Yta", "planförslaget 2024"),)}, []),
    ("facts_without_source", {"facts": (Fact("Yta", "", is_example=True),)}, []),
    ("facts_without_source", {"facts": (Fact("Yta", " "),)}, [""]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "excerpts"), CASES)
def test_each_check(name, content, excerpts):
    found = list(getattr(checks, name)(subject(**content)))
    assert [finding.excerpt for finding in found] == excerpts


def test_every_check_has_its_table_and_runs():
    assert {each.__name__ for each in checks.CHECKS} == {name for name, _, _ in CASES}


ERRORS = {
    "pictures_without_description", "pictures_that_do_not_exist", "pictures_from_elsewhere",
    "nothing_to_read", "empty_headings", "skipped_headings", "tables_without_header", "empty_links", "unusable_links",
    "links_that_lead_nowhere",
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "excerpts"), [case for case in CASES if case[2]])
def test_what_shuts_somebody_out_is_an_error_and_the_rest_advice(name, content, excerpts):
    levels = {finding.level for finding in getattr(checks, name)(subject(**content))}
    assert levels == {Level.ERROR if name in ERRORS else Level.ADVICE}


@pytest.mark.parametrize(("name", "content", "excerpts"), [case for case in CASES if case[2]])
def test_a_finding_says_in_swedish_what_to_do(name, content, excerpts):
    for finding in getattr(checks, name)(subject(**content)):
        assert finding.message[0].isupper()
        assert finding.message[-1] in ".:/"
        assert finding.excerpt in finding.sentence


def test_errors_come_first():
    found = check(subject("Se [här](/a/).\n\n##\n", lead=""))
    levels = [finding.level for finding in found]
    assert levels == sorted(levels, key=lambda level: level is Level.ADVICE)
    assert set(levels) == set(Level)


def test_a_good_text_has_no_findings():
    body = (
        "Nu kan du se förslaget i rummet.\n\n## Så lämnar du synpunkter\n\n"
        "- Skriv till [stadsbyggnadsförvaltningen](mailto:rum@a.example) senast 7 april 2027.\n\n"
        "### När rummet är öppet\n\n| Dag | Tid |\n|---|---:|\n| mån–fre | 09.00–15.30 |\n\n"
        "![Modellen](bild:1)\n"
    )
    assert check(subject(body, topic_count=1, pictures=(picture(),))) == []


def test_a_finding_knows_its_line():
    body = "Text.\n\n## Rubrik\n\n- ett\n- [här](/a/)\n\n| | B |\n|---|---|\n| 1 | 2 |\n\n#### Långt ned\n"
    found = {finding.code: finding.line for finding in check(subject(body))}
    assert found == {"link_vague": 5, "table_header": 7, "heading_skips": 11}


@given(st.text(alphabet=st.sampled_from(list("#|-[]()!*>`: \nabc1.:/")), max_size=120))
def test_any_text_can_be_checked(body):
    lines = max(body.count("\n") + 1, 1)
    for finding in check(subject(body)):
        assert finding.line is None or 0 <= finding.line < lines
