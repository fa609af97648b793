"""The sample model: its texts, the schematic city and twelve stations."""

from exhibits.models import CityModel, ModelBlocks, Station
from exhibits.rules.base_map import bundled
from exhibits.rules.map_drawing import label_point, rings
from exhibits.rules.model_blocks import read_blocks
from exhibits.rules.model_drawing import Ground
from helsingborgsrummet.demo_content.city_blocks import read_city
from helsingborgsrummet.demo_content.content import ARTICLE

MODEL = {
    "title": "Stadsmodellen",
    "summary": "En byggd modell av hela Helsingborg. Den visar vad som finns i dag och vad som planeras.",
    "leaves_out": "Staket, skyltar och de flesta träd. Små hus kan vara hopslagna till ett block.",
    "body": "## Så läser du modellen\n\nVita block finns i dag. Gula byggs, tegelröda är beslutade och "
    "träfärgade föreslås. På bilden här är färgerna desamma.\n\n"
    "De digitala inslagen i rummet lägger planerna ovanpå modellen.",
    **ARTICLE,
}

# Number, title, summary and place; those of the areas stand in the middle of them.
STATIONS = [
    (1, "Östra Ramlösa", "Här planeras en ny stadsdel på åkrarna öster om Ramlösa.", None, None, "ostra-ramlosa"),
    (2, "Södra staden", "Industri, järnväg och hamn som steg för steg kan bli stad.", None, None, "sodra-staden"),
    (3, "Oceanhamnen", "Kvarteren på kajen. Här öppnade rummet 2022.", None, None, "oceanhamnen"),
    (4, "Drottninghög", "Lamellhusen från 1960-talet får nya grannar.", None, None, "drottninghog"),
    (5, "Maria station", "Kvarter på båda sidor om spåren i norr.", None, None, "maria-station"),
    (6, "Helsingborg C", "Tåg, bussar och färjor möts under ett tak. Järnvägen går i tunnel norrut.", 12.6944, 56.0444, ""),
    (7, "Kärnan", "Det medeltida tornet står på kanten av landborgen, 25 meter över staden nedanför.", 12.6986, 56.0481, ""),
    (8, "Landborgen", "Branten som delar staden i en låg del vid vattnet och en hög del innanför.", 12.7008, 56.0442, ""),
    (9, "Norra hamnen", "Båtarna ligger mitt i staden, innanför Parapeten.", 12.6868, 56.0478, ""),
    (10, "Fredriksdal", "Friluftsmuseet med trädgårdar, park och gamla gårdar.", 12.714, 56.0545, ""),
    (11, "Ramlösa brunnspark", "Parken vid källan, där Lussebäcken rinner förbi.", 12.739, 56.0225, ""),
    (12, "Råå", "Fiskeläget i söder, där Råån når Sundet.", 12.7425, 55.9948, ""),
]  # fmt: skip


def load_city_model(shelf):
    """Create the model, its blocks and stations."""
    CityModel.objects.create(**MODEL)
    reading = read_blocks({"features": read_city(Ground(bundled().features))})
    ModelBlocks.of(reading.blocks, imported_at=shelf.published_at, is_example=True).save()
    for number, title, summary, longitude, latitude, slug in STATIONS:
        area = shelf.areas.get(slug)
        if area:
            longitude, latitude = label_point(rings(area.outline)[0])
        Station.objects.create(
            number=number,
            title=title,
            summary=summary,
            longitude=round(longitude, 5),
            latitude=round(latitude, 5),
            area=area,
            published_at=shelf.published_at,
        )
