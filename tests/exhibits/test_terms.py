"""The editors' words: one page with all of them, and an explanation where they stand."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from exhibits.models import StageText, Term
from helsingborgsrummet.content.term_marking import forms_of
from tests.factory import make_announcement, make_area, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def term():
    return Term.objects.create(
        title="detaljplan", forms="detaljplanen", text="En karta med regler."
    )


def test_pages_explain_a_word_and_a_change_of_it_is_seen_at_once(client, term):
    plan = make_plan(body="Den här detaljplanen gör kvarteret möjligt.")
    for address in (
        plan.get_absolute_url(),
        make_announcement(body="En detaljplan.").get_absolute_url(),
    ):
        page = client.get(address).content.decode()
        assert page.count('popovertarget="ord-detaljplan"') == 1
        assert page.count('id="ord-detaljplan"') == 1
    term.text = "Något annat."
    term.save()
    assert "Något annat." in client.get(plan.get_absolute_url()).content.decode()


def test_neither_feeds_nor_the_admin_nor_the_list_have_buttons(client, editor, term):
    make_announcement(body="En detaljplan.")
    for address in ("/nyheter/atom.xml", "/ord/", "/admin/"):
        assert "popovertarget" not in client.get(address).content.decode()


def test_the_list_is_in_the_order_of_the_alphabet_with_anchors(client, term):
    for title in ("översiktsplan", "ångra", "äga", "byggrätt"):
        Term.objects.create(title=title, text="Något.")
    page = client.get("/ord/").content.decode()
    order = [
        page.index(f'id="{slug}"')
        for slug in ("byggratt", "detaljplan", "angra", "aga", "oversiktsplan")
    ]
    assert order == sorted(order)
    assert term.get_absolute_url() == "/ord/#detaljplan"


def test_an_anchor_stays_when_the_word_is_written_otherwise(term):
    term.title = "Detaljplan (DP)"
    term.save()
    assert term.slug == "detaljplan"
    assert Term.objects.create(title="Detaljplan", text="x").slug == "detaljplan-2"


def test_the_word_of_a_stage_is_explained_as_the_stage_is(client):
    StageText.objects.update_or_create(
        stage="samrad", defaults={"what": "Svara då.", "name_en": "C"}
    )
    Term.objects.create(title="samråd", stage="samrad")
    make_area(body="Nu är det samråd.", slug="hamnen")
    for address in ("/omraden/hamnen/", "/ord/"):
        assert "Svara då." in client.get(address).content.decode()


def test_no_two_words_have_a_form_in_common(term):
    other = Term(title="plan", forms="Detaljplanens", text="x")
    with pytest.raises(ValidationError, match="redan en form av ordet ”detaljplan”"):
        other.full_clean(exclude=["slug"])
    term.full_clean(exclude=["slug"])


@pytest.mark.parametrize(("text", "stage"), [("", ""), ("x", "samrad")])
def test_a_word_is_explained_once(text, stage):
    with pytest.raises(ValidationError):
        Term(title="ord", text=text, stage=stage).full_clean(exclude=["slug"])


def test_an_empty_site_has_an_empty_list(client):
    assert "Inga ord är förklarade ännu." in client.get("/ord/").content.decode()


def test_the_sample_words_can_be_saved_and_share_no_form():
    call_command("load_demo_content", verbosity=0)
    forms = []
    for row in Term.objects.all():
        row.full_clean()
        forms += forms_of(row.title, row.forms)
    assert len(forms) == len(set(forms))
