"""Labels and posters to print: what stands on them, and the square that a telephone reads."""

import re
from dataclasses import dataclass

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from exhibits.models import Dialogue, Exhibit, PlanStep, ShortLink, Station
from exhibits.now.questions import coming_questions, open_questions
from exhibits.words_sv import labels as words
from exhibits.words_sv.questions import kicker

# A full stop ends a sentence when the word before it is no abbreviation and a capital follows.
_SENTENCE = re.compile(r".*?(?:\w{3}[.]|[!?])(?=\s+[A-ZÅÄÖ]|\s*$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says. ``link`` is its :class:`~exhibits.models.ShortLink`; ``lines`` stand below the sentence."""

    link: ShortLink
    kicker: str
    title: str
    sentence: str
    lines: tuple[str, ...]
    scan: str
    is_example: bool

    @property
    def address(self):
        """What the square holds."""
        return settings.SITE_ORIGIN + self.link.get_absolute_url()

    @property
    def readable_address(self):
        """What one types: browsers find the scheme themselves."""
        return self.address.partition("://")[2]

    @property
    def square(self) -> SafeString:
        """The QR code as SVG without a size of its own: readable with 15 % of it covered."""
        code = segno.make(self.address, error="m", micro=False)
        return mark_safe(code.svg_inline(border=4, omitsize=True, light="#fff", svgclass="square"))


def first_sentence(text):
    """The first sentence of a text, or all of it."""
    match = _SENTENCE.match(text)
    return match[0] if match else text


def what_can_be_printed(now):
    """What the sheet can show at the moment ``now`` of questions, by model and key."""
    return {
        (type(each.about), each.about.pk): each
        for each in (*open_questions(now), *coming_questions(now))
    }


def link_of(target, now):
    """The short link of an exhibit, a station, a step or a dialogue; made when it has none."""
    page = target.plan if isinstance(target, PlanStep) else target
    return ShortLink.objects.of(target, page.title, page.get_absolute_url())


def labels_of(links, now, today):
    """The labels of short links, and those links that have nothing to print: a question that has closed, say."""
    questions, found, left = what_can_be_printed(now), [], []
    for link in links:
        label = _label(link, link.target, questions, today)
        (found if label else left).append(label or link)
    return found, left


def _label(link, target, questions, today):
    if isinstance(target, Exhibit | Station):
        above = words.exhibit_kicker if isinstance(target, Exhibit) else words.station_kicker
        return Label(
            link,
            above(target.number),
            target.title,
            first_sentence(target.summary),
            (),
            words.SCAN,
            target.is_example,
        )
    question = questions.get((type(target), target.pk)) if target else None
    if question is None or not isinstance(target, PlanStep | Dialogue):
        return None
    return Label(
        link,
        kicker(question),
        question.title,
        first_sentence(question.summary),
        (words.until_when(question, today), *words.ways_to_answer(question)),
        words.SCAN_TO_ANSWER,
        question.is_example,
    )
