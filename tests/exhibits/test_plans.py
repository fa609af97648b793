"""Plan pages, and plans on the pages of areas, as a visitor meets them on chosen days."""

import datetime
import re
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exhibits.models import Dialogue, Plan, PlanStep, StageText
from exhibits.now.plans import published_plans
from exhibits.rules.plan_stages import Stage
from exhibits.words_sv.plans import state_sentence
from helsingborgsrummet.demo_content.plans import PLANS, load_plans
from helsingborgsrummet.demo_content.shelf import Shelf
from helsingborgsrummet.models import Redirect
from tests.factory import (
    LONG_AGO,
    make_announcement,
    make_area,
    make_milestone,
    make_plan,
    make_step,
    swedish,
)

pytestmark = pytest.mark.django_db
date = datetime.date
WINDOW = {
    "stage": "granskning",
    "starts_on": date(2024, 6, 4),
    "ends_on": date(2024, 7, 2),
    "respond_url": "https://example.org/svara",
    "respond_email": "svara@example.org",
    "respond_post": "Nämnden, 123 45 Staden",
    "can_influence": "Gångvägens läge.",
    "already_decided": "Att skolan byggs.",
    "decided_by": "Kommunfullmäktige.",
    "feedback_when": "i granskningsutlåtandet, tidigast hösten 2024.",
}
INFORMATION = "Det här är information, inte en kungörelse."


def text_at(client, address, *moment):
    """What the page says at a Swedish moment, without markup."""
    with time_machine.travel(swedish(*moment), tick=False):
        response = client.get(address)
    assert response.status_code == 200, address
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(_without_markup(main).split())


def _without_markup(page):
    page = re.sub(r"</?(?:a|span|strong|time)\b[^>]*>", "", page)
    return unescape(re.sub(r"<[^>]+>", " ", page))


@pytest.fixture
def plan():
    return make_plan(
        make_area(title="Fälten", slug="falten"),
        title="Skolkvarteret",
        slug="skolkvarteret",
        procedure="utokat",
        reference="411/2019",
        official_url="https://example.org/plan",
        source="Planförslaget 2024",
        checked_on=date(2026, 11, 23),
        contact_role="Planavdelningen",
        contact_email="plan@example.org",
        steps=[{"stage": "planuppdrag", "starts_on": date(2019, 3, 1)}, WINDOW],
    )


ADDRESS = "/omraden/falten/planer/skolkvarteret/"


def test_a_plan_says_what_it_is_and_where_it_comes_from(client, plan):
    text = text_at(client, ADDRESS, 2024, 6, 10)
    for words in (
        "Detaljplan", "Skolkvarteret", plan.summary, "411/2019", "Planförslaget 2024",
        "23 november 2026", "Planavdelningen", "plan@example.org", INFORMATION,
        "Det är kommunens anslagstavla som gäller.", "Vad kan byggas enligt planen?",
    ):  # fmt: skip
        assert words in text, words
    assert 'href="https://example.org/plan"' in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("moment", "shown", "hidden"),
    [
        ((2024, 6, 3, 23, 59), ["Nästa steg Granskning, 4 juni–2 juli 2024."], ["Tyck till senast"]),
        (
            (2024, 6, 4, 0, 0),
            [
                "Granskning pågår till och med 2 juli 2024.",
                "Tyck till senast tisdag 2 juli 2024",
                "28 dagar kvar",
                "Svara på webben",
                "svara@example.org",
                "Nämnden, 123 45 Staden",
                "Gångvägens läge.",
                "Att skolan byggs.",
                "Kommunfullmäktige.",
                "I granskningsutlåtandet, tidigast hösten 2024.",
                "behöver du ha skrivit till staden innan granskningen är slut",
            ],
            ["Resultatet har inte kommit ännu"],
        ),
        ((2024, 7, 2, 23, 59), ["Tyck till senast", "Sista dagen är i dag"], []),
        (
            (2024, 7, 3, 0, 0),
            ["Resultatet har inte kommit ännu", "När får du veta resultatet? I granskningsutlåtandet, tidigast"],
            ["Tyck till senast", "Svara på webben", "dagar kvar", "innan granskningen är slut"],
        ),
        ((2026, 11, 25, 12, 0), ["Vi vet inte vad som har hänt sedan dess"], ["Resultatet har inte kommit ännu"]),
    ],
)  # fmt: skip
def test_a_window_opens_and_closes_at_midnight(client, plan, moment, shown, hidden):
    text = text_at(client, ADDRESS, *moment)
    for words in shown:
        assert words in text, words
    for words in hidden:
        assert words not in text, words


