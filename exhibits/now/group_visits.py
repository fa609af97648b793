"""Requests of groups: their letters, and what is forgotten when."""

from django.utils import timezone

from exhibits.models import GroupVisit
from exhibits.words_sv import groups as words
from helsingborgsrummet import letters
from helsingborgsrummet.content.addresses import address_of


def send_receipt(visit, answer_by, now, *, is_example=False):
    """Post the receipt, which promises nothing where the form ``is_example``; it says nothing in the sender's own words, for the address may be somebody else's."""
    blocks = [
        letters.Paragraph(words.answer_comes(answer_by, is_example)),
        letters.Facts(words.asked_for(visit)),
        letters.Paragraph(
            (
                "Vill ni ändra något eller ställa in besöket? ",
                letters.Link("Kontakta oss", address_of("exhibits:visit") + "#contact"),
                ".",
            )
        ),
        letters.Fine(words.STRANGER),
    ]
    letter = letters.write("gruppbesok", words.RECEIPT, blocks, now, may_repeat=True)
    letters.post(letter, [(f"grupp-{visit.pk}", visit.email, {})], now)


def send_answer(visit, now):
    """Post the answer that staff have written."""
    blocks = [
        *(letters.Paragraph(part) for part in visit.answer.split("\n") if part.strip()),
        letters.Facts(words.asked_for(visit)),
        letters.Button("Öppettider och vägen hit", address_of("exhibits:visit")),
    ]
    letter = letters.write(
        "gruppbesok", words.ANSWER, blocks, now, title=words.answer_title(visit), may_repeat=True
    )
    letters.post(letter, [(f"grupp-{visit.pk}", visit.email, {})], now)


def forget(now):
    """Remove requests that nobody needs any longer; returns in Swedish how many went."""
    count, _ = GroupVisit.objects.outlived(timezone.localdate(now)).delete()
    return f"{count} gruppbesök togs bort."
