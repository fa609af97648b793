"""What search engines read: pages as schema.org data (JSON-LD)."""

import re
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone

from exhibits.models.activities import Activity, Occurrence
from exhibits.now.opening import schedule_now
from exhibits.now.room import premises
from exhibits.now.venues import ROOM_NAME, place_of
from exhibits.rules.occurrences import Phase
from exhibits.rules.opening_hours import MIDNIGHT, deviations, regular_periods, weekly_groups
from helsingborgsrummet.content.addresses import address_of
from helsingborgsrummet.content.dates import STOCKHOLM
from helsingborgsrummet.content.words_sv import labelled

CONTEXT = "https://schema.org"
LANGUAGES = {
    "svenska": "sv",
    "lätt svenska": "sv",
    "engelska": "en",
    "english": "en",
    "arabiska": "ar",
    "danska": "da",
    "finska": "fi",
    "svenskt teckenspråk": "swl",
    "teckenspråk": "swl",
}
WEEKDAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
# What is over is told only when nothing is to come.
PAST_EVENTS = 10


def language_codes(text):
    """The codes of the languages in ``svenska, engelska och arabiska``, without those unknown."""
    words = re.split(r",|\boch\b", text.lower())
    codes = [LANGUAGES.get(word.strip()) for word in words]
    return list(dict.fromkeys(code for code in codes if code))


def events_of(activity, occurrences, now):
    """The occurrences as a list of schema.org events.

    Those that are not over, or without such the latest.
    """
    coming = [each for each in occurrences if each.phase_at(now) is not Phase.OVER]
    return [
        {"@context": CONTEXT, **_event(activity, occurrence, premises(now), now)}
        for occurrence in coming or list(occurrences)[-PAST_EVENTS:]
    ]


def events_of_activity(activity, now):
    """The same for a stored activity."""
    occurrences = list(activity.occurrences.all())
    for occurrence in occurrences:
        occurrence.activity = activity
    return events_of(activity, occurrences, now)


def _event(activity, occurrence, all_premises, now):
    address = settings.SITE_ORIGIN + activity.get_absolute_url()
    place = place_of(occurrence, all_premises)
    kind = "Online" if place.url else "Offline"
    event = {
        "@type": "ChildrensEvent" if activity.kind == Activity.Kind.CHILDREN else "Event",
        "@id": f"urn:uuid:{occurrence.uid}",
        "name": labelled(activity.title, activity.is_example),
        "description": _description(activity, occurrence),
        "url": address,
        "startDate": _local(occurrence.starts_at),
        "endDate": _local(occurrence.ends_at),
        "eventStatus": f"{CONTEXT}/{_status(occurrence)}",
        "eventAttendanceMode": f"{CONTEXT}/{kind}EventAttendanceMode",
        "location": _location(place),
        "organizer": {
            "@type": "Organization",
            "name": activity.organiser_role or "Helsingborgsrummet",
            "url": settings.SITE_ORIGIN,
        },
    }
    languages = language_codes(activity.languages)
    if languages:
        event["inLanguage"] = languages
    if activity.cost.strip().lower() == "gratis":
        event["isAccessibleForFree"] = True
        # Nobody can come to what is cancelled or over, so nothing is offered.
        last = occurrence.signup_until
        is_too_late = last is not None and timezone.localdate(now) > last
        is_over = is_too_late or occurrence.phase_at(now) is Phase.OVER
        if not occurrence.is_cancelled and not is_over:
            is_full = occurrence.state == Occurrence.State.FULL
            event["offers"] = {
                "@type": "Offer",
                "price": "0",
                "priceCurrency": "SEK",
                "availability": f"{CONTEXT}/{'SoldOut' if is_full else 'InStock'}",
                "url": address,
            }
            if last is not None:
                event["offers"]["validThrough"] = last.isoformat()
    if occurrence.moved_from:
        event["previousStartDate"] = _local(occurrence.moved_from)
    if activity.audience:
        event["audience"] = {"@type": "Audience", "audienceType": activity.audience}
    if activity.age_from is not None or activity.age_to is not None:
        ages = (activity.age_from, activity.age_to)
        event["typicalAgeRange"] = "-".join("" if age is None else str(age) for age in ages)
    if activity.picture_id and activity.picture.social_url:
        event["image"] = urljoin(settings.SITE_ORIGIN, activity.picture.social_url)
    return event