def test_the_result_comes_on_the_same_page(client, plan):
    PlanStep.objects.filter(stage="granskning").update(
        result="Gångvägen flyttas.", result_url="/omraden/"
    )
    text = text_at(client, ADDRESS, 2024, 9, 1)
    assert "Det här blev resultatet" in text and "Gångvägen flyttas." in text
    assert "Resultatet har inte kommit" not in text


def test_the_right_to_appeal_is_said_of_detailed_plans_alone(client, plan):
    Plan.objects.update(kind=Plan.Kind.AMENDMENT)
    assert "Vill du kunna överklaga beslutet" not in text_at(client, ADDRESS, 2024, 6, 10)


def test_the_day_to_appeal_is_shown_when_somebody_typed_it(client, plan):
    adopted = make_step(plan=plan, stage="antagen", starts_on=date(2024, 10, 1))
    assert "Beslutet kan överklagas" not in text_at(client, ADDRESS, 2024, 10, 2)
    adopted.appeal_until = date(2024, 10, 25)
    adopted.save()
    assert "kan överklagas till och med fredag 25 oktober 2024" in text_at(
        client, ADDRESS, 2024, 10, 25
    )
    assert "Sista dagen att överklaga beslutet var fredag 25 oktober 2024" in text_at(
        client, ADDRESS, 2024, 10, 26
    )


@pytest.mark.parametrize(
    ("changes", "must_have_written"),
    [({}, True), ({"kind": Plan.Kind.COMPREHENSIVE}, False)],
)
def test_who_has_not_written_in_is_told_only_where_it_matters(
    client, plan, changes, must_have_written
):
    Plan.objects.update(**changes)
    make_step(
        plan=plan, stage="antagen", starts_on=date(2024, 10, 1), appeal_until=date(2024, 10, 25)
    )
    text = text_at(client, ADDRESS, 2024, 10, 2)
    assert "kan överklagas till och med fredag 25 oktober 2024" in text
    assert ("innan granskningen var slut" in text) == must_have_written


@pytest.mark.parametrize("is_expected", [True, False])
def test_what_is_not_decided_or_is_in_force_cannot_be_appealed(client, plan, is_expected):
    make_step(
        plan=plan, stage="antagen", starts_on=date(2024, 12, 1) if is_expected else date(2024, 8, 1),
        is_expected=is_expected, appeal_until=date(2024, 12, 25),
    )  # fmt: skip
    make_step(plan=plan, stage="laga-kraft", starts_on=date(2024, 9, 1))
    text = text_at(client, ADDRESS, 2024, 9, 2)
    assert "kan överklagas till och med" not in text
    assert "Sista dagen att överklaga beslutet var" not in text


def test_an_invented_next_step_says_so_wherever_it_stands(client, plan):
    make_step(
        plan=plan, stage="antagen", starts_on=date(2999, 1, 1), is_expected=True, is_example=True
    )
    for address in (ADDRESS, plan.area.get_absolute_url(), "/omraden/", "/"):
        text = text_at(client, address, 2024, 10, 2)
        _, *after = text.split("1 januari 2999 (preliminärt)")
        assert after, address
        assert all("Exempel" in words[:20] for words in after), address


def test_each_step_is_one_sentence_with_its_explanation(client, plan):
    page = client.get(ADDRESS).content.decode()
    line = page.partition('class="plan-line"')[2].partition("</ol>")[0]
    text = " ".join(_without_markup(line).split())
    assert "Tidigare: planuppdrag, 1 mars 2019." in text
    assert "Senast: granskning, 4 juni–2 juli 2024." in text
    assert "Väntas: beslut i nämnden, datum är inte bestämt." in text
    # What follows after that, and of which nothing is known either, is said in one.
    assert "Väntas: antagande, laga kraft och genomförande, datum är inte bestämt." in text
    assert "Vad betyder laga kraft?" in text and "Vad betyder genomförande?" in text
    assert "Vad betyder granskning?" in text and "Förklaringen kontrollerades" in text
    assert line.count("Vad betyder granskning?") == 1
    assert '<summary lang="en">In English: Review</summary><div class="stack" lang="en">' in line


