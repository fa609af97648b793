"""Sample activities. All of them are invented and marked as examples; no person is named."""

import datetime
from datetime import date
from zoneinfo import ZoneInfo

from exhibits.models import Activity, FollowUp, Occurrence

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ANNOUNCED = (2026, 11, 16, 9)
HOSTS = "Värdarna i Helsingborgsrummet"
PLANNERS = "Planerarna på stadsbyggnadsförvaltningen"

# Times are (year, month, day, hour, minute) and the clock at which it ends.
ACTIVITIES = [
    {
        "title": "Öppet hus: fråga en planerare",
        "slug": "oppet-hus-fraga-en-planerare",
        "kind": "oppet-hus",
        "summary": "Kom när du vill. Vi visar kartor och svarar på frågor om det som planeras där du bor.",
        "body": "Ta gärna med en fråga om din gata eller ditt kvarter. Du behöver inte kunna något om planer.\n\nDet du säger skriver vi ned utan namn. Efteråt berättar vi här vad vi hörde.",
        "picture": "rummet",
        "audience": "alla",
        "access": "Hörslinga finns.",
        "organiser_role": PLANNERS,
        "times": [((2026, 12, 3, 16, 0), (18, 30), {})],
    },
    {
        "title": "Bygglördag för barn",
        "slug": "bygglordag-for-barn",
        "kind": "verkstad",
        "summary": "Bygg en plats du saknar, av kartong, klossar och färg.",
        "body": "Vi har material och förkläden. Det som byggs får stå kvar i rummet i två veckor.",
        "picture": "dromgatan",
        "audience": "barn tillsammans med en vuxen",
        "age_from": 5,
        "age_to": 12,
        "signup": "Skriv hur många ni är.",
        "signup_link": "https://example.org/bygglordag",
        "organiser_role": HOSTS,
        "times": [
            (
                (2026, 12, 5, 11, 0),
                (14, 0),
                {
                    "state": "full",
                    "note": "Alla platser är tagna.",
                    "signup_until": date(2026, 12, 1),
                },
            )
        ],
    },
    {
        "title": "Visning i lugn miljö",
        "slug": "visning-i-lugn-miljo",
        "kind": "visning",
        "summary": "Dämpat ljus, inga ljud från skärmarna, högst åtta personer.",
        "audience": "alla som vill ha det lugnt",
        "access": "Dämpat ljus och inga ljud från skärmarna. Det finns sittplatser.",
        "signup": "Ring eller mejla värdarna.",
        "organiser_role": HOSTS,
        "times": [
            ((2026, 12, 9, 10, 0), (11, 0), {}),
            (
                (2026, 12, 16, 10, 0),
                (11, 0),
                {"state": "cancelled", "note": "För få anmälda. Kom den 9 december i stället."},
            ),
        ],
    },
    {
        "title": "Trygghetsvandring i Drottninghög",
        "slug": "trygghetsvandring-drottninghog-januari-2027",
        "kind": "trygghetsvandring",
        "summary": "Vi går två kilometer på plan mark och antecknar var det är mörkt. Ta med reflex.",
        "venue": "address",
        "place": "Drottninghögs centrum, vid torget",
        "audience": "alla",
        "access": "Plan mark hela vägen. Säg till om du vill gå i ett lugnare tempo.",
        "picture": "vandringen",
        "areas": ["drottninghog"],
        "organiser_role": "Stadsbyggnadsförvaltningen",
        "times": [
            (
                (2027, 1, 14, 17, 30),
                (19, 0),
                {
                    "state": "moved",
                    "place": "Biblioteket i Drottninghög, huvudentrén",
                    "note": "Torget byggs om.",
                },
            )
        ],
    },
    {
        "title": "Frukost för företagare",
        "slug": "frukost-for-foretagare",
        "kind": "samtal",
        "summary": "En kort genomgång av lediga lägen och bygglov. Säg till om du vill ha specialkost.",
        "audience": "företagare",
        "signup": "Skriv om du behöver specialkost.",
        "signup_link": "https://example.org/frukost",
        "areas": ["oceanhamnen", "ostra-ramlosa"],
        "organiser_role": "Näringslivsenheten",
        "times": [
            (
                (2027, 1, 19, 8, 0),
                (9, 30),
                {
                    "state": "cancelled",
                    "note": "Samtalsledaren är sjuk.",
                    "signup_until": date(2027, 1, 14),
                },
            )
        ],
    },
    {
        "title": "Så läser du en plankarta",
        "slug": "sa-laser-du-en-plankarta",
        "kind": "kurs",
        "summary": "En timme med färger, streck och bokstäver. Även på lätt svenska.",
        "picture": "samtalet",
        "audience": "alla",
        "languages": "svenska och lätt svenska",
        "areas": ["ostra-ramlosa", "sodra-staden"],
        "organiser_role": PLANNERS,
        "times": [((2027, 2, 3, 14, 0), (15, 0), {}), ((2027, 2, 10, 14, 0), (15, 0), {})],
    },
    {
        "title": "Samtal: barnens väg till skolan",
        "slug": "samtal-barnens-vag-till-skolan",
        "kind": "samtal",
        "summary": "Vad behöver ändras för att fler barn ska kunna gå själva?",
        "audience": "vårdnadshavare, elever och skolpersonal",
        "languages": "svenska och svenskt teckenspråk",
        "access": "Teckenspråkstolk och hörslinga.",
        "areas": ["maria-station", "drottninghog"],
        "organiser_role": PLANNERS,
        "times": [((2027, 2, 11, 18, 0), (19, 30), {})],
    },
    {
        "title": "Guided tour in English",
        "slug": "guided-tour-in-english",
        "kind": "guidad-tur",
        "summary": "En guidad tur runt modellen på enkel engelska. A walk around the model, in plain English.",
        "picture": "rummet",
        "audience": "alla",
        "languages": "engelska",
        "organiser_role": HOSTS,
        "times": [((2027, 3, 6, 11, 0), (13, 0), {})],
    },
    {
        "title": "Trygghetsvandring vid Ramlösa station",
        "slug": "trygghetsvandring-ramlosa-oktober-2026",
        "kind": "trygghetsvandring",
        "summary": "Tjugotvå personer gick med från stationen till skolan och pekade ut platser där det är mörkt eller svårt att se.",
        "picture": "perrongen",
        "venue": "address",
        "place": "Ramlösa station, östra sidan",
        "audience": "alla",
        "areas": ["sodra-staden"],
        "organiser_role": "Stadsbyggnadsförvaltningen",
        "published": (2026, 9, 21, 9),
        "heard": "Gångvägen mellan stationen och skolan är mörk på tre ställen. Buskarna vid tunneln skymmer sikten. Flera saknar en bänk halvvägs.",
        "done": "Buskarna är klippta. Två lampor är lagade och en ny är beställd.",
        "why_not": "Tunneln byggs inte om nu. Den rivs när den nya vägen kommer, och fram till dess blir den ljusare.",
        "feedback_on": date(2026, 11, 9),
        "protocol_link": "https://example.org/protokoll-trygghetsvandring",
        "times": [((2026, 10, 14, 17, 30), (19, 0), {})],
        "actions": [
            ("Klippa buskarna vid tunneln", "Parkenheten", "done", "", None),
            ("Laga två lampor på gångvägen", "Gatuenheten", "done", "", None),
            ("Sätta upp en ny lampa vid skolgården", "Gatuenheten", "open", "", date(2027, 2, 1)),
            ("Ställa ut en bänk halvvägs", "Parkenheten", "open", "", date(2027, 4, 15)),
            (
                "Bygga om tunneln",
                "Gatuenheten",
                "declined",
                "Den rivs när den nya vägen byggs.",
                None,
            ),
        ],
    },
    {
        "title": "Barnens lekplats i Maria Park",
        "slug": "barnens-lekplats-i-maria-park",
        "kind": "barndialog",
        "summary": "Två klasser visade med bilder och klossar hur den nya lekplatsen kan bli.",
        "venue": "address",
        "place": "Maria Park",
        "audience": "elever i årskurs 1 och 2",
        "age_from": 7,
        "age_to": 9,
        "areas": ["maria-station"],
        "organiser_role": PLANNERS,
        "published": (2026, 9, 1, 9),
        "heard": "Barnen vill klättra högt, kunna gömma sig och ha någonstans att vara när det regnar.",
        "done": "Vi har ritat en högre klätterställning med en koja under, och ett tak.",
        "why_not": "Linbanan får inte plats utan att träd fälls. Den läggs in när nästa lekplats planeras.",
        "feedback_on": date(2026, 10, 30),
        "children_ages": "7–9 år",
        "children_asked": "Barnen gick runt på platsen, fotograferade det som var bra och dåligt och byggde sedan i klossar.",
        "children_changed": "Kojan, taket och en lägre gunga kom till efter barnens förslag.",
        "times": [((2026, 9, 17, 9, 0), (11, 0), {}), ((2026, 9, 18, 9, 0), (11, 0), {})],
    },
]


def load_activities(shelf):
    """Create the sample activities."""
    for row in ACTIVITIES:
        row = dict(row)
        times, actions = row.pop("times"), row.pop("actions", [])
        about = [shelf.areas[slug] for slug in row.pop("areas", [])]
        published_at = datetime.datetime(*row.pop("published", ANNOUNCED), tzinfo=STOCKHOLM)
        activity = Activity.objects.create(
            **{**row, "picture": shelf.pictures.get(row.get("picture"))},
            is_example=True,
            contact_role=HOSTS,
            contact_email="rummet@example.org",
            contact_phone="08-465 004 20",
            is_contact_example=True,
            published_at=published_at,
        )
        activity.areas.set(about)
        for start, clock, options in times:
            starts_at = datetime.datetime(*start, tzinfo=STOCKHOLM)
            Occurrence.objects.create(
                activity=activity,
                starts_at=starts_at,
                ends_at=starts_at.replace(hour=clock[0], minute=clock[1]),
                changed_at=published_at,
                **options,
            )
        for action, role, state, reason, day in actions:
            FollowUp.objects.create(
                activity=activity,
                action=action,
                responsible_role=role,
                state=state,
                reason=reason,
                follow_up_on=day,
            )
