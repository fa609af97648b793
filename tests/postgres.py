"""A PostgreSQL server that lives as long as one test run."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path


def find_server():
    """The folder with PostgreSQL's server programs, or ``None``."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(installed, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None


@contextlib.contextmanager
def temporary_server():
    """Start a server in a temporary folder, yield its DATABASE_URL, and take it away again."""
    with server_in_peril() as (url, _, _):
        yield url


@contextlib.contextmanager
def server_in_peril():
    """As :func:`temporary_server`; yield two functions beside the address that stop it and start it anew.

    PostgreSQL refuses to run as root; then its own account, which its package made, runs it.
    """
    programs = find_server()
    as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="pg-") as folder, socket.socket() as probe:
        if as_other:
            os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        data = f"{folder}/data"

        def run(program, *arguments):
            subprocess.run(
                [*as_other, programs / program, *arguments],
                check=True, cwd=folder, stdout=subprocess.DEVNULL,
            )  # fmt: skip

        run("initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"

        def start():
            run("pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start")

        def stop():
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")

        start()
        try:
            yield f"postgres://tests@127.0.0.1:{port}/postgres", stop, start
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):
                stop()
