"""Sample plans: true ones with their source and the day they were checked, and one example.

The procedure is said only where it is known. Nothing is said about what came after the last date in
the domain files.
"""

import datetime

from exhibits.models import Plan, PlanStep
from exhibits.rules.plan_stages import Procedure, Stage
from helsingborgsrummet.demo_content.content import CHECKED, CITY, DROTTNINGH, SOUTHERN_CITY

PRECISIONS = {1: "year", 2: "month", 3: "day"}

PLANS = [
    {
        "area": "ostra-ramlosa",
        "slug": "ostra-ramlosa-etapp-1",
        "title": "Östra Ramlösa, etapp 1",
        "kind": Plan.Kind.DETAILED,
        "reference": "411/2019",
        "summary": "Den första etappen av den nya stadsdelen. Enligt förslaget 2024 rymmer den omkring 1 500 bostäder.",
        "body": """\
## Vad kan byggas enligt förslaget?

Enligt förslaget från 2024 kan omkring 1 500 bostäder byggas öster om Österleden. I hela den nya stadsdelen planeras på sikt omkring 3 000 bostäder. Dessutom planeras skola, förskolor, idrottshall, vårdboende och en park längs Lussebäcken. Vi vet inte vad av detta som hör till den första etappen.

## Vad har hänt efter granskningen?

Det vet vi inte. Kontrollera hos staden innan du räknar med något som står här.
""",
        "steps": [
            (Stage.PROGRAMME, (2012,), None, {"note": "Planprogram för hela Östra Ramlösa."}),
            (
                Stage.CONSULTATION,
                (2022, 6, 1),
                (2022, 8, 31),
                {"result": "Arbetet gick vidare till granskning sommaren 2024."},
            ),
            (Stage.REVIEW, (2024, 6, 4), (2024, 7, 2), {}),
        ],
    },
    {
        "area": "ostra-ramlosa",
        "slug": "nya-sjukhusomradet",
        "title": "Nya sjukhusområdet",
        "kind": Plan.Kind.DETAILED,
        "summary": "Ett nytt akutsjukhus söder om Clausgatan, i samma del av staden som Östra Ramlösa.",
        "steps": [
            (
                Stage.CONSULTATION,
                (2023, 2, 11),
                (2023, 3, 20),
                {"result": "Arbetet gick vidare till granskning hösten 2023."},
            ),
            (
                Stage.REVIEW,
                (2023, 10, 7),
                (2023, 11, 5),
                {"result": "Planen antogs i april 2024."},
            ),
            (Stage.ADOPTED, (2024, 4, 16), None, {"result": "Kommunfullmäktige antog planen."}),
        ],
    },
    {
        "area": "sodra-staden",
        "other_areas": ["oceanhamnen"],
        "slug": "stadsplan-sodra-staden",
        "title": "Stadsplan södra staden",
        "kind": Plan.Kind.AMENDMENT,
        "procedure": Procedure.COMPREHENSIVE.value,
        "official_url": SOUTHERN_CITY,
        "source_url": SOUTHERN_CITY,
        "summary": "Hur mark och vatten i de södra delarna av staden och i hamnen kan användas fram till 2050.",
        "body": """\
## Vad är det för plan?

En ändring av översiktsplanen. Den vägleder kommande beslut men bestämmer inte vad som får byggas på en viss tomt.

## Vilka delar ingår?

Helsingborg C, Oceanhamnen, Västhamnen, Hamnen, Universitetsområdet, Husarområdet, Gåsebäck, Ramlösa station, Planteringen och Miatorp.

## Vad gäller tills planen är antagen?

Den fördjupade översiktsplanen för H+ från 2012.
""",
        "steps": [
            (Stage.COMMISSION, (2021, 1), None, {}),
            (
                Stage.CONSULTATION,
                (2024, 2, 5),
                (2024, 4, 7),
                {"result": "Arbetet gick vidare till granskning hösten 2025."},
            ),
            (Stage.REVIEW, (2025, 10, 3), (2025, 12, 3), {}),
        ],
    },
    {
        "area": "oceanhamnen",
        "slug": "badhus-i-oceanhamnen",
        "title": "Badhus i Oceanhamnen",
        "kind": Plan.Kind.DETAILED,
        "summary": "Ett nytt badhus vid vattnet. Det har fått namnet Oceanhamnsbadet.",
        "body": """\
## Varför visades förslaget två gånger?

Förslaget drogs tillbaka under granskningen 2024. Våren 2025 visades det igen i en ny granskning.
""",
        "steps": [
            (
                Stage.CONSULTATION,
                (2020, 10, 12),
                (2020, 11, 6),
                {"result": "Arbetet gick vidare till granskning hösten 2024."},
            ),
            (
                Stage.REVIEW,
                (2024, 9, 30),
                (2024, 10, 28),
                {"result": "Förslaget drogs tillbaka och visades igen våren 2025."},
            ),
            (
                Stage.REVIEW,
                (2025, 4, 28),
                (2025, 5, 28),
                {"result": "Planen antogs i oktober 2025."},
            ),
            (Stage.ADOPTED, (2025, 10, 22), None, {"result": "Kommunfullmäktige antog planen."}),
        ],
    },
    {
        "area": "drottninghog",
        "slug": "planprogram-drottninghog",
        "title": "Planprogram för Drottninghög",
        "kind": Plan.Kind.PROGRAMME,
        "source_url": DROTTNINGH,
        "summary": "Programmet beskriver hur området kan förnyas med fler hem, nya gator och en park.",
        "body": """\
## Vad kom efter programmet?

Detaljplaner för olika etapper, bland annat 2014 och 2016.
""",
        "steps": [(Stage.PROGRAMME, (2012,), None, {})],
    },
    {
        "area": "maria-station",
        "slug": "maria-station-etapp-3",
        "title": "Maria station, etapp 3",
        "kind": Plan.Kind.DETAILED,
        "summary": "Radhus, lägenheter, förskola och park nära tåget. Enligt samrådsförslaget handlar det om omkring 720 bostäder.",
        "steps": [(Stage.CONSULTATION, (2024, 4, 2), (2024, 5, 17), {})],
    },
    {
        "area": "drottninghog",
        "slug": "exempel-parkkvarteret",
        "title": "Parkkvarteret",
        "kind": Plan.Kind.DETAILED,
        "procedure": Procedure.EXTENDED.value,
        "is_example": True,
        "reference": "EX 1/2026",
        "summary": "Ett kvarter med hyresrätter, en förskola och en liten park.",
        "picture": "drottninghog",
        "outline": {
            "type": "Polygon",
            "coordinates": [
                [
                    [12.7262, 56.0625],
                    [12.7262, 56.0606],
                    [12.7310, 56.0604],
                    [12.7310, 56.0622],
                    [12.7262, 56.0625],
                ]
            ],
        },
        "points": [
            ("Nya kvarter", "I exemplet byggs hus i tegel och trä runt gårdar.", 76, 46),
            ("Husen som finns", "De långa husen från 1960-talet står kvar.", 29, 50),
            ("Parken", "Den lilla parken läggs där träden redan står.", 76, 63),
        ],
        "contact_role": "Planerarna i exemplet",
        "contact_email": "planer@example.org",
        "contact_phone": "08-465 004 21",
        "is_contact_example": True,
        "body": """\
## Vad handlar förslaget om?

Enligt förslaget blir en parkering ett kvarter med omkring 60 hyresrätter, en förskola för 80 barn och en park mitt i.

## Hur påverkas du som bor nära?

Gångvägen till skolan får en ny sträckning. Var den ska gå är en av frågorna i samrådet.
""",
        "steps": [
            (Stage.COMMISSION, (2026, 3), None, {}),
            (
                Stage.CONSULTATION,
                (2026, 11, 16),
                (2027, 1, 15),
                {
                    "respond_url": "https://example.org/parkkvarteret",
                    "respond_email": "parkkvarteret@example.org",
                    "respond_post": "Exempelnämnden, Exempelgatan 1, 123 45 Exempelstad",
                    "can_influence": "Var gångvägen till skolan ska gå, hur parken används och hur höga husen blir mot gatan.",
                    "already_decided": "Ingenting, men förslaget utgår från att det ska finnas hyresrätter och en förskola.",
                    "decided_by": "Kommunfullmäktige, när stadsbyggnadsnämnden har sagt ja efter granskningen.",
                    "feedback_when": "I samrådsredogörelsen, tidigast våren 2027.",
                    "feedback_until_on": datetime.date(2027, 5, 31),
                    "feedback_until_precision": "month",
                },
            ),
            (Stage.REVIEW, (2027, 9), None, {"is_expected": True}),
            (Stage.ADOPTED, (2028,), None, {"is_expected": True}),
        ],
        "change_notes": [
            (datetime.date(2026, 11, 16), "Samrådet har börjat. Du kan tycka till här på sidan."),
            (
                datetime.date(2026, 10, 19),
                "Samrådet börjar den 16 november 2026, två veckor senare än vi först skrev.",
            ),
        ],
    },
]


