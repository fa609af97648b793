"""The model of the city: the drawing with its stations, and the page of one."""

from django.http import Http404, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exhibits.models import CityModel, Station
from exhibits.now import city_model as shown_now
from exhibits.now.areas import area_names
from exhibits.rules.model_drawing import Corner, State
from exhibits.words_sv.city_model import CORNERS, LAYERS, SUMMARY, TITLE, counted, view_in_title
from helsingborgsrummet.content.corrections import corrections_of
from helsingborgsrummet.content.kinds import NOTHING, kind_of, visible_or_404


def _choice(kind, value, default):
    """The member of an enumeration that a query string names; 404 for what is none."""
    if not value:
        return default
    try:
        return kind(value)
    except ValueError:
        raise Http404("no such choice") from None


def _address(corner, layer):
    """The query string of a view of the model."""
    parts = [f"fran={corner}"] if corner is not Corner.SOUTH_WEST else []
    parts += [f"lager={layer}"] if layer else []
    return "?" + "&".join(parts)


@require_safe
def city_model(request):
    """Show the model: ``?fran=nordost&lager=beslutat``."""
    now = timezone.now()
    corner = _choice(Corner, request.GET.get("fran"), Corner.SOUTH_WEST)
    layer = _choice(State, request.GET.get("lager"), None)
    there = shown_now.layers(now)
    areas = area_names(now)
    model = CityModel.objects.select_related("picture").first()
    return render(
        request,
        "exhibits/city_model.html",
        {
            "now": now,
            "section": "room",
            "model": model,
            "title": model.title if model else TITLE,
            "summary": model.summary if model else SUMMARY,
            "is_example": model is not None and model.is_example,
            "drawing": shown_now.drawing(now, corner.value, layer.value if layer else ""),
            "is_invented": shown_now.is_invented(now),
            "corner": CORNERS[corner],
            "own_choices": QueryDict(_address(corner, layer)[1:]),
            "view": view_in_title(corner, layer),
            "corners": [(each is corner, _address(each, layer), CORNERS[each]) for each in Corner],
            "layers": [(each is layer, _address(corner, each), LAYERS[each]) for each in there],
            "legend": [
                (each.value, LAYERS[each])
                for each in there
                if not layer or each in (State.STANDS, layer)
            ],
            "layer": layer,
            "all_layers": _address(corner, None),
            "stations": shown_now.stations(now),
            "areas": [
                (areas[pk], counted(counts))
                for pk, counts in sorted(
                    shown_now.counts_by_area(now).items(), key=lambda each: areas[each[0]].place
                )
            ],
        },
    )


def station_context(station, now, unsaved=NOTHING):
    """What the template of a station needs; for the public page and the preview.

    ``unsaved`` may hold ``corrections``.
    """
    plan = station.plan
    if plan and not kind_of(plan).is_visible(plan, now):
        plan = None
    others = shown_now.stations(now)
    before = next((each for each in reversed(others) if each.number < (station.number or 0)), None)
    after = next((each for each in others if each.number > (station.number or 0)), None)
    return {
        "now": now,
        "section": "room",
        "station": station,
        "area": area_names(now).get(station.area_id),
        "plan": plan,
        "before": before,
        "after": after,
        "drawing": shown_now.station_drawing(now, station.number),
        "corrections": corrections_of(station, now, unsaved),
    }


@require_safe
def station_detail(request, slug):
    """Show one station."""
    now = timezone.now()
    station = visible_or_404(Station, now, slug, related=("picture", "plan__area"))
    kind = kind_of(station)
    return render(request, kind.template, kind.page_context(station, now))
