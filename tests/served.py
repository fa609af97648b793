"""The site as ``make run`` serves it, in processes of its own, and clients that behave badly."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from django.test.client import encode_multipart

from deploy.start import ROOT, server_command

PATIENCE = 60
TOKEN = "t" * 32
SIGN_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
user = User.objects.filter(username="provare").first() or User.objects.create_superuser("provare")
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session.save()
print(session.session_key)
"""


class Site:
    """The site with its data in ``folder``; ``static`` is where its static files have been collected."""

    def __init__(self, folder, static=None, workers=1, **env):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = Path(folder)
        if static:
            (self.folder / "static").symlink_to(static)
        self.workers = workers
        self.env = {
            **os.environ,
            "DATA_DIR": str(folder),
            "SITE_ORIGIN": f"http://127.0.0.1:{self.port}",
            "PYTHONWARNINGS": "ignore",
            **env,
        }

    def manage(self, *arguments):
        """Run a command of the site and return what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.env, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout

    def start(self):
        """Begin to serve, and wait until it does."""
        self.log = open(self.folder / "log", "ab")  # noqa: SIM115 (open as long as the server)
        self.server = subprocess.Popen(
            [sys.executable, *server_command(self.port, self.workers)[1:]],
            cwd=ROOT, env=self.env, start_new_session=True, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        self.wait()

    def wait(self):
        """Wait until the site answers; return how many seconds that took."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            try:
                self.get("/halsa/")
                return time.monotonic() - began
            except OSError:
                time.sleep(0.02)
        raise AssertionError(f"the server does not answer: {(self.folder / 'log').read_text()}")

    def kill(self):
        """End all its processes at once, as a power cut does."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()
        self.log.close()

    def workers_now(self):
        """The process ids of the workers that are alive."""
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children")
        return [int(each) for each in children.read_text().split()]

    def memory(self):
        """Memory of all processes of the site in MB; what they share is counted once."""
        pids = subprocess.run(
            ["ps", "-o", "pid=", "-s", str(self.server.pid)], capture_output=True, text=True
        ).stdout.split()  # fmt: skip
        total = 0
        for pid in pids:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total / 1024

    def get(self, address):
        """The text of an address; an error status raises."""
        # A new connection each time, so that all workers are asked.
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{address}", timeout=10) as answer:
            return answer.read().decode()

    def sign_in(self):
        """Let all that is sent by :meth:`post` come from an account that may do everything."""
        self.session = self.manage("shell", "-v", "0", "-c", SIGN_IN).split()[-1]

    def fetch(self, address, method="GET", body=None, **headers):
        """The status, the address it leads to and the body of an answer to the account that is signed in."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookie = f"sessionid={self.session}; csrftoken={TOKEN}"
        try:
            connection.request(method, address, body, {"Cookie": cookie, **headers})
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location", ""), answer.read()
        finally:
            connection.close()

    def post(self, address, fields):
        """Send a form of the admin; as :meth:`fetch`."""
        body = encode_multipart("grans", {**fields, "csrfmiddlewaretoken": TOKEN})
        kind = {"Content-Type": "multipart/form-data; boundary=grans"}
        return self.fetch(address, "POST", body, **kind)

    def connect(self, start=b"", narrow=False):
        """A connection on which ``start`` has been sent; a ``narrow`` one takes little at a time."""
        client = socket.socket()
        if narrow:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(PATIENCE)
        client.connect(("127.0.0.1", self.port))
        client.sendall(start)
        return client


def request(port, address, method="GET", headers=(), length=None):
    """The head of a request."""
    lines = [f"{method} {address} HTTP/1.1", f"Host: 127.0.0.1:{port}", *headers]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def read_status(client):
    """The status of the answer that comes on a connection; 0 when it is closed without one."""
    data = b""
    while b"\r\n" not in data:
        try:
            piece = client.recv(2**16)
        except ConnectionError:
            return 0
        if not piece:
            return 0
        data += piece
    return int(data.split()[1])
