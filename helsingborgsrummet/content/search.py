"""Looking for words in columns: whatever their case, however their letters are put together."""

import unicodedata

from django.db.backends.signals import connection_created
from django.db.models import Field, Lookup, Q
from django.dispatch import receiver

# PostgreSQL knows them as one letter in every locale, the plainest too.
_CAPITALS, _SMALL = "ÅÄÖÉÜÆØ", "åäöéüæø"


def fold(text):
    """Return ``text`` as it is compared: composed, without a difference between capitals and small letters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", str(text)).casefold())


@receiver(connection_created)
def _teach(sender, connection, **kwargs):
    """SQLite's own comparison knows no capital Å, Ä and Ö."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "fold", 1, lambda text: None if text is None else fold(text), deterministic=True
        )


@Field.register_lookup
class FoldedContains(Lookup):
    """``title__folded_contains="östra"`` finds Östra; both sides are folded."""

    lookup_name = "folded_contains"
    prepare_rhs = False

    def process_rhs(self, compiler, connection):
        return "%s", [fold(self.rhs)]

    def as_sql(self, compiler, connection):
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"INSTR(fold({left}), {right}) > 0", [*left_params, *right_params]

    def as_postgresql(self, compiler, connection):
        """PostgreSQL folds for itself."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        folded = f"TRANSLATE(LOWER(NORMALIZE(({left})::text)), '{_CAPITALS}', '{_SMALL}')"
        return f"STRPOS({folded}, {right}) > 0", [*left_params, *right_params]


def contains_words(columns, text):
    """A condition: every word of ``text`` stands in one of ``columns``, as :func:`fold` compares them."""
    found = Q()
    for word in text.replace("\0", " ").split():
        found &= Q(*((f"{column}__folded_contains", word) for column in columns), _connector=Q.OR)
    return found


class FoldedSearch:
    """Mixin for an admin: its list is searched in this way, all of its ``search_fields``."""

    def get_search_results(self, request, queryset, search_term):
        """Rows with every word; whether some may come twice."""
        columns = [name.lstrip("^=@") for name in self.get_search_fields(request)]
        if not columns or not search_term.strip():
            return queryset, False
        return queryset.filter(contains_words(columns, search_term)), False

    def lookup_allowed(self, lookup, value, request):
        """No patterns in an address: one that cannot be read is an error, and some never end."""
        return "regex" not in lookup and super().lookup_allowed(lookup, value, request)
