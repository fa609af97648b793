"""How a letter reads: both parts, the headers, and what an envelope fills in."""

import email
import email.policy
import re
from html.parser import HTMLParser

import pytest

from helsingborgsrummet.letters import (
    Bullets,
    Button,
    Facts,
    Fine,
    Heading,
    Link,
    Paragraph,
    normal_address,
    personal,
)
from helsingborgsrummet.letters.message import (
    Copies,
    check_values,
    compose,
    envelope_number,
    message_id,
)
from helsingborgsrummet.models import Envelope, Letter
from tests.factory import swedish

NOW = swedish(2026, 11, 24, 12)
LEAVE = f"/folj/avsluta/{personal('leave')}/"
BLOCKS = (
    Paragraph(("Samrådet om ", Link("Oceanhamnen", "/omraden/oceanhamnen/"), " har öppnat. " * 9)),
    Heading("Vad händer nu?"),
    Bullets(("Läs planen <snabbt> & noga", "Tyck till")),
    Facts((("När", "till onsdag 3 juni 2026"), ("Var", "rummet"))),
    Paragraph(".En rad som börjar med en punkt"),
    Button("Läs mer", "/nyheter/2026/x/?a=1&b=2"),
    Fine(("Du följer Oceanhamnen. ", Link("Sluta följa", LEAVE))),
)


def made(
    subject="Samråd öppnar: Oceanhamnen, etapp 2 – säg vad du tycker", blocks=BLOCKS, **options
):
    """A letter as the receiver gets it, parsed by Python's strict policy; and its bytes."""
    options = {"leave": LEAVE, "list_name": "Nyheter", "list_id": "nyheter", **options}
    head, body = compose(subject, subject, blocks, **options)
    values = {"leave": "tok:" + "x" * 100 + "-_"} if options["leave"] else {}
    envelope = Envelope(pk=7, address="kim+rum@exempel.se", values=values)
    data = Copies(Letter(head=head, body=body)).make(envelope, NOW)
    policy = email.policy.SMTP.clone(raise_on_defect=True)
    return email.message_from_bytes(data, policy=policy), data


def part(message, kind):
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_the_headers_say_what_it_is_and_how_to_get_no_more(settings):
    settings.SITE_ORIGIN = "https://rummet.example"
    settings.LETTERS_FROM = "Helsingborgsrummet på stan <brev@rummet.example>"
    settings.CONTACT_EMAIL = "rummet@rummet.example"
    message, data = made()
    token = "tok:" + "x" * 100 + "-_"
    assert {name: str(message[name]) for name in message.keys()} == {  # noqa: SIM118
        "From": "Helsingborgsrummet på stan <brev@rummet.example>",
        "Subject": "Samråd öppnar: Oceanhamnen, etapp 2 – säg vad du tycker",
        "Reply-To": "rummet@rummet.example",
        "MIME-Version": "1.0",
        "Content-Language": "sv",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Id": "Nyheter <nyheter.rummet.example>",
        "Content-Type": message["Content-Type"],
        "List-Unsubscribe": f"<https://rummet.example/folj/avsluta/{token}/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "To": "kim+rum@exempel.se",
        "Message-ID": message_id(7),
        "Date": "Tue, 24 Nov 2026 11:00:00 +0000",
    }
    assert not message.defects and data.isascii()
    assert max(map(len, data.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 78
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_a_letter_of_no_list_offers_no_way_out_of_one():
    blocks = (Paragraph("Bekräfta."),)
    message, _ = made("Bekräfta din adress", blocks, leave=None, list_id=None)
    assert not [name for name in message.keys() if name.startswith("List-")]  # noqa: SIM118


def test_both_parts_say_the_same(settings):
    settings.SITE_ORIGIN = "https://rummet.example"
    message, _ = made()
    text, html = part(message, "plain"), part(message, "html")
    token = "tok:" + "x" * 100 + "-_"
    assert text.startswith("Samråd öppnar: Oceanhamnen, etapp 2 – säg vad du tycker\n=====")
    for words in (
        "Oceanhamnen (https://rummet.example/omraden/oceanhamnen/)",
        "\nVad händer nu?\n--------------\n",
        "\n- Läs planen <snabbt> & noga\n- Tyck till\n",
        "\nNär: till onsdag 3 juni 2026\nVar: rummet\n",
        "\n.En rad",
        "\nLäs mer:\nhttps://rummet.example/nyheter/2026/x/?a=1&b=2\n",
        f"\n-- \nDu följer Oceanhamnen. Sluta följa\n(https://rummet.example/folj/avsluta/{token}/)\n",
    ):
        assert words in text
    assert max(len(line) for line in text.splitlines() if "https:" not in line) <= 72
    reader = _Reader()
    reader.feed(html)
    said = re.sub(r"\s+", " ", "".join(reader.said))
    for words in ("Läs planen <snabbt> & noga", "När: till onsdag", ".En rad", "Sluta följa"):
        assert words in said
    assert reader.links == [
        "https://rummet.example/omraden/oceanhamnen/",
        "https://rummet.example/nyheter/2026/x/?a=1&b=2",
        f"https://rummet.example/folj/avsluta/{token}/",
    ]
    # Nothing is fetched, so nobody learns when it is read.
    assert not {"img", "link", "script", "iframe"} & reader.tags and "url(" not in html
    assert '<html lang="sv">' in html and html.count("<table") == html.count('role="presentation"')


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.said, self.links, self.tags = [], [], set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data):
        self.said.append(data)


def test_what_somebody_wrote_cannot_become_anything_else():
    nasty = "Rad ett\r\nBcc: alla@exempel.se\x01leave\x01 <b>=20</b>"
    message, _ = made(nasty, (Heading(nasty), Paragraph(nasty), Button(nasty, "/"), Fine(nasty)))
    assert message["Bcc"] is None
    assert str(message["Subject"]) == "Rad ett Bcc: alla@exempel.se leave <b>=20</b>"
    assert "tok:" not in part(message, "plain") + part(message, "html")
    assert part(message, "html").count("<b>") == 0
    for value in ("a b", "a\r\nb", "å", "a=b", "<", "x" * 401):
        with pytest.raises(ValueError):
            check_values({"leave": value})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Kim.Öst@Exempel.SE", None),
        ("Kim@Exempel.SE ", "kim@exempel.se"),
        ("kim+rum@exempel.se", "kim+rum@exempel.se"),
        ("kim@räksmörgås.se", "kim@xn--rksmrgs-5wao1o.se"),
        ("kim@xn--rksmrgs-5wao1o.se", "kim@xn--rksmrgs-5wao1o.se"),
        ("kim@exempel.se.", "kim@exempel.se"),
        ("kim", None),
        ("kim@", None),
        ("@exempel.se", None),
        ("kim@exempel", None),
        ("kim@exem pel.se", None),
        ("kim..a@exempel.se", None),
        ("kim@exempel.se\r\nRCPT TO:<x@y.se>", None),
        ("kim<x@exempel.se", None),
        ("a@" + "x" * 64 + ".se", None),
        ("x" * 65 + "@exempel.se", None),
    ],
)
def test_addresses_have_one_form(text, expected):
    if expected is None:
        with pytest.raises(ValueError):
            normal_address(text)
    else:
        assert normal_address(text) == expected


def test_nobody_else_can_name_an_envelope():
    assert envelope_number(message_id(7)) == 7
    assert envelope_number(message_id(7).replace("<7.", "<8.")) is None
