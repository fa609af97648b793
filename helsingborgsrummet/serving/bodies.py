"""What a request may send, and how it is received before anybody waits for it.

Nothing is read where no form is expected. Where one is, the body is received by the event loop, which holds
no thread, against a limit of bytes and of time, and lies in a file once it is large; Django begins when all
of it is there.
"""

import asyncio
import tempfile
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.wsgi import WSGIRequest
from django.urls import Resolver404, resolve

MB = 2**20
# What anybody may send to a form of ours: words, no files.
FORM = MB
# All files and words of one form of the admin. The files have limits of their own, which their fields tell.
STAFF = 200 * MB
# All that is being received at once, in one process.
TOTAL = 800 * MB
IN_MEMORY = MB // 4
# Seconds without a byte, and for the whole body.
SILENCE, FORM_TIME, STAFF_TIME = 10, 30, 900
# How long what was refused is still read and thrown away: a browser shows no answer while it cannot send.
FAREWELL = 20

TOO_LARGE = (
    413,
    "Det du skickade är för stort",
    "Allt i ett formulär får vara högst 200 MB tillsammans, och bara den som är inloggad får skicka filer. "
    "Inget är sparat. Gå tillbaka, välj mindre eller färre filer och försök igen.",
)
TOO_SLOW = (
    408,
    "Det kom inte fram",
    "Förbindelsen var för långsam eller bröts innan allt hade kommit fram. Inget är sparat. Gå tillbaka och "
    "försök igen.",
)
NO_ROOM = (
    503,
    "Vi kan inte ta emot mer just nu",
    "För mycket skickas samtidigt, eller så är disken full. Inget är sparat. Gå tillbaka och försök igen om "
    "en stund.",
)


class RefusedError(Exception):
    """A body that is not received; holds the status, the heading and the words of the answer."""


class GoneError(Exception):
    """The sender hung up before everything had come; nobody is left to be answered."""


def limit_of(environ, declared):
    """How many bytes may be sent to an address; 0 where nothing is expected.

    ``declared`` is the number that the request says, or ``None`` when it says none. Only for more than words
    is the database asked who it is, so this may take as long as the database does.
    """
    path = environ["PATH_INFO"].encode("latin1").decode(errors="replace")
    if path.startswith("/admin/"):
        is_small = declared is not None and declared <= FORM
        return STAFF if not is_small and _is_staff(environ) else FORM
    try:
        view = resolve(path).func
    except Resolver404:
        return 0
    # Visitors have no cookie, so their forms carry something else than Django's token; what asks for
    # that token refuses all they send.
    return FORM if getattr(view, "csrf_exempt", False) else 0


def _is_staff(environ):
    """Whether a request carries the session of somebody who may be in the admin."""
    # The cookie alone: no body is read.
    request = WSGIRequest({**environ, "REQUEST_METHOD": "GET"})
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(request)
    return user.is_active and user.is_staff


class Receiver:
    """Receives the bodies of one process, together no more than ``TOTAL``."""

    def __init__(self):
        self.received = 0

    async def receive(self, chunks, limit, declared):
        """Return a file with everything that ``chunks`` brings, read to its beginning.

        ``chunks`` is an asynchronous iterator of bytes; ``limit`` the most that is taken, ``declared`` what the
        request says that it sends, or ``None``. Raises :class:`RefusedError` and :class:`GoneError`.
        """
        chunks = aiter(chunks)
        if declared is not None and declared > limit:
            await self._read_out(chunks)
            raise RefusedError(*TOO_LARGE)
        file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (whoever asked closes it)
        held = 0
        try:
            async with asyncio.timeout(FORM_TIME if limit <= FORM else STAFF_TIME):
                ends = 0
                async for chunk in _unbroken(chunks):
                    # An empty piece is the end; one before it is what granian makes of a broken line.
                    ends += not chunk
                    held += len(chunk)
                    self.received += len(chunk)
                    if held > limit:
                        await self._read_out(chunks)
                        raise RefusedError(*TOO_LARGE)
                    if self.received > TOTAL:
                        raise RefusedError(*NO_ROOM)
                    file.write(chunk)
        except BaseException as error:
            file.close()
            if isinstance(error, TimeoutError):
                raise RefusedError(*TOO_SLOW) from None
            if isinstance(error, OSError):
                raise RefusedError(*NO_ROOM) from error
            raise
        finally:
            self.received -= held
        if ends > 1 or (declared is not None and held != declared):
            file.close()
            raise GoneError
        file.seek(0)
        return file, held

    async def _read_out(self, chunks):
        """Read for a while what nobody wants, so that the sender gets to hear why."""
        try:
            async with asyncio.timeout(FAREWELL):
                async for _ in _unbroken(chunks):
                    pass
        except TimeoutError:
            pass


async def _unbroken(chunks):
    """The pieces of an asynchronous iterator; ``TimeoutError`` when none comes for ``SILENCE`` seconds."""
    while True:
        try:
            async with asyncio.timeout(SILENCE):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        yield chunk
