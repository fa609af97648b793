"""A worker of the site, or of a yardstick, pinned to one core, and a load on it from another."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from deploy.start import ROOT, server_command

SERVER_CORE, LOAD_CORE = 0, 1
CONNECTIONS = 8
TICK = os.sysconf("SC_CLK_TCK")
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Cost:
    """What an address costs under load: requests per second, and CPU milliseconds of one."""

    per_second: float
    cpu: float
    size: int


SITE = "helsingborgsrummet.wsgi:application"


class Server:
    """One worker on ``SERVER_CORE``; a context manager.

    The site is served as it is for visitors, through its door; any other WSGI application as granian does.
    """

    def __init__(self, application, env):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.arguments = (
            [sys.executable, *server_command(self.port)[1:]]
            if application == SITE
            else [
                Path(sys.executable).with_name("granian"), "--interface", "wsgi",
                "--port", str(self.port), "--blocking-threads", "2", "--no-ws",
                "--log-level", "warning", application,
            ]
        )  # fmt: skip
        self.env = {**os.environ, "PYTHONWARNINGS": "ignore", **env}

    def __enter__(self):
        self.process = subprocess.Popen(
            self.arguments, cwd=ROOT, env=self.env, stdout=subprocess.DEVNULL,
            preexec_fn=lambda: os.sched_setaffinity(0, {SERVER_CORE}),
        )  # fmt: skip
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise RuntimeError("the server did not start")
        # The port is open before there is a worker.
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        while not (found := children.read_text().split()):
            time.sleep(0.05)
        (self.worker,) = found
        return self

    def __exit__(self, *exception):
        self.process.terminate()
        self.process.wait()

    def get(self, address):
        """The body of an address; an error status raises."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{address}") as answer:
            return answer.read()

    def cpu(self):
        """CPU seconds that the worker has used."""
        fields = Path(f"/proc/{self.worker}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def resident(self):
        """Resident memory of the worker in MB."""
        status = Path(f"/proc/{self.worker}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def measure(self, address, seconds):
        """The :class:`Cost` of an address, asked for on ``CONNECTIONS`` connections at once."""
        os.sched_setaffinity(0, {LOAD_CORE})
        request = (
            f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            "Accept-Encoding: identity\r\n\r\n"
        ).encode()
        connections = [
            socket.create_connection(("127.0.0.1", self.port)) for _ in range(CONNECTIONS)
        ]
        try:
            for each in connections:
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                each.sendall(request)
                size = read_answer(each)
            cpu, began, count = self.cpu(), time.perf_counter(), 0
            for each in connections:
                each.sendall(request)
            # Every connection always has a request waiting: the worker is never without work.
            while time.perf_counter() - began < seconds:
                for each in connections:
                    read_answer(each)
                    each.sendall(request)
                    count += 1
            took, used = time.perf_counter() - began, self.cpu() - cpu
            for each in connections:
                read_answer(each)
        finally:
            for each in connections:
                each.close()
        return Cost(count / took, used / count * 1000, size)


def read_answer(connection):
    """Read one answer and return the bytes of its body; anything but 200 raises."""
    data = connection.recv(2**18)
    while b"\r\n\r\n" not in data:
        data += connection.recv(2**18)
    head, _, body = data.partition(b"\r\n\r\n")
    if b" 200 " not in head[:20]:
        raise RuntimeError(head.decode())
    length, have = int(LENGTH.search(head)[1]), len(body)
    while have < length:
        have += len(connection.recv(2**18))
    return length
