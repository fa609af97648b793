"""The sample pamphlets."""

from tests.new_kind.models import Pamphlet


def load_pamphlets(shelf):
    """Create them."""
    Pamphlet.objects.create(
        title="Så läser du en plankarta",
        slug="plankarta",
        summary="Exempel.",
        is_example=True,
        published_at=shelf.published_at,
    )
