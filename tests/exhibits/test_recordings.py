"""Sound and film of exhibits: checked by content, public only with their words, played in parts."""

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from exhibits.models import Exhibit, Recording
from exhibits.uploads.captions import problems_of
from exhibits.uploads.recording_reading import read
from exhibits.uploads.recordings import PROBLEMS
from exhibits.words_sv.exhibits import length_words
from helsingborgsrummet.views.uploads import part_of
from tests import recordings as made
from tests.admin_form import read_form
from tests.factory import make_exhibit, make_picture, make_recording

ADMIN = "/admin/exhibits/exhibit/"


# --- What a file is -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind", "is_video", "seconds"),
    [
        (made.wav(2), "wav", False, 2),
        (made.mp3(), "mp3", False, 1),
        (made.mp3(tag=b"T" * 100), "mp3", False, 1),
        (made.mp4(), "mp4", True, 5),
        (made.mp4(b"avc3", sound=None), "mp4", True, 5),
        (made.mp4(None), "m4a", False, 5),
        (made.webm(), "webm", True, 5),
        (made.webm(((1, "V_VP8"),), seconds=None), "webm", True, None),
        (made.webm(((2, "A_OPUS"),)), "webm", False, 5),
        (made.ogg(), "ogg", False, 3),
    ],
    ids=["wav", "mp3", "tag", "mp4", "silent", "m4a", "webm", "no length", "weba", "opus"],
)
def test_a_recording_is_what_its_content_says(content, kind, is_video, seconds):
    facts, parts = read(io.BytesIO(content))
    assert parts == [] and facts["size"] == len(content)
    told = facts["seconds"] if facts["seconds"] is None else round(facts["seconds"])
    assert (facts["format"], facts["is_video"], told) == (kind, is_video, seconds)
    assert (facts["width"], facts["height"]) == ((640, 360) if is_video else (0, 0))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<html>" * 9, "format"),
        (b"%PDF-1.7" + bytes(90), "format"),
        (b"\xff\xfb\x90\x00" + bytes(2000), "format"),
        (made.mp4(b"hvc1"), "codec"),
        (made.mp4(sound=b"ac-3"), "codec"),
        (made.mp4(None, sound=None), "format"),
        (made.mp4(pieces=True), "pieces"),
        (made.mp4(seconds=0), "broken"),
        (made.mp4()[:-20], "broken"),
        (made.mp4()[:120], "broken"),
        (made.webm(((1, "V_MPEG4/ISO/AVC"),)), "codec"),
        (made.webm(kind="matroska"), "codec"),
        (made.webm()[:60], "broken"),
        (made.ogg(b"\x80theora" + bytes(20)), "codec"),
        (made.wav()[:-100], "broken"),
        (made.wav()[:20], "broken"),
        (b"OggS", "broken"),
    ],
)
def test_what_is_no_whole_recording_is_refused_in_words(content, problem):
    assert read(io.BytesIO(content)) == ({"problem": problem}, [])
    assert PROBLEMS[problem]


@pytest.mark.parametrize("make", [made.wav, made.mp3, made.mp4, made.webm, made.ogg])
def test_no_cut_and_no_changed_byte_breaks_the_reader(make):
    content = make()[:3000]
    for place in range(min(len(content), 600)):
        for value in (0, 0x7F, 0xFF):
            changed = bytearray(content)
            changed[place] = value
            for each in (bytes(changed), content[:place]):
                if each:
                    assert isinstance(read(io.BytesIO(each))[0], dict)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (made.CAPTIONS, ""),
        ("WEBVTT Namn\nKind: captions\n\nNOTE hej\n\n1\n01:00:00.000 --> 01:00:02.000 align:start\n<v Anna>Hej</v> &amp; hå", ""),
        ("", "Rad 1 måste vara WEBVTT"),
        ("1\n00:00:00,000 --> 00:00:02,000\nHej", "Rad 1 måste vara WEBVTT"),
        ("WEBVTT\n", "inga rader"),
        ("WEBVTT\n\n00:00,000 --> 00:02,000\nHej", "Rad 3: tiderna går inte att läsa"),
        ("WEBVTT\n\n1\n00:02.000 --> 00:01.000\nHej", "Rad 4: raden slutar innan"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\na\n\n00:01.000 --> 00:02.000\nb", "Rad 6: raden börjar före"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\n\nHej", "Rad 3: det finns ingen text"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\na\n00:07.000 --> 00:08.000\nb", "Rad 5: det måste finnas en tom rad"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\na <script>", "Rad 4: tecknen < och >"),
        ("WEBVTT\n\nSTYLE\n::cue { color: red }", "Rad 3: STYLE"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\na\n\nbara text", "Rad 6: här saknas tiderna"),
    ],
)  # fmt: skip
def test_captions_are_refused_at_their_line(text, said):
    found = problems_of(text)
    assert said in found and bool(said) is bool(found)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 sekund"), (65, "1 minut 5 sekunder"), (120, "2 minuter"), (3661, "1 timme 1 minut")],
)
def test_lengths_in_words(seconds, words):
    assert length_words(seconds) == words


