"""``python -m helsingborgsrummet.server``: granian as this site runs it.

granian's command line can serve the site too, but a slow visitor would then hold one of its threads. Here
every request goes through the door (``serving/door.py``), which answers in granian's own thread what needs
no waiting, before an event loop is asked. That is what :func:`work` is for; it does what granian does for
an RSGI application, and ``tests/site/test_standing.py`` tells when a new version does it otherwise.
"""

import argparse
import asyncio
import ctypes
import gc
import logging
import resource
import signal
import socket
import sys
import time
from importlib import import_module

from granian._granian import CallbackScheduler, RSGIWorker, SocketHolder
from granian._signals import set_loop_signals
from granian.constants import HTTPModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.common import WORKERS_METHODS
from granian.server.mp import MPServer, WorkerProcess

logger = logging.getLogger(__name__)

APPLICATION = "helsingborgsrummet.wsgi:door"
CONNECTIONS = 4096  # a worker's, open at the same time
HEADERS = 2**16  # bytes of all headers of a request, and of what waits in a connection
HEADER_TIME = 15  # seconds for the headers of a request, and between two on a connection
SEND_TIME = 60  # seconds in which a receiver must take something
FAREWELL = 10  # seconds that a worker gets to finish what it does
SWITCH = 0.001  # seconds that a computing thread may keep others waiting
YOUNG = (
    1  # seconds; who dies younger is replaced after a pause, so that what is broken costs little
)


# Of glibc's malloc.h; what a process sets of these it keeps, and it no longer guesses.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
LARGE = 2**16  # bytes


def give_back_memory():
    """Have what is no longer used go back to the system: a page that was large would keep it for ever.

    glibc gives each thread ground of its own, of which it returns little. Where C has no ``mallopt`` nothing happens.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_MMAP_THRESHOLD, LARGE)
        mallopt(M_TRIM_THRESHOLD, LARGE)


class Server(MPServer):
    """granian with one listening socket that outlives its workers: while one is born anew, nobody is turned away."""

    def _init_shared_socket(self):
        family = socket.AF_INET6 if ":" in self.bind_addr else socket.AF_INET
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Connections take these from the one that listens: who is gone, or takes nothing, is let go.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SEND_TIME * 1000)
        listener.bind((self.bind_addr, self.bind_port))
        listener.listen(self.backlog)
        listener.setblocking(False)
        listener.set_inheritable(True)
        self._sfd = listener.fileno()
        self._shd = SocketHolder(self._sfd, False, self.backlog)
        self._sso = listener

    def _respawn_workers(self, workers, *arguments, **options):
        if any(time.monotonic() - self.wrks[number].birth < YOUNG for number in workers):
            time.sleep(0.3)
        super()._respawn_workers(workers, *arguments, **options)
        # granian gives up when a worker dies twice within seconds, and the site would be gone.
        self.respawned_wrks.clear()


class Scheduler(CallbackScheduler):
    """What granian calls with each request, in its own thread."""

    def __new__(cls, loop, door):
        """The last three arguments are for granian's own tasks, which are not used."""
        return super().__new__(cls, loop, door.answer, None, None, None)

    def __init__(self, loop, door):
        tasks = set()

        async def answer(watcher):
            try:
                await door.answer(watcher.scope, watcher.proto)
            except Exception as error:
                watcher.err(error)
            else:
                watcher.done()

        def begin(watcher):
            task = loop.create_task(answer(watcher))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        def schedule(watcher):
            try:
                if door.at_once(watcher.scope, watcher.proto):
                    return
            except Exception:
                logger.exception("a request could not be answered at once")
            loop.call_soon_threadsafe(begin, watcher)

        self._schedule_fn = schedule


@WorkerProcess.wrap_target
def work(
    worker_id, door, sock, ipc, loop, runtime_mode, runtime_threads, runtime_blocking_threads,
    blocking_threads, blocking_threads_idle_timeout, backpressure, task_impl, http_mode,
    http1_settings, http2_settings, websockets, static_path, log_access_fmt, ssl_ctx, scope_opts,
    metrics,
):  # fmt: skip
    """Be a worker until told to stop: ``_spawn_rsgi_worker`` of granian, with a scheduler of our own."""
    if sys.platform == "linux":
        # A worker without the process that made it would hold the port and never be told anything.
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    sys.setswitchinterval(SWITCH)
    asyncio.set_event_loop(loop)
    stop = set_loop_signals(loop)
    stopped = asyncio.Event()
    stop.add_cb(lambda: loop.call_soon_threadsafe(stopped.set))
    worker = RSGIWorker(
        worker_id, sock, ipc, runtime_threads, runtime_blocking_threads, blocking_threads,
        blocking_threads_idle_timeout, backpressure, http_mode, http1_settings, http2_settings,
        websockets, static_path, *ssl_ctx, metrics,
    )  # fmt: skip
    getattr(worker, WORKERS_METHODS[runtime_mode][False])(Scheduler(loop, door), loop, stop)
    loop.run_until_complete(stopped.wait())


def serve(host, port, workers):
    """Serve the site until told to stop; a worker that dies is replaced.

    The site is loaded here and workers are forked from it, so that a new one answers at once. New code
    therefore needs a restart, not a signal.
    """
    give_back_memory()
    import_module(APPLICATION.partition(":")[0])
    gc.collect()
    gc.freeze()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    enough = 2 * CONNECTIONS if most == resource.RLIM_INFINITY else min(2 * CONNECTIONS, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (enough, most))
    Server(
        APPLICATION, host, port, workers=workers, http=HTTPModes.http1, websockets=False,
        backlog=CONNECTIONS, backpressure=CONNECTIONS, runtime_blocking_threads=8,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_TIME * 1000, max_buffer_size=HEADERS
        ),
        respawn_failed_workers=True, workers_kill_timeout=FAREWELL, log_level=LogLevels.warning,
    ).serve(spawn_target=work)  # fmt: skip


def main():
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="helsingborgsrummet.server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    serve(arguments.host, arguments.port, arguments.workers)


if __name__ == "__main__":
    main()
