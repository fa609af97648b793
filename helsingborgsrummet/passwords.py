"""What a password must not be, beside what Django knows: words of this site, and signs that repeat."""

import re
import unicodedata

from django.core.exceptions import ValidationError

# Words that anybody who wants to get in here tries first.
OURS = (
    "helsingborgsrummet", "helsingborgs", "helsingborg", "hbg", "rummet", "rum", "webbplatsen",
    "webbplats", "redaktionen", "redaktor", "redaktion", "skribent", "admin", "vard", "stad", "staden",
    "kommun", "oceanhamnen", "dromgatan", "drottninghog", "losenord", "losenordet", "password",
    "hemligt", "sommar", "vinter", "host", "var",
)  # fmt: skip
MOST_OWN_SIGNS = 4
FEWEST_DIFFERENT = 5
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "01234567890",
    "1qaz2wsx3edc4rfv",
)


def _folded(password):
    """Small letters without dots and rings, digits that stand for letters read as these."""
    text = unicodedata.normalize("NFKD", password.lower())
    return "".join(sign for sign in text if not unicodedata.combining(sign))


class OwnWordsValidator:
    """Refuses a password that is little else than words of the site, the room or the city."""

    def validate(self, password, user=None):
        """Raise ``ValidationError`` when fewer than five signs are left without the words."""
        for text in {
            _folded(password),
            _folded(password).translate(str.maketrans("01345@$", "oieasas")),
        }:
            letters = re.sub(r"[\W\d_]", "", text)
            if letters and len(re.sub("|".join(OURS), "", letters)) <= MOST_OWN_SIGNS:
                raise ValidationError(self.get_help_text(), code="own_words")

    def get_help_text(self):
        """What to do instead, in Swedish."""
        return (
            "Lösenordet får inte bestå av ord som hör ihop med rummet, staden eller webbplatsen. "
            "Ta hellre fyra ord som inte hör ihop."
        )


class RepetitionValidator:
    """Refuses few different signs, a piece that is repeated and signs in the order of the keyboard."""

    def validate(self, password, user=None):
        """Raise ``ValidationError`` when the password can be told in fewer signs than it has."""
        text = password.lower()
        is_repeated = re.fullmatch(r"(.{1,6}?)\1+.{0,5}", text, re.S) is not None
        is_a_row = any(text in row * 3 or text[::-1] in row * 3 for row in ROWS)
        if len(set(text)) < FEWEST_DIFFERENT or is_repeated or is_a_row:
            raise ValidationError(self.get_help_text(), code="repetition")

    def get_help_text(self):
        """What to do instead, in Swedish."""
        return "Lösenordet får inte bestå av samma tecken om och om igen eller av tecken i rad."