def _description(activity, occurrence):
    words = [activity.summary, occurrence.note]
    if activity.is_example:
        words.insert(0, "Exempel: det här är påhittat.")
    return " ".join(word for word in words if word)


def _status(occurrence):
    if occurrence.is_cancelled:
        return "EventCancelled"
    if occurrence.state == Occurrence.State.MOVED:
        if occurrence.online_url:
            return "EventMovedOnline"
        if occurrence.moved_from:
            return "EventRescheduled"
    return "EventScheduled"


def _location(place):
    if place.url:
        return {"@type": "VirtualLocation", "url": place.url}
    if not place.street:
        return {"@type": "Place", "name": place.name, "address": place.name}
    return {"@type": "Place", "name": place.name, "address": _address(place)}


def _address(place):
    """The postal address of a place or of premises."""
    address = {
        "@type": "PostalAddress",
        "streetAddress": place.street,
        "postalCode": place.postal_code,
        "addressLocality": place.city,
        "addressCountry": "SE",
    }
    return {name: value for name, value in address.items() if value}


def _local(moment):
    return moment.astimezone(STOCKHOLM).isoformat(timespec="minutes")


# --- The room -----------------------------------------------------------------------------------


def room_data(now):
    """The room as schema.org data: where it is, was and will be, its hours, seasons and special days."""
    schedule, all_premises = schedule_now(now), premises(now)
    today = now.astimezone(STOCKHOLM).date()
    room = all_premises.on(today)
    data = {
        "@context": CONTEXT,
        # A place has hours, an organisation has had other premises.
        "@type": ["CivicStructure", "Organization"],
        "name": ROOM_NAME,
        "url": settings.SITE_ORIGIN + address_of("exhibits:visit"),
        "location": [_premises(each) for each in all_premises.rooms],
    }
    # What programs read carries no label, so invented hours are left out.
    if not (room and room.is_opening_example):
        data |= {
            "openingHoursSpecification": [
                specification
                for regular in regular_periods(schedule, today)
                for specification in _regular_hours(regular)
            ],
            "specialOpeningHoursSpecification": [
                specification
                for row in deviations(schedule, today)
                for specification in _special_hours(row)
            ],
        }
    if room:
        data["address"] = _address(room)
        data |= {
            name: value
            for name, value in (("telephone", room.contact_phone), ("email", room.contact_email))
            if value and not room.is_contact_example
        }
        if room.position:
            longitude, latitude = room.position
            data["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": latitude,
                "longitude": longitude,
            }
    return data


def _regular_hours(regular):
    for first, last, spans in weekly_groups(regular.rules):
        for span in spans:
            yield {
                **_hours(span, regular.first_on, regular.last_on),
                "dayOfWeek": [f"{CONTEXT}/{name}" for name in WEEKDAYS[first - 1 : last]],
            }


def _special_hours(deviation):
    if not deviation.spans:
        # Both at midnight: closed all day.
        closed = {"opens": "00:00", "closes": "00:00"}
        yield {**_valid(deviation.first_on, deviation.last_on), **closed}
    for span in deviation.spans:
        yield _hours(span, deviation.first_on, deviation.last_on)


def _hours(span, first_on, last_on):
    closes = "23:59" if span.closes == MIDNIGHT else f"{span.closes:%H:%M}"
    return {**_valid(first_on, last_on), "opens": f"{span.opens:%H:%M}", "closes": closes}


def _valid(first_on, last_on):
    days = {"validFrom": first_on, "validThrough": last_on}
    return {
        "@type": "OpeningHoursSpecification",
        **{name: day.isoformat() for name, day in days.items() if day},
    }


def _premises(room):
    """Premises with the time in which the room was, is or will be there."""
    role = {
        "@type": "Role",
        "startDate": room.moved_in.machine,
        "location": {"@type": "Place", "name": room.name, "address": _address(room)},
    }
    return {**role, "endDate": room.moved_out.machine} if room.moved_out else role
