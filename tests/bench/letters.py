"""What letters cost: published news for a hundred thousand followers, until the last letter is noted as sent.

Compared with Django's own sending of the same letter to fewer receivers, half before and half after. ``python -m
tests.bench.letters site TOPIC`` and ``django COUNT`` send from a process of their own and print what it took; the sink is
another process.
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
BATCH = 1000
# At least so many times as fast; at most so many MB, and × the p99.
RATE, MEMORY, SLOWER = 2, 150, 2
SITE = "helsingborgsrummet.wsgi:application"


def measure(env):
    """Print how fast letters go, what memory that takes, and what visitors notice of it."""
    with _Sink() as sink:
        _alone("prepare", env=env)
        before = _sent("django", SAMPLE, sink.port, env)
        ours = _sent("site", ALL, sink.port, env)
        after = _sent("django", SAMPLE, sink.port, env)
        assert sink.count() == LETTERS + 2 * SAMPLE
        django = 2 * SAMPLE / (before["seconds"] + after["seconds"])
        rate = LETTERS / (ours["queued"] + ours["seconds"])
        print(f"\n{LETTERS} followers of one item: letters queued in {ours['queued']:.0f} s, sent and noted in "
              f"{ours['seconds']:.0f} s")  # fmt: skip
        print(f"{rate:.0f} a second, {rate / django:.2f} times Django's {django:.0f} "
              f"(at least {RATE}: {_verdict(rate >= RATE * django)}), "
              f"{ours['memory']:.0f} MB (at most {MEMORY}: {_verdict(ours['memory'] <= MEMORY)})")  # fmt: skip
        with Server(SITE, env) as server:
            server.get("/")
            alone = _p99(server, seconds=10)
            sending = threading.Thread(target=_sent, args=("site", SOME, sink.port, env, GIVES_WAY))
            sending.start()
            meanwhile = _p99(server, seconds=10)
            sending.join()
        print(f"p99 of the first page: {alone * 1000:.1f} ms alone, {meanwhile * 1000:.1f} ms while letters go "
              f"(at most {SLOWER} times: {_verdict(meanwhile <= SLOWER * alone)})")  # fmt: skip


def _verdict(is_reached):
    return "reached" if is_reached else "MISSED"


class _Sink:
    """A mail server in a process of its own; a context manager.

    It gives way to the site, since a real one has a machine of its own.
    """

    def __enter__(self):
        self.process = subprocess.Popen(
            [*GIVES_WAY, sys.executable, "-m", "tests.smtp_sink"],
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


# As deploy/ starts the command that sends letters; the rate is measured on even terms with Django's.
GIVES_WAY = ("chrt", "--idle", "0")


def _sent(how, what, port, env, by=()):
    return _alone(how, str(what), env={**env, "EMAIL_URL": f"smtp://127.0.0.1:{port}"}, by=by)


def _alone(*arguments, env, by=()):
    """What a process of its own, started ``by`` another command, prints."""
    done = subprocess.run(
        [*by, sys.executable, "-W", "ignore", "-m", "tests.bench.letters", *arguments],
        cwd=ROOT, env={**os.environ, **env}, check=True, stdout=subprocess.PIPE, text=True,
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

TITLE = "Samråd har öppnat: Oceanhamnen, etapp 2"
LEAD = (
    "Nu kan du säga vad du tycker om förslaget till detaljplan för Oceanhamnen, etapp 2. Det handlar om 340 bostäder, "
    "en förskola och en park längs kajen. Vi sammanställer svaren, och du får veta vad de ledde till."
)
# The topic that everybody follows, and the one that some follow.
ALL, SOME = "alla", "nagra"


def _prepare():
    """Followers of two topics, of which nothing has been told."""
    from django.utils import timezone

    from news.models import Follow, Follower, Frequency
    from tests.factory import make_topic

    now = timezone.now()
    topics = [make_topic(title=slug, slug=slug) for slug in (ALL, SOME)]
    for start in range(0, LETTERS, BATCH):
        rows = Follower.objects.bulk_create(
            Follower(
                address=f"foljare{each}@exempel.se", frequency=Frequency.AT_ONCE, confirmed_at=now
            )
            for each in range(start, start + BATCH)
        )
        Follow.objects.bulk_create(
            Follow(follower=row, topic=topic, followed_at=now)
            for topic in topics[: 2 if start < MEANWHILE else 1]
            for row in rows
        )
    return {}


def _by_the_site(slug):
    """All that happens from published news to the last note of a letter that has gone."""
    from django.utils import timezone

    from helsingborgsrummet.letters import sending
    from news.deliveries import deliver, post_due
    from news.digests import GRACE
    from news.models import Delivery, Topic
    from tests.factory import make_announcement

    topic = Topic.objects.get(slug=slug)
    make_announcement(
        title=TITLE, slug=slug, lead=LEAD, topics=[topic], published_at=timezone.now()
    )
    later, began = timezone.now() + GRACE, time.perf_counter()
    count = deliver(later)
    assert post_due(later) == count == topic.follows.count()
    queued = time.perf_counter()
    report = sending.send_due(lambda: later, per_minute=0, senders=sending.SENDERS)
    seconds = time.perf_counter() - queued
    assert report.sent == count and not report.trouble, report.text()
    assert not Delivery.objects.filter(posted_at=None).exists()
    return {"queued": queued - began, "seconds": seconds}


def _by_django(count):
    """The same letter to ``count`` receivers, with a key of its own for each."""
    from django.conf import settings
    from django.core.mail import EmailMultiAlternatives, get_connection
    from django.utils import timezone

    from helsingborgsrummet.letters.blocks import as_html, as_text, personal
    from news.deliveries import letter_about
    from news.models import Announcement

    now = timezone.now()
    news = Announcement(title=TITLE, slug=ALL, lead=LEAD, published_at=now)
    subject, blocks = letter_about(news, now)
    text, html = as_text(subject, blocks), as_html(subject, blocks)
    connection = get_connection()
    connection.open()
    began = time.perf_counter()
    for each in range(count):
        # The texts are made once here too: only the keys differ.
        own, mine = f"{each:043x}", f"{each:048x}"
        parts = [
            part.replace(personal("nyckel"), own).replace(personal("mina"), mine)
            for part in (text, html)
        ]
        message = EmailMultiAlternatives(
            subject,
            parts[0],
            settings.LETTERS_FROM,
            [f"django{each}@exempel.se"],
            connection=connection,
            headers={
                "List-Unsubscribe": f"<{settings.SITE_ORIGIN}/folj/avsluta/{own}/>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )
        message.attach_alternative(parts[1], "text/html")
        message.send()
    connection.close()
    return {"seconds": time.perf_counter() - began}


if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "helsingborgsrummet.settings"
    django.setup()
    how, *given = sys.argv[1:]
    match how:
        case "prepare":
            took = _prepare()
        case "site":
            took = _by_the_site(given[0])
        case _:
            took = _by_django(int(given[0]))
    took["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(took))
