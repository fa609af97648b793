"""A sender of letters that is killed again and again: ``python -m tests.letters.killed_sender DATABASE KILLS``.

Each life is a fork of a process that has everything loaded, so that it dies while it sends and not while it starts.
"""

import os
import random
import signal
import sys
import time


def main(database, kills):
    """Kill ``kills`` senders after a random while each; let the last one end by itself."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "helsingborgsrummet.settings"
    os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from helsingborgsrummet.letters import sending

    connection.settings_dict["NAME"] = database
    for life in range(kills + 1):
        pid = os.fork()
        if not pid:
            sending.send_due(timezone.now, per_minute=0)
            os._exit(0)
        if life < kills:
            time.sleep(random.uniform(0.01, 0.12))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        else:
            _, status = os.waitpid(pid, 0)
            sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
