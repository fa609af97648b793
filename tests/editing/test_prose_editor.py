"""What the editor of running text asks the server: the page's own rendering, for staff alone."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from exhibits.models import Area
from helsingborgsrummet.content.prose_field import LONGEST
from helsingborgsrummet.demo_content import content as content_module
from helsingborgsrummet.models import Picture
from tests.editing.test_preview import fields
from tests.factory import make_announcement

pytestmark = pytest.mark.django_db
PREVIEW = "/admin/text/visa/"
SESSION = "/admin/inloggad/"
EVERYTHING = """\
# Rubrik

Text med **fetstil**, ”citat” och [en länk](/besok/).

- punkt

1. steg

> citat

| Dag | Tid |
| --- | --: |
| Måndag | −3 |

::: faktaruta
I rutan.
:::
"""
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    '<svg onload="alert(1)">',
    '![x](bild:1"onerror="alert(1))',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "\ue0001\ue001",
]


@pytest.fixture(params=["Redaktör", "Skribent", "Värd"])
def staff(sign_in, request):
    return sign_in(request.param)


@pytest.fixture
def chief(client):
    client.force_login(User.objects.create_superuser("chef"))
    return client


@pytest.fixture
def picture():
    content = (Path(content_module.__file__).parent / "pictures/rummet.webp").read_bytes()
    return Picture.objects.create(
        title="Torget", alt="Ett torg.", original=SimpleUploadedFile("torg.webp", content)
    )


def test_every_member_of_staff_sees_the_text_as_a_page_shows_it(staff):
    response = staff.post(PREVIEW, {"text": EVERYTHING})
    assert response.json() == {"html": make_announcement(body=EVERYTHING).body_html}
    assert "no-store" in response["Cache-Control"]


def test_pictures_of_the_library_are_shown_as_a_page_shows_them(chief, picture):
    text = f"Före\n\n![Torget](bild:{picture.pk})\n\n![Borta](bild:{picture.pk + 1})"
    html = chief.post(PREVIEW, {"text": text}).json()["html"]
    assert html == make_announcement(body=text).prose
    assert html.count("<figure") == 1
    assert 'alt="Ett torg."' in html


def test_the_whole_page_is_previewed_with_its_pictures_too(chief, picture):
    page = chief.post(
        "/admin/news/announcement/forhandsvisning/",
        fields(body=f"![Torget](bild:{picture.pk})"),
    ).content.decode()
    assert 'alt="Ett torg."' in page


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_as_inert_as_on_a_page(chief, text):
    html = chief.post(PREVIEW, {"text": text}).json()["html"]
    assert html == make_announcement(body=text).body_html
    for each in ("<script", "<img", "<svg", "<iframe", 'href="javascript', 'href="data'):
        assert each not in html


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_others_see_nothing(client, is_signed_in):
    if is_signed_in:
        client.force_login(User.objects.create_user("besökare"))
    response = client.post(PREVIEW, {"text": "**hemligt**"})
    assert response.status_code == 403
    assert response.json() == {"error": "Du har loggats ut."}
    assert client.get(SESSION).json() == {"account": None, "login": "/admin/login/"}


@pytest.mark.parametrize(
    ("longest", "more", "words"),
    [
        ("å" * 80_000, "å", "Texten har 80 001 tecken och får ha högst 80 000."),
        ("å " * 10_000, "å", "Texten har 10 001 ord och får ha högst 10 000."),
        ("å[" * 10_000, "[", "Texten har 10 001 tecken som formaterar"),
    ],
)
def test_a_text_that_is_too_long_is_refused_in_the_words_of_its_form(chief, longest, more, words):
    assert chief.post(PREVIEW, {"text": longest}).status_code == 200
    response = chief.post(PREVIEW, {"text": longest + more})
    assert response.status_code == 413
    assert words in response.json()["error"].replace("\N{NO-BREAK SPACE}", " ")
    assert "no-store" in response["Cache-Control"]
    with pytest.raises(ValidationError) as refused:
        LONGEST(longest + more)
    assert refused.value.messages == [response.json()["error"]]


def test_only_the_right_method_is_answered(chief):
    assert chief.get(PREVIEW).status_code == 405
    assert chief.post(SESSION).status_code == 405


def test_the_preview_needs_a_token_and_the_session_hands_out_a_fresh_one():
    client = Client(enforce_csrf_checks=True)
    user = User.objects.create_superuser("chef")
    client.force_login(user)
    assert client.post(PREVIEW, {"text": "x"}).status_code == 403
    response = client.get(SESSION)
    answer = response.json()
    assert answer["account"] == str(user.pk)
    assert "no-store" in response["Cache-Control"]
    headers = {"X-CSRFToken": answer["token"]}
    assert client.post(PREVIEW, {"text": "x"}, headers=headers).status_code == 200


def test_the_preview_asks_once_for_all_its_pictures(chief, picture, django_assert_num_queries):
    text = "\n\n".join(f"![x](bild:{key})" for key in range(picture.pk, picture.pk + 30))
    with django_assert_num_queries(3):  # session, account, pictures
        chief.post(PREVIEW, {"text": text})


@pytest.mark.parametrize("model", ["news/announcement", "exhibits/area", "exhibits/room"])
def test_the_form_works_without_script(chief, model):
    """A text area with help; toolbar and preview are made by the script."""
    page = chief.get(f"/admin/{model}/add/").content.decode()
    editor = page.partition("data-prose-editor")[2].partition("</details>")[0]
    assert '<textarea name="body"' in editor
    assert "Så skriver du" in editor
    assert "<button" not in editor
    assert "<iframe" not in editor
    assert "markdownx-urls" not in page
    assert page.count("js/prose-editor.") == page.count("js/form-keeper.") == 1


def test_what_is_stored_is_in_the_text_area_as_it_was_written(chief):
    area = Area.objects.create(
        title="A", slug="a", summary="S", body="\n<b>&amp; </textarea>", place=1, outline=None
    )
    page = chief.get(f"/admin/exhibits/area/{area.pk}/change/").content.decode()
    assert ">\n\n&lt;b&gt;&amp;amp; &lt;/textarea&gt;</textarea>" in page
