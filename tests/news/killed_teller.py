"""Tells followers and is killed again and again: ``python -m tests.news.killed_teller DATABASE KILLS NOW``.

Each life is a fork of a process that has everything loaded, so that it dies while it works and not while it starts.
"""

import datetime
import os
import random
import signal
import sys
import time


def main(database, kills, now):
    """Kill ``kills`` of them after a random while each; let the last one end by itself."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "helsingborgsrummet.settings"
    os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
    import django

    django.setup()
    from django.db import connection

    from news import deliveries

    connection.settings_dict["NAME"] = database
    deliveries.BATCH = deliveries.BATCH_OF_LETTERS = 20
    for life in range(kills + 1):
        pid = os.fork()
        if not pid:
            deliveries.deliver(now)
            deliveries.post_due(now)
            os._exit(0)
        if life < kills:
            time.sleep(random.uniform(0.02, 0.25))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        else:
            _, status = os.waitpid(pid, 0)
            sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), datetime.datetime.fromisoformat(sys.argv[3]))
