"""The hours of the room for programs: as open data, and as a calendar of the days that deviate."""

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibits.now.opening import latest_change, once_told_from, schedule_now, undecided_now
from exhibits.now.room import present_room
from exhibits.outputs.calendar import CONTENT_TYPE, deviation_calendar
from exhibits.outputs.open_data import hours_data
from exhibits.rules.opening_hours import deviating_days
from helsingborgsrummet.content.addresses import address_of

DAYS = 60


def _is_example(now):
    room = present_room(now)
    return bool(room and room.is_opening_example)


@require_safe
def hours(request):
    """The hours of the coming 60 days; anybody's page may ask for them."""
    now = timezone.now()
    response = JsonResponse(
        hours_data(
            schedule_now(now),
            timezone.localdate(now),
            DAYS,
            undecided=undecided_now(now),
            is_example=_is_example(now),
        ),
        json_dumps_params={"ensure_ascii": False},
    )
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def calendar(request):
    """The days to come on which the hours deviate, or may do so."""
    now = timezone.now()
    today = timezone.localdate(now)
    return HttpResponse(
        deviation_calendar(
            deviating_days(schedule_now(now), today),
            undecided_now(now),
            latest_change(now),
            once_told=once_told_from(today, now),
            is_example=_is_example(now),
            page=address_of("exhibits:visit"),
        ),
        content_type=CONTENT_TYPE,
    )
