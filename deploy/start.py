"""Set the site up step by step and run it, or test it. Standard library only.

``python deploy/start.py run|test|develop|lint|tidy|password`` is what the Makefile calls. Every
step says what it does, does nothing when it was done before, and ends with one clear line when it
cannot.
"""

import contextlib
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
DATA = Path(os.environ.get("DATA_DIR") or ROOT / "var")
OLDEST_PYTHON = (3, 11)


class CannotError(Exception):
    """Something is missing that the person at the keyboard can mend; the text says what."""


def say(text):
    """Tell what is being done."""
    print(f"› {text}", flush=True)


def call(*command, **options):
    """Run a command in the project's folder; ``CalledProcessError`` when it fails."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=True, **options)


def check_python():
    """The interpreter must be new enough and able to make a virtual environment."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        raise CannotError(f"Python 3.11 or later is needed; this is {found}.")
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise CannotError(
            "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"
        ) from None


def install(*requirements):
    """Make ``.venv`` and install the pinned requirements, when they have changed."""
    check_python()
    if not (BIN / "python").exists():
        say("Making the virtual environment .venv")
        shutil.rmtree(VENV, ignore_errors=True)
        call(sys.executable, "-m", "venv", VENV)
    for name in requirements:
        path = ROOT / name
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        mark = VENV / f"installed-{name}"
        if mark.exists() and mark.read_text() == digest:
            continue
        say(f"Installing {name} (once; later starts need no network)")
        done = subprocess.run(
            [BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
             "--require-hashes", "-r", path],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
            raise CannotError(
                "The packages could not be installed. Is the package index reachable? "
                f"pip says: {(errors or ['nothing'])[-1]}"
            )
        mark.write_text(digest)
        if name == "requirements-dev.txt":
            (VENV / "dev").touch()


def install_tools():
    """Install the checkers that come from npm, where npm is there to do it."""
    folder = ROOT / "tests" / "tools"
    mark = folder / "node_modules" / "installed"
    digest = hashlib.sha256((folder / "package.json").read_bytes()).hexdigest()
    if not shutil.which("npm") or (mark.exists() and mark.read_text() == digest):
        return
    say("Installing the checkers of tests/tools (once)")
    done = subprocess.run(
        ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        say("They could not be installed; tests that need them are left out")
        return
    mark.write_text(digest)


def environment():
    """The environment of the site: what the operator set, else what ``var/env`` keeps."""
    DATA.mkdir(parents=True, exist_ok=True)
    path = DATA / "env"
    if not path.exists() and not os.environ.get("SECRET_KEY"):
        say(
            f"Writing a secret key to {path.relative_to(ROOT) if DATA.is_relative_to(ROOT) else path}"
        )
        path.touch(mode=0o600)
        path.write_text(f"SECRET_KEY={secrets.token_urlsafe(50)}\n")
    kept = {}
    if path.exists():
        lines = path.read_text().splitlines()
        kept = dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")
    port = os.environ.get("PORT") or "8000"
    defaults = {"SITE_ORIGIN": f"http://127.0.0.1:{port}", "DATA_DIR": str(DATA)}
    return {**defaults, **kept, **os.environ, "PORT": port, "PYTHONUNBUFFERED": "1"}


def check_port(port):
    """Nobody else may answer on the port."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CannotError(f"PORT must be a number from 1 to 65535, not {port}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except PermissionError:
            raise CannotError(
                f"Port {port} needs more rights. Choose another: make run PORT=8001"
            ) from None
        except OSError:
            raise CannotError(f"Port {port} is busy. Choose another: make run PORT=8001") from None


def run():
    """Set everything up and serve the site until Ctrl-C."""
    check_python()
    env = environment()
    check_port(env["PORT"])
    install(requirements(env))
    say("Preparing database, sample content, accounts and static files")
    call(BIN / "python", "manage.py", "prepare_site", env=env)
    if not env.get("EMAIL_URL"):
        say(f"Letters become files in {DATA / 'letters'}; EMAIL_URL would send them")
    say(f"Serving on http://127.0.0.1:{env['PORT']} – stop with Ctrl-C")
    # Ends by itself when this process has ended.
    subprocess.Popen([BIN / "python", "manage.py", "run_due", "--every", "60"], cwd=ROOT, env=env)
    keep_running(server_command(env["PORT"]), env)


def server_command(port, workers=1):
    """How the site is served; ``helsingborgsrummet/server.py`` tells how that goes."""
    return [
        str(BIN / "python"), "-m", "helsingborgsrummet.server",
        "--port", str(port), "--workers", str(workers),
    ]  # fmt: skip


def keep_running(command, env):
    """Run the server until told to stop, anew whenever it ends by itself; it does that for its workers.

    ``CannotError`` when it gives up three times in a row within seconds; what somebody else killed is
    always started anew.
    """
    told = []

    def stop(number, frame):
        told.append(number)
        if server:
            server.send_signal(signal.SIGTERM)

    early, server = 0, None
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)
    while not told:
        began = time.monotonic()
        server = subprocess.Popen(command, cwd=ROOT, env=env)
        server.wait()
        if told:
            break
        gave_up = server.returncode >= 0 and time.monotonic() - began < 5
        early = early + 1 if gave_up else 0
        if early == 3:
            raise CannotError("The server cannot be kept running; what it says stands above.")
        say("The server ended by itself; starting it again")


def requirements(env):
    """The file of what the site needs with the database that the environment names."""
    is_postgres = env.get("DATABASE_URL", "").startswith(("postgres:", "postgresql:"))
    return "requirements-postgres.txt" if is_postgres else "requirements.txt"


def password():
    """Give the two accounts of the first start fresh passwords."""
    env = environment()
    install(requirements(env))
    call(BIN / "python", "manage.py", "create_accounts", "--fresh-passwords", env=env)


def format_templates(*options):
    """Let djade put the templates' tags in order; with ``--check`` only ask whether they are."""
    names = sorted((ROOT / "templates").rglob("*.html"))
    done = subprocess.run(
        [BIN / "djade", "--target-version", "5.2", *options, *names],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode and "--check" in options:
        raise CannotError(f"{done.stdout}{done.stderr}make format puts templates in order.")


def format_styles(option):
    """Lay the stylesheets out with prettier: ``--write``, or ``--check`` to be told."""
    install_tools()
    prettier = ROOT / "tests" / "tools" / "node_modules" / ".bin" / "prettier"
    if prettier.exists():
        call(prettier, "--log-level", "warn", "--print-width", "100", option, "static/css/**/*.css")
    elif os.environ.get("REQUIRE_TOOLS"):
        raise CannotError("prettier is missing, and REQUIRE_TOOLS is set.")
    else:
        say("No npm here: the layout of stylesheets is left out")


def tidy():
    """Everything that can be put in order without anybody's judgement."""
    call(BIN / "ruff", "check", "--quiet", "--fix", ".")
    call(BIN / "ruff", "format", "--quiet", ".")
    format_templates()
    format_styles("--write")


def lint():
    """Everything that reads the code without running it."""
    say("Linting")
    call(BIN / "ruff", "check", "--quiet", ".")
    call(BIN / "ruff", "format", "--quiet", "--check", ".")
    format_templates("--check")
    format_styles("--check")
    with tempfile.TemporaryDirectory() as folder:
        env = {
            **os.environ,
            "DATA_DIR": folder,
            "SECRET_KEY": secrets.token_urlsafe(60),
            "SITE_ORIGIN": "https://helsingborgsrummet.example",
            "ALLOWED_HOSTS": "helsingborgsrummet.example",
        }
        say("Checking production settings and migrations")
        manage = (BIN / "python", "manage.py")
        call(*manage, "check", "--deploy", "--fail-level", "WARNING", env=env)
        call(*manage, "makemigrations", "--check", "--dry-run", env=env, stdout=subprocess.DEVNULL)


# What asks no database, or only shows that a page is valid, says the same on both.
NO_DATABASE = (
    "--ignore=tests/exhibits/rules",
    "--ignore=tests/exhibits/words_sv",
    "--ignore=tests/test_repository.py",
    "--ignore=tests/test_new_kind.py",
    "--ignore=tests/content/test_slow_input.py",
    "--ignore=tests/content/test_term_marking.py",
    "--deselect=tests/test_pages.py::test_every_page_is_valid_html",
    "--deselect=tests/site/test_examples.py::test_the_sample_content_tells_what_is_invented_and_what_is_known",
)


def test():
    """Lint, then the whole suite: on SQLite, in a browser and on a PostgreSQL of its own, side by side."""
    install("requirements.txt", "requirements-dev.txt")
    install_tools()
    lint()
    sys.path.insert(0, str(ROOT))
    from tests.postgres import find_server, temporary_server

    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="helsingborgsrummet-tests-")
        )
        os.environ["ENCODED_PICTURES"] = folder
        suites = [("SQLite", "not browser", (), {}), ("SQLite in a browser", "browser", (), {})]
        if find_server() is not None:
            url = stack.enter_context(temporary_server())
            # A browser shows the same on both.
            suites.append(("PostgreSQL", "not browser", NO_DATABASE, {"DATABASE_URL": url}))
        elif os.environ.get("REQUIRE_POSTGRES"):
            raise CannotError("PostgreSQL is missing, and REQUIRE_POSTGRES is set.")
        else:
            say("No PostgreSQL server program here: its tests are left out")
        names = ", ".join(name for name, *_ in suites)
        say(f"Testing side by side: {names}. The reports come one after the other")
        failed = run_side_by_side(suites)
    if failed:
        raise CannotError(f"Tests failed: {', '.join(failed)}.")


def run_side_by_side(suites):
    """Run pytest for each name, marker, options and environment; print the reports, return who failed."""
    running, failed = [], []
    with contextlib.ExitStack() as stack:
        for name, marker, options, env in suites:
            report = stack.enter_context(tempfile.TemporaryFile("w+"))
            command = [BIN / "python", "-m", "pytest", "-q", "-m", marker, *options, *sys.argv[2:]]
            env = {**os.environ, **env}
            process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=report, stderr=report)
            running.append((name, process, report))
        for name, process, report in running:
            if process.wait():
                failed.append(name)
            report.seek(0)
            say(f"{name}:")
            print(report.read(), flush=True)
    return failed


def develop():
    """Install what tests and linting need."""
    install("requirements.txt", "requirements-dev.txt")


if __name__ == "__main__":
    commands = {each.__name__: each for each in (run, password, test, develop, lint, tidy)}
    try:
        commands[sys.argv[1]]()
    except CannotError as error:
        sys.exit(f"✗ {error}")
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
    except KeyboardInterrupt:
        sys.exit(130)