# --- On the page --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_page_plays_it_with_its_words_and_asks_for_nothing_before(client):
    exhibit = make_exhibit(slug="modellen")
    picture = make_picture()
    make_recording(exhibit, made.wav(2), title="Vinden", transcript="Det blåser.\n\nSedan tyst.")
    film = make_recording(
        exhibit, made.mp4(), title="Bygget", transcript="", captions=made.CAPTIONS, picture=picture
    )
    make_recording(exhibit, made.mp3(), title="Utan ord", transcript="")
    page = client.get("/rummet/modellen/").content.decode()
    assert "Utan ord" not in page
    assert "Ljud, 2 sekunder, 16\xa0kB" in page and "Film, 5 sekunder, 1\xa0kB" in page
    assert "<p>Det blåser.</p>" in page
    assert page.count('preload="none"') == 2
    assert 'width="640" height="360"' in " ".join(page.split())
    track = re.search(r'<track kind="captions" srclang="sv" label="Svenska" src="([^"]+)"', page)[1]
    captions = client.get(track)
    assert captions["Content-Type"] == "text/vtt; charset=utf-8"
    assert captions.content.decode() == film.captions
    sources = re.findall(r'(?:src|poster)="([^"]+)"', page)
    assert all(each.startswith("/") and not each.startswith("//") for each in sources)
    assert client.get("/rummet/annan/" + track.rpartition("/")[2]).status_code == 404
    exhibit.withdraw(timezone.now(), reason="Slut.")
    assert client.get(track).status_code == 410


@pytest.mark.django_db
def test_a_part_of_a_recording_is_sent(client):
    content = made.wav(2)
    row = make_recording(make_exhibit(), content)
    whole = client.get(row.file.url)
    assert b"".join(whole) == content
    assert (whole["Content-Type"], whole["Accept-Ranges"]) == ("audio/wav", "bytes")
    part = client.get(row.file.url, headers={"Range": "bytes=100-199"})
    assert part.status_code == 206 and b"".join(part) == content[100:200]
    assert part["Content-Range"] == f"bytes 100-199/{len(content)}"
    assert part["Content-Length"] == "100"
    none = client.get(row.file.url, headers={"Range": f"bytes={len(content)}-"})
    assert none.status_code == 416 and none["Content-Range"] == f"bytes */{len(content)}"
    assert client.get(row.file.url.replace("recordings", "originals")).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ("", None), ("bytes=0-", (0, 9)), ("bytes=3-5", (3, 5)), ("bytes=3-99", (3, 9)), ("bytes=-4", (6, 9)),
        ("bytes=-99", (0, 9)), ("bytes=10-", ()), ("bytes=-0", ()), ("bytes=5-3", None), ("bytes=-", None),
        ("bytes=0-1,3-4", None), ("items=0-1", None),
    ],
)  # fmt: skip
def test_which_part_is_meant(wanted, part):
    assert part_of(wanted, 10) == part


@pytest.mark.django_db
def test_a_file_goes_with_its_last_row(django_capture_on_commit_callbacks):
    row = make_recording(make_exhibit(), made.wav())
    name = row.file.name
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        row.file = ContentFile(made.wav(2), name="ny.wav")
        row.save()
    assert row.seconds == 2 and default_storage.exists(row.file.name)
    assert not default_storage.exists(name)