def test_what_was_expected_and_has_passed_says_so_itself(client, plan):
    make_step(
        plan=plan, stage="antagen", starts_on=date(2025, 3, 1), starts_precision="month",
        is_expected=True,
    )  # fmt: skip
    assert (
        "Nästa steg Beslut i nämnden, datum är inte bestämt. Senare: antagande, mars 2025 (preliminärt)."
    ) in text_at(client, ADDRESS, 2025, 3, 31)
    for address in (ADDRESS, "/omraden/falten/", "/omraden/"):
        text = text_at(client, address, 2025, 4, 1)
        assert "Planen skulle ha antagits i mars 2025 – vi har inget besked." in text
        assert "preliminärt" not in text


MIDNIGHT = (2026, 12, 17, 0, 0)


@pytest.mark.parametrize(
    ("stage", "fact", "missed"),
    [
        (
            "antagen",
            "Planen antogs 16 december 2026.",
            "Planen skulle ha antagits",
        ),
        ("laga-kraft", "Planen fick laga kraft", "Planen skulle ha fått laga kraft"),
        ("tillstyrkt", "Nämnden tillstyrkte", "Nämnden skulle ha beslutat om förslaget"),
        ("avbruten", "avbröts 16 december", "Arbetet skulle ha avbrutits"),
        ("ersatt", "Planen ersattes", "Planen skulle ha ersatts"),
        ("pausad", "är pausat", "Arbetet skulle ha pausats"),
        ("overklagad", "är överklagat", "Domstolen skulle ha börjat pröva beslutet"),
    ],
)
def test_midnight_decides_nothing(client, plan, stage, fact, missed):
    step = make_step(plan, stage, starts_on=date(2026, 12, 16), is_confirmed=False)
    for address in (ADDRESS, "/omraden/falten/", "/omraden/", "/"):
        before = text_at(client, address, 2026, 12, 16, 12)
        assert "16 december 2026" in before and fact not in before and missed not in before
        after = text_at(client, address, *MIDNIGHT)
        assert fact not in after
        assert f"{missed} 16 december 2026 – vi har inget besked." in after, address
    assert list(Plan.objects.with_passed_step(date(2026, 12, 17))) == [plan]
    step.is_confirmed = True
    step.save()
    assert fact in text_at(client, ADDRESS, *MIDNIGHT)
    assert not Plan.objects.with_passed_step(date(2026, 12, 17)).exists()


@pytest.mark.parametrize(
    ("steps", "moment", "words"),
    [
        # The line named a step above which nothing was known to come.
        ([], (2024, 9, 1), "Beslut i nämnden, datum är inte bestämt."),
        # The line began with another step than the one that was said to be next.
        (
            [{"stage": "laga-kraft", "starts_on": date(2027, 9, 1), "is_expected": True}],
            (2024, 9, 1),
            "Beslut i nämnden, datum är inte bestämt. Senare: laga kraft, 1 september 2027",
        ),
        # A decision that can be appealed.
        (
            [
                {
                    "stage": "antagen",
                    "starts_on": date(2024, 10, 1),
                    "appeal_until": date(2024, 10, 25),
                }
            ],
            (2024, 10, 2),
            "Beslutet kan överklagas till och med fredag 25 oktober 2024.",
        ),
        # A pause promises nothing.
        (
            [
                {"stage": "pausad", "starts_on": date(2024, 8, 1), "note": "Vi väntar."},
                {"stage": "antagen", "starts_on": date(2027, 1, 1), "is_expected": True},
            ],
            (2024, 9, 1),
            "Vi vet inte vad som händer härnäst.",
        ),
    ],
)
def test_page_card_row_and_line_say_the_same_of_what_comes_next(client, plan, steps, moment, words):
    for step in steps:
        make_step(plan, **step)
    text = text_at(client, ADDRESS, *moment)
    answer = text.partition("Nästa steg ")[2]
    assert answer.startswith(words)
    line = text.partition("Planens väg")[2]
    assert bool(re.search("Väntas:|Kommande:|Härnäst:|Väntades:", line)) is (
        words != "Vi vet inte vad som händer härnäst."
    )
    first = re.search(r"(?:Väntas|Kommande|Härnäst): ([^,]+),", line)
    assert first is None or words.lower().startswith(first[1].lower())
    row = text_at(client, "/omraden/falten/", *moment).partition("Skolkvarteret")[2]
    assert (words.lower() in row.lower()) is (first is not None)
    # A line of its own only for what somebody has said; otherwise where the plan stands.
    row = text_at(client, "/omraden/", *moment)
    assert ("Nästa steg: Skolkvarteret. " + words in row) is bool(steps and first)
    assert ("Senast: Skolkvarteret." in row) is not bool(steps and first)


