"""Letters by e-mail: written once, sent to each receiver once.

A letter is written from typed blocks (``blocks.py``) with :func:`write`, put into envelopes with :func:`post`, and
sent by ``manage.py run_due`` (``sending.py``). Who posts a letter can listen to :data:`undeliverable`.
"""

from helsingborgsrummet.letters.addresses import normal_address
from helsingborgsrummet.letters.blocks import (
    Bullets,
    Button,
    Facts,
    Fine,
    Heading,
    Link,
    Paragraph,
    personal,
)
from helsingborgsrummet.letters.queue import (
    counts,
    forget_address,
    post,
    stop,
    undeliverable,
    write,
)

__all__ = [
    "Bullets",
    "Button",
    "Facts",
    "Fine",
    "Heading",
    "Link",
    "Paragraph",
    "counts",
    "forget_address",
    "normal_address",
    "personal",
    "post",
    "stop",
    "undeliverable",
    "write",
]