# --- In the admin -------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (made.CAPTIONS.encode(), ""),
        (b"\xef\xbb\xbf" + made.CAPTIONS.replace("\n", "\r\n").encode(), ""),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nÅ".encode("latin-1"), "ingen text i UTF-8"),
        (b"1\n00:00:00,000 --> 00:00:02,000\nHej", "Rad 1 måste vara WEBVTT"),
        (b"WEBVTT\n" + b"x" * 2**20, "för stor för att vara en textning"),
    ],
    ids=["file", "mark", "latin-1", "srt", "large"],
)
def test_captions_come_from_a_file(editor, content, said):
    exhibit = make_exhibit()
    answer = sent(
        editor, exhibit, title="Bygget", captions="ersätts",
        file=SimpleUploadedFile("film.mp4", made.mp4()),
        captions_file=SimpleUploadedFile("film.vtt", content),
    )  # fmt: skip
    if said:
        assert said in answer.content.decode()
        assert not exhibit.recordings.exists()
    else:
        assert answer.status_code == 302, answer.content.decode()
        assert exhibit.recordings.get().captions == made.CAPTIONS.strip()


@pytest.mark.django_db
def test_the_words_of_a_file_stand_in_the_box_when_the_form_comes_back(editor):
    answer = sent(
        editor, make_exhibit(), title="", captions="ersätts",
        file=SimpleUploadedFile("film.mp4", made.mp4()),
        captions_file=SimpleUploadedFile("film.vtt", made.CAPTIONS.encode()),
    )  # fmt: skip
    assert answer.status_code == 200
    assert made.CAPTIONS.strip() in read_form(answer)["recordings-0-captions"][0].replace(
        "\r\n", "\n"
    )


def sent(client, exhibit, **fields):
    form = read_form(client.get(f"{ADMIN}{exhibit.pk}/change/"))
    count = int(form["recordings-TOTAL_FORMS"][0])
    values = {f"recordings-{count}-{name}": value for name, value in fields.items()}
    return client.post(
        f"{ADMIN}{exhibit.pk}/change/", {**form, "recordings-TOTAL_FORMS": count + 1, **values}
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "field", "words", "said"),
    [
        (made.wav(), "transcript", "Ingen talar.", "Skriv det som sägs i ”Vinden” innan det kan visas."),
        (made.mp4(), "captions", made.CAPTIONS, "Filmen ”Vinden” behöver textning innan den kan visas."),
    ],
    ids=["sound", "film"],
)  # fmt: skip
def test_nothing_is_published_without_its_words(editor, content, field, words, said):
    exhibit = make_exhibit()

    def upload():
        return SimpleUploadedFile("vinden.bin", content)

    answer = sent(editor, exhibit, title="Vinden", file=upload())
    formset = next(
        each
        for each in answer.context["inline_admin_formsets"]
        if each.formset.prefix == "recordings"
    ).formset
    assert formset.forms[0].errors == {field: [said]}
    assert not Recording.objects.exists()
    assert sent(editor, exhibit, title="Vinden", file=upload(), **{field: words}).status_code == 302
    assert getattr(Recording.objects.get(), field).strip() == words.strip()


@pytest.mark.django_db
def test_a_draft_keeps_what_still_lacks_its_words_and_is_not_published(editor):
    exhibit = make_exhibit(published_at=None)
    answer = sent(editor, exhibit, title="Vinden", file=SimpleUploadedFile("v.wav", made.wav()))
    assert answer.status_code == 302
    page = editor.post(
        ADMIN, {"action": "publish_now", "_selected_action": [exhibit.pk]}, follow=True
    )
    assert "Skriv det som sägs i ”Vinden”" in page.content.decode()
    assert Exhibit.objects.get().published_at is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"file": b"<html></html> " * 20}, PROBLEMS["format"]),
        ({"file": made.mp4(b"hvc1")}, PROBLEMS["codec"]),
        ({"file": made.mp4(), "captions": "1\n00:00"}, "Rad 1 måste vara WEBVTT"),
    ],
)
def test_the_form_says_what_is_wrong(editor, fields, said):
    fields = {**fields, "file": SimpleUploadedFile("x.mp4", fields["file"])}
    answer = sent(editor, make_exhibit(), title="Vinden", **fields)
    assert said in answer.content.decode()
    assert not Recording.objects.exists()


@pytest.mark.django_db
def test_a_larger_file_than_any_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr("exhibits.uploads.recordings.MAX_BYTES", 100)
    with pytest.raises(ValidationError, match="högst 50 MB"):
        make_recording(make_exhibit(), made.wav())