def test_a_superseded_plan_leads_to_the_one_that_took_over(client, plan):
    heir = make_plan(plan.area, title="Nya skolkvarteret", slug="nya")
    plan.superseded_by = heir
    plan.save()
    make_step(
        plan=plan, stage="ersatt", starts_on=date(2025, 1, 10), note="Skolan ska ligga i öster."
    )
    text = text_at(client, ADDRESS, 2025, 2, 1)
    assert "Planen ersattes 10 januari 2025." in text and "Skolan ska ligga i öster." in text
    assert "Tidigare: granskning, 4 juni–2 juli 2024." in text
    assert "Nästa steg" not in text and "Väntas:" not in text
    assert heir.get_absolute_url() in client.get(ADDRESS).content.decode()
    assert "Ersätter Skolkvarteret" in text_at(client, heir.get_absolute_url(), 2025, 2, 1)
    Plan.objects.filter(pk=heir.pk).update(published_at=None)
    assert "Nya skolkvarteret" not in text_at(client, ADDRESS, 2025, 2, 1)


def test_change_notes_stand_on_plan_and_area_pages(client, plan):
    assert "Ändringar på sidan" not in text_at(client, ADDRESS, 2024, 6, 10)
    for page in (plan, plan.area):
        page.change_notes.create(noted_on=date(2024, 6, 5), text="Planbeskrivningen är ny.")
        text = text_at(client, page.get_absolute_url(), 2024, 6, 10)
        assert "Ändringar på sidan 5 juni 2024: Planbeskrivningen är ny." in text


def test_news_of_the_area_stand_on_the_page_of_its_plan(client, plan):
    make_announcement(title="Granskning i Fälten", areas=[plan.area])
    assert "Granskning i Fälten" in text_at(client, ADDRESS, 2024, 6, 10)


# --- Addresses ----------------------------------------------------------------------------------


def test_another_area_in_the_address_leads_to_the_right_one(client, plan):
    make_area(slug="annat")
    for wrong in ("annat", "finns-inte"):
        response = client.get(f"/omraden/{wrong}/planer/skolkvarteret/")
        assert (response.status_code, response["Location"]) == (301, ADDRESS)


def test_every_address_that_a_plan_has_had_leads_to_it_in_one_step(client, plan):
    area = plan.area
    old = [ADDRESS]
    for area_slug, plan_slug in (
        ("a", None),
        (None, "p"),
        ("falten", None),
        (None, "q"),
        ("b", "r"),
    ):
        area.refresh_from_db()
        if area_slug:
            area.slug = area_slug
            area.save()
        plan = Plan.objects.get()
        if plan_slug:
            plan.slug = plan_slug
            plan.save()
        old.append(Plan.objects.get().get_absolute_url())
    new = old.pop()
    for address in old:
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, new), address
    assert client.get(new).status_code == 200
    assert not Redirect.objects.filter(new_path__in=Redirect.objects.values("old_path")).exists()


def test_a_plan_that_moves_to_another_area_is_found(client, plan):
    plan.area = make_area(slug="ny")
    plan.save(update_fields=["area"])
    assert client.get(ADDRESS)["Location"] == "/omraden/ny/planer/skolkvarteret/"


@pytest.mark.parametrize(
    ("moments", "status"),
    [({"published_at": None}, 404), ({"withdrawn_at": LONG_AGO + datetime.timedelta(days=1)}, 410)],
    ids=["draft", "withdrawn"],
)
def test_unpublished_plans_leak_nowhere(client, moments, status):
    area, touched = make_area(slug="falten"), make_area(slug="intill")
    make_plan(area, other_areas=[touched], title="Hemlig plan", slug="hemlig", **moments)
    for address in ("/omraden/falten/planer/hemlig/", "/omraden/intill/planer/hemlig/"):
        response = client.get(address)
        assert response.status_code == status
        assert "Hemlig plan" not in response.content.decode()
    for address in (
        "/",
        "/omraden/",
        "/omraden/falten/",
        "/omraden/intill/",
        "/sitemap-planer.xml",
    ):
        assert "emlig" not in client.get(address).content.decode(), address


