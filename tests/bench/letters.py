"""What letters cost: a hundred thousand of one item, queued, sent and noted, against Django's own sending.

``python -m tests.bench.letters site|django COUNT PORT`` sends from a process of its own and prints what it took; the
sink is another process. Django sends the same letter to fewer receivers, half before and half after.
"""

import json
import os
import resource
import subprocess
import sys
import threading
import time

from deploy.start import ROOT
from tests.bench.served import Server

LETTERS, SAMPLE, MEANWHILE = 100_000, 2000, 20_000
RATE, MEMORY, SLOWER = (
    2,
    150,
    2,
)  # at least so many times as fast; at most so many MB, and × the p99
SITE = "helsingborgsrummet.wsgi:application"


def measure(env):
    """Print how fast letters go, what memory that takes, and what visitors notice of it."""
    with _Sink() as sink:
        before = _sent("django", SAMPLE, sink.port, env)
        ours = _sent("site", LETTERS, sink.port, env)
        after = _sent("django", SAMPLE, sink.port, env)
        assert sink.count() == LETTERS + 2 * SAMPLE
        django = 2 * SAMPLE / (before["seconds"] + after["seconds"])
        rate = LETTERS / (ours["queued"] + ours["seconds"])
        print(f"\n{LETTERS} letters of one item: queued in {ours['queued']:.0f} s, sent and noted in "
              f"{ours['seconds']:.0f} s")  # fmt: skip
        print(f"{rate:.0f} a second, {rate / django:.2f} times Django's {django:.0f} "
              f"(at least {RATE}: {_verdict(rate >= RATE * django)}), "
              f"{ours['memory']:.0f} MB (at most {MEMORY}: {_verdict(ours['memory'] <= MEMORY)})")  # fmt: skip
        with Server(SITE, env) as server:
            server.get("/")
            alone = _p99(server, seconds=10)
            sending = threading.Thread(
                target=_sent, args=("site", MEANWHILE, sink.port, {**env, "NICE": "10"})
            )
            sending.start()
            meanwhile = _p99(server, seconds=10)
            sending.join()
        print(f"p99 of the first page: {alone * 1000:.1f} ms alone, {meanwhile * 1000:.1f} ms while letters go "
              f"(at most {SLOWER} times: {_verdict(meanwhile <= SLOWER * alone)})")  # fmt: skip


def _verdict(is_reached):
    return "reached" if is_reached else "MISSED"


class _Sink:
    """A mail server in a process of its own; a context manager."""

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.smtp_sink"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *exception):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def count(self):
        """How many letters it has taken."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


def _sent(how, count, port, env):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.letters", how, str(count), str(port)],
        cwd=ROOT, env={**os.environ, **env, "EMAIL_URL": f"smtp://127.0.0.1:{port}"},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def _p99(server, seconds):
    times, stop = [], time.monotonic() + seconds
    while time.monotonic() < stop:
        began = time.perf_counter()
        server.get("/")
        times.append(time.perf_counter() - began)
        time.sleep(0.01)
    return sorted(times)[len(times) * 99 // 100]


# --- In a process of its own --------------------------------------------------------------------

SUBJECT = "Samråd har öppnat: Oceanhamnen, etapp 2"


def _blocks(leave):
    from helsingborgsrummet import letters

    return (
        letters.Paragraph(
            "Nu kan du säga vad du tycker om förslaget till detaljplan för Oceanhamnen, etapp 2. "
            "Det handlar om 340 bostäder, en förskola och en park längs kajen."
        ),
        letters.Facts((("När", "till och med onsdag 3 juni 2026"), ("Var", "rummet, eller här"))),
        letters.Heading("Vad händer sedan?"),
        letters.Bullets(("Vi sammanställer svaren.", "Du får veta vad de ledde till.")),
        letters.Button("Läs och tyck till", "/omraden/oceanhamnen/planer/etapp-2/"),
        letters.Fine(
            ("Du får brevet för att du följer Oceanhamnen. ", letters.Link("Sluta följa", leave))
        ),
    )


def _by_the_site(count):
    from django.utils import timezone

    from helsingborgsrummet import letters
    from helsingborgsrummet.letters import sending

    now, began = timezone.now(), time.perf_counter()
    leave = f"/folj/avsluta/{letters.personal('leave')}/"
    letter = letters.write("nyhet", SUBJECT, _blocks(leave), now, leave=leave)
    receivers = (
        (str(each), f"foljare{each}@exempel.se", {"leave": f"{each:032x}"}) for each in range(count)
    )
    letters.post(letter, receivers, now)
    queued = time.perf_counter()
    report = sending.send_due(timezone.now, per_minute=0, senders=sending.SENDERS)
    assert report.sent == count and not report.trouble, report.text()
    return {"queued": queued - began, "seconds": time.perf_counter() - queued}


def _by_django(count):
    from django.conf import settings
    from django.core.mail import EmailMultiAlternatives, get_connection

    from helsingborgsrummet.letters.blocks import as_html, as_text

    connection = get_connection()
    connection.open()
    blocks = _blocks("LEAVE")
    text, html = as_text(SUBJECT, blocks), as_html(SUBJECT, blocks)
    began = time.perf_counter()
    for each in range(count):
        leave = f"{settings.SITE_ORIGIN}/folj/avsluta/{each:032x}/"
        # The texts are made once here too: only the address differs.
        message = EmailMultiAlternatives(
            SUBJECT,
            text.replace("LEAVE", leave),
            settings.LETTERS_FROM,
            [f"django{each}@exempel.se"],
            connection=connection,
            headers={
                "List-Unsubscribe": f"<{leave}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )
        message.attach_alternative(html.replace("LEAVE", leave), "text/html")
        message.send()
    connection.close()
    return {"seconds": time.perf_counter() - began}


if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "helsingborgsrummet.settings"
    os.nice(int(os.environ.get("NICE", "0")))
    django.setup()
    took = (_by_the_site if sys.argv[1] == "site" else _by_django)(int(sys.argv[2]))
    took["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(took))