def load_plans(shelf):
    """Create the sample plans."""
    for row in PLANS:
        row = dict(row)
        steps, others = row.pop("steps"), row.pop("other_areas", [])
        change_notes, points = row.pop("change_notes", []), row.pop("points", [])
        true = {"source": CITY, "checked_on": CHECKED}
        origin = {} if row.get("is_example") else true
        plan = Plan.objects.create(
            **{
                "procedure": Procedure.NONE.value,
                **origin,
                **row,
                "area": shelf.areas[row["area"]],
                "picture": shelf.pictures.get(row.get("picture")),
                "published_at": shelf.published_at,
            }
        )
        plan.other_areas.set(shelf.areas[slug] for slug in others)
        for stage, start, end, more in steps:
            PlanStep.objects.create(
                plan=plan,
                stage=stage.value,
                **_dates("starts", start),
                **_dates("ends", end),
                # What has no announced days is a fact because the source says that it happened.
                **{"is_confirmed": end is None and "is_expected" not in more, **more},
            )
        for number, (title, text, x, y) in enumerate(points, start=1):
            plan.points.create(number=number, title=title, text=text, x=x, y=y)
        for noted_on, text in change_notes:
            plan.change_notes.create(noted_on=noted_on, text=text)


def _dates(name, parts):
    """``(2021, 11)`` as the two columns of a partial date; nothing for ``None``."""
    if not parts:
        return {}
    day = datetime.date(*(*parts, 1, 1)[:3])
    return {f"{name}_on": day, f"{name}_precision": PRECISIONS[len(parts)]}