@pytest.mark.parametrize(
    ("moments", "status"),
    [({"published_at": None}, 404), ({"withdrawn_at": LONG_AGO + datetime.timedelta(days=1)}, 410)],
)
def test_a_plan_is_seen_only_where_its_area_is(client, moments, status):
    touched = make_area(slug="intill")
    plan = make_plan(make_area(title="Hemligt", **moments), other_areas=[touched], title="Planen")
    response = client.get(plan.get_absolute_url())
    assert response.status_code == status
    assert "Hemligt" not in response.content.decode()
    assert "Planen" not in client.get("/omraden/intill/").content.decode()
    assert plan.slug not in client.get("/sitemap-planer.xml").content.decode()


def test_an_example_is_kept_from_search_engines(client, plan):
    assert "noindex" not in client.get(ADDRESS).content.decode()
    assert ADDRESS in client.get("/sitemap-planer.xml").content.decode()
    Plan.objects.update(is_example=True)
    page = client.get(ADDRESS).content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert '<span class="example">Exempel</span>' in page
    assert ADDRESS not in client.get("/sitemap-planer.xml").content.decode()


# --- The pages of areas -------------------------------------------------------------------------


def test_an_area_shows_its_own_plans_and_those_that_touch_it(client, plan):
    neighbour = make_area(title="Intill", slug="intill")
    plan.other_areas.add(neighbour)
    make_plan(neighbour, title="En annan plan")
    text = text_at(client, "/omraden/falten/", 2024, 6, 10)
    assert "Skolkvarteret" in text and "Tyck till senast tisdag 2 juli 2024" in text
    assert "En annan plan" not in text and INFORMATION in text
    text = text_at(client, "/omraden/intill/", 2024, 6, 10)
    assert text.index("Skolkvarteret") < text.index("En annan plan")
    assert "Detaljplan, Fälten. Berör också Intill" in text


def test_an_area_tells_first_what_can_be_answered_about_it(client, plan):
    dialogue = Dialogue.objects.create(
        title="Var vill du gå?",
        kind="enkat",
        url="https://dialog.helsingborg.se/",
        opens_on=date(2024, 6, 1),
        closes_on=date(2024, 6, 30),
        published_at=swedish(2024, 6, 1),
    )
    dialogue.areas.add(plan.area)
    make_plan(make_area(title="Intill", slug="intill"))
    text = text_at(client, "/omraden/falten/", 2024, 6, 10)
    assert text.index("Det här kan du påverka nu") < text.index("Planen för Fälten")
    assert text.index("Var vill du gå?") < text.index("Tyck till senast tisdag 2 juli 2024")
    assert "Just nu kan du inte tycka till" not in text
    assert "Var vill du gå?" not in text_at(client, "/omraden/intill/", 2024, 6, 10)
    text = text_at(client, "/omraden/falten/", 2024, 7, 3)
    assert "Just nu kan du inte tycka till om något här." in text
    assert "Det här kan du påverka nu" not in text


def test_where_an_area_has_plans_its_milestones_tell_only_what_has_happened(client, plan):
    make_milestone(plan.area, title="Spåret öppnade", starts_on=date(2023, 12, 1))
    make_milestone(plan.area, title="Inflyttning", starts_on=date(2030, 1, 1))
    text = text_at(client, "/omraden/falten/", 2024, 6, 10)
    assert "Viktiga händelser" in text and "Spåret öppnade" in text
    assert "Inflyttning" not in text
    row = text_at(client, "/omraden/", 2024, 6, 10)
    assert "Tyck till: Skolkvarteret. Svara senast tisdag 2 juli 2024." in row
    assert "Inflyttning" not in row
    Plan.objects.update(published_at=None)
    assert "Inflyttning" in text_at(client, "/omraden/falten/", 2024, 6, 10)


