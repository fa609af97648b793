"""The base map that is drawn now."""

from exhibits.models.base_map import CityMap
from exhibits.rules.base_map import BaseMap
from helsingborgsrummet.serving.now import snapshot


@snapshot(CityMap, clock=False)
def base_map(now) -> BaseMap:
    """What lies under every map."""
    return CityMap.present()
