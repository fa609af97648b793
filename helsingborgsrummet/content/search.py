"""Looking for words in columns."""

from django.db.models import Q


def contains_words(columns, text):
    """A condition: every word of ``text`` stands in one of ``columns``, whatever its case.

    SQLite knows no capital Å, Ä and Ö when it compares without case, so each word is looked for as it
    is written, small, with a capital and in capitals.
    """
    found = Q()
    for word in text.replace("\0", " ").split():
        spellings = dict.fromkeys((word, word.lower(), word.capitalize(), word.upper()))
        found &= Q(
            *((f"{column}__icontains", each) for column in columns for each in spellings),
            _connector=Q.OR,
        )
    return found
