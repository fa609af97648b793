"""The site with one row changed before each request: what the first visit after a change costs.

``BENCH_CHANGED`` says whose row. Only the answer is timed, by the CPU of its thread: that of the worker as
a whole would count the write too. What was measured stands at ``/measured``.
"""

import os
import statistics
import time

from helsingborgsrummet.wsgi import application as site

costs = []


def change():
    """Write one row of a plan, or of an announcement, with a text that was never there before."""
    from exhibits.models import Plan
    from news.models import Announcement

    model, field = {"plan": (Plan, "summary"), "news": (Announcement, "lead")}[
        os.environ["BENCH_CHANGED"]
    ]
    row = model.objects.order_by("pk").last()
    model.objects.filter(pk=row.pk).update(**{field: f"Ändrad {time.time_ns()}."})


def application(environ, start_response):
    """Answer as the site does, after a change; ``/measured`` tells the middle cost and begins anew."""
    if environ["PATH_INFO"] == "/measured":
        body = f"{statistics.median(costs) * 1000:.2f}".encode()
        costs.clear()
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]
    change()
    began = time.thread_time()
    body = b"".join(site(environ, start_response))
    costs.append(time.thread_time() - began)
    return [body]
