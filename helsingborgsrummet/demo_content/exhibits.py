"""The eight exhibits of the sample content."""

import datetime
import io
import math
import wave

from django.core.files.base import ContentFile

from exhibits.models import Exhibit, Plan, Recording
from helsingborgsrummet.demo_content.content import ARTICLE

# What has been there since the room opened is nothing new in it.
KNOWN = {**ARTICLE, "starts_on": datetime.date(2022, 5, 30)}
INVENTED = {"is_example": True}

EXHIBITS = [
    {
        "title": "Stadsmodellen", "slug": "stadsmodellen", "picture": "rummet", **KNOWN,
        "summary": "En byggd modell av hela Helsingborg. Med digitala inslag ser du vad som finns i dag och vad som planeras.",
        "body": "## Hitta din gata\n\nBörja vid vattnet: Helsingborg C och hamnen ligger mitt på modellens långsida. Innanför reser sig landborgen. Därifrån hittar du hem.\n\n## Vad färgerna betyder\n\nDet vita finns i dag. Trä och färg är sådant som byggs, är beslutat eller föreslås.\n\nModellen är ungefärlig. [Se stadsmodellen här på webbplatsen](/modellen/).",
    },
    {
        "title": "Så växer staden", "slug": "sa-vaxer-staden", **KNOWN,
        "summary": "En vägg om hur Helsingborg har förändrats och vart staden är på väg.",
        "body": "Väggen läses från vänster till höger: först det som har varit, sedan det som planeras.",
    },
    {
        "title": "Östra Ramlösa – från åker till kvarter", "slug": "ostra-ramlosa", "picture": "ostra-ramlosa",
        "areas": ["ostra-ramlosa"], "plans": ["ostra-ramlosa-etapp-1"], **KNOWN,
        "summary": "Följ planen steg för steg, från första idén till det som ännu inte är bestämt.",
        "body": "Här ser du vad som är klart, vad som pågår och vad som kommer sedan. Samma steg finns på planens sida.",
    },
    {
        "title": "Södra staden – mellan hamn och station", "slug": "sodra-staden", "picture": "sodra-staden",
        "areas": ["sodra-staden"], **KNOWN,
        "summary": "Så hänger hamnen, järnvägen och bostäderna ihop i ett gemensamt förslag.",
        "body": "Stadsplanen är en samlad bild. Vad som får byggas bestäms sedan i detaljplaner.",
    },
    {
        "title": "Plats för företag", "slug": "plats-for-foretag", "audience": "foretag", **KNOWN,
        "summary": "Var kan en verksamhet få plats framöver? Jämför lägen och ställ frågor.",
        "body": "På sidan [Etablera](/etablera/) finns också platser, med kontaktuppgifter till den som vet mer.",
    },
    {
        "title": "Så blir en plan till", "slug": "sa-blir-en-plan-till", "picture": "samtalet", **INVENTED,
        "summary": "Nio kort förklarar vägen från idé till färdigt hus. Lägg dem i ordning.",
        "minutes": 10, "languages": "svenska", "touch": "yes", "sound": "yes", "captions": "yes", "light": "no", "low_table": "yes",
        "seating": "yes", "is_calm": True,
        "access_note": "Bordet är 74 cm högt. Korten har stor text. Inget låter förrän du själv startar det.",
        "body": "Korten ligger huller om buller. Vad kommer först: samråd eller granskning? På baksidan står svaret.",
    },
    {
        "title": "Barnens lekplatslåda", "slug": "barnens-lekplatslada", "audience": "barn", **INVENTED,
        "summary": "Bygg en lekplats av klossar och berätta vad som gör den rolig.",
        "minutes": 20, "languages": "svenska", "touch": "yes", "sound": "no", "light": "no", "low_table": "yes", "seating": "yes",
        "access_note": "Lådan står på golvet. Klossarna är stora och av trä.",
        "body": "Rita eller bygg. Den som vill lämnar en lapp om varför lekplatsen är rolig.",
    },
    {
        "title": "Din lapp på väggen", "slug": "din-lapp-pa-vaggen", **INVENTED,
        "summary": "Skriv en tanke om din gata. Vi läser alla lappar och berättar vad som händer med dem.",
        "minutes": 5, "languages": "alla språk", "touch": "yes", "sound": "no", "light": "no", "low_table": "no", "seating": "no",
        "access_note": "Den nedersta raden på väggen sitter 110 cm från golvet. Be oss gärna sätta upp din lapp.",
        "body": "Skriv på vilket språk du vill. Skriv inte ditt namn.",
    },
]  # fmt: skip


SOUNDING = "sa-blir-en-plan-till"
TRANSCRIPT = """Ingen talar. Sex toner klingar en efter en, var och en högre än den förra, som när kort läggs i ordning.

Den sista tonen ligger kvar en stund: planen är färdig."""
RATE = 8000


def tones():
    """A short sound of our own as a WAV file: six tones of a scale, each fading."""
    samples = bytearray()
    for step, pitch in enumerate((262, 294, 330, 392, 440, 524)):
        length = RATE * 2 if step == 5 else RATE * 3 // 4
        for at in range(length):
            fade = math.exp(-3 * at / length) * min(1, at / 80, (length - at) / 80)
            samples.append(128 + round(90 * fade * math.sin(2 * math.pi * pitch * at / RATE)))
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(bytes(samples))
    return file.getvalue()


def prepare_sound(shelf):
    """Put the sound of an exhibit on the shelf, to be saved; its file is read here."""
    shelf.sound = Recording(
        title="Steg för steg i toner",
        transcript=TRANSCRIPT,
        file=ContentFile(tones(), name="toner.wav"),
        is_example=True,
    )
    shelf.sound.prepare()


def load_exhibits(shelf):
    """Create them in the order of the room."""
    for number, row in enumerate(EXHIBITS, 1):
        row = dict(row)
        areas, plans = row.pop("areas", ()), row.pop("plans", ())
        picture = shelf.pictures[row.pop("picture")] if "picture" in row else None
        exhibit = Exhibit.objects.create(
            number=number, picture=picture, published_at=shelf.published_at, **row
        )
        exhibit.areas.set(shelf.areas[slug] for slug in areas)
        exhibit.plans.set(Plan.objects.filter(slug__in=plans))
        if exhibit.slug == SOUNDING:
            shelf.sound.exhibit = exhibit
            shelf.sound.save()