@pytest.mark.parametrize(
    ("kind", "steps", "words"),
    [
        (
            "planprogram",
            [("program", {})],
            "Efter programmet Detaljplaner för områdets olika delar.",
        ),
        # While it is shown nobody knows whether it will be approved.
        (
            "planprogram",
            [("program", {"ends_on": date(2024, 12, 1)})],
            "Nästa steg Vi vet inte vad som händer härnäst.",
        ),
        ("detaljplan", [("program", {})], "Nästa steg Vi vet inte vad som händer härnäst."),
        ("detaljplan", [("samrad", {})], "Nästa steg Vi vet inte vad som händer härnäst."),
        (
            "detaljplan",
            [("antagen", {})],
            "Nästa steg Laga kraft, om planen inte redan har fått det.",
        ),
        ("andring", [("antagen", {})], "Nästa steg Laga kraft, om planen inte redan har fått det."),
    ],
)
def test_what_the_kind_of_a_plan_says_of_its_next_step(client, kind, steps, words):
    plan = make_plan(kind=kind)
    for stage, more in steps:
        make_step(plan, stage=stage, **more)
    assert words in text_at(client, plan.get_absolute_url(), 2024, 6, 10)
    leads_to_plans = words.startswith("Efter programmet")
    assert ("Klart planprogram" in text_at(client, "/planer/", 2024, 6, 10)) is leads_to_plans


def test_what_explains_a_stage_holds_for_every_kind_of_plan():
    texts = StageText.objects.all()
    assert len(texts) == len(Stage)
    for text in texts:
        said = " ".join([text.what, text.who_decides, text.what_you_can_do])
        # The last day counts, and nobody has explained the names of the procedures.
        assert "före sista dagen" not in said and "förfarande" not in said, text.stage
        for sentence in re.split(r"(?<=[.?])\s", said):
            # Only a detailed plan says what may be built, has a map that binds and can be appealed so.
            if re.search("får byggas|kunna överklaga|kan överklaga |plankarta", sentence):
                assert "detaljplan" in sentence.lower(), (text.stage, sentence)


# --- The sample content -------------------------------------------------------------------------


def test_the_sample_plans_read_correctly(client):
    areas = {slug: make_area(slug=slug) for slug in {row["area"] for row in PLANS}}
    load_plans(Shelf(LONG_AGO, areas=areas))
    for slug, moment, sentence in (
        (
            "ostra-ramlosa-etapp-1",
            (2026, 11, 25),
            "Granskningen avslutades 2 juli 2024. Vi vet inte vad som har hänt sedan dess.",
        ),
        (
            "stadsplan-sodra-staden",
            (2026, 11, 25),
            "Granskningen avslutades 3 december 2025. Vi vet inte vad som har hänt sedan dess.",
        ),
        ("badhus-i-oceanhamnen", (2026, 11, 25), "Planen antogs 22 oktober 2025."),
        ("planprogram-drottninghog", (2026, 11, 25), "Planprogrammet är från 2012."),
        (
            "maria-station-etapp-3",
            (2026, 11, 25),
            "Samrådet avslutades 17 maj 2024. Vi vet inte vad som har hänt sedan dess.",
        ),
        ("exempel-parkkvarteret", (2026, 11, 25), "Samråd pågår till och med 15 januari 2027."),
        (
            "exempel-parkkvarteret",
            (2027, 1, 16),
            "Samrådet avslutades 15 januari 2027. Resultatet har inte kommit ännu.",
        ),
        (
            "exempel-parkkvarteret",
            (2027, 10, 1),
            "Granskningen skulle ha börjat i september 2027 – vi har inget besked.",
        ),
    ):
        plan = Plan.objects.get(slug=slug)
        assert sentence in text_at(client, plan.get_absolute_url(), *moment)
    true = Plan.objects.filter(is_example=False)
    assert true.count() == 6
    assert all(plan.source and plan.checked_on == date(2026, 11, 23) for plan in true)


def test_the_plans_are_read_in_four_queries_and_without_their_texts():
    areas = [make_area() for _ in range(5)]
    for number in range(60):
        make_plan(areas[number % 5], other_areas=areas[:2], steps=[WINDOW, {}])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        plans = published_plans(swedish(2024, 6, 10))
        said = [
            (state_sentence(plan.state), plan.get_absolute_url(), plan.next_step) for plan in plans
        ]
    said += [plan.windows for plan in plans]
    assert len(said) == 120
    asked = [query["sql"] for query in queries if 'FROM "exhibits_plan"' in query["sql"]]
    assert not any('"body' in sql for sql in asked)
    own = [sql for sql in (query["sql"] for query in queries) if "MIN(" not in sql]
    assert len([sql for sql in own if '"exhibits_plan' in sql or '"exhibits_area"' in sql]) == 4
