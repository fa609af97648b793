"""Invented places for businesses, all marked as examples."""

import datetime

from exhibits.models import Opportunity, Plan

CHECKED = datetime.date(2026, 11, 16)

OPPORTUNITIES = [
    {
        "title": "Verkstad i gammal industrimiljö", "slug": "verkstad-i-gaseback",
        "kind": "lokal", "area": "sodra-staden", "place": "Gåsebäck", "picture": "verkstaden",
        "size_from": 400, "size_to": 400,
        "summary": "400 kvadratmeter för hantverk eller kultur i en tegelbyggnad från 1900-talet. Tillfälligt avtal.",
        "availability": "Så snart avtalet är klart",
        "plan_allows": "Verksamheter som inte stör grannarna, till exempel verkstad, ateljé eller replokal.",
        "body": "## Om lokalen\n\nLokalen ligger på markplan och har en bred port mot gården. Det är högt i tak och kallt på vintern.\n\n## Vad gäller för avtalet?\n\nAvtalet är tillfälligt. Det förlängs ett år i taget tills området byggs om.",
    },
    {
        "title": "Kontor nära tågen", "slug": "kontor-nara-tagen",
        "kind": "kontor", "area": "oceanhamnen", "picture": "kontoret",
        "size_from": 250, "size_to": 600,
        "summary": "Ett halvt våningsplan som går att dela, fem minuter till fots från perrongen.",
        "availability": "Efter ombyggnad, ungefär ett halvår efter att avtalet är klart",
        "plan_allows": "Kontor och annan verksamhet som fungerar bland bostäder.",
        "body": "## Om lokalen\n\nPlanet ligger tre trappor upp. Det finns hiss. Du kan hyra allt eller en del. Köket och mötesrummen delar du med grannen på samma plan.\n\n## Så tar du dig hit\n\nDu går eller cyklar från Helsingborg C. Parkering för bil finns i garage i närheten.",
    },
    {
        "title": "Närservice i en ny stadsdel", "slug": "narservice-i-ny-stadsdel",
        "kind": "lokal", "area": "ostra-ramlosa", "plan": "ostra-ramlosa-etapp-1", "picture": "torget",
        "size_from": 120, "size_to": 900,
        "summary": "Bottenvåningar för livsmedel, café eller vård i kvarteren runt ett framtida torg.",
        "availability": "Tidigast när planen gäller",
        "plan_allows": "Butik, service, café eller vård i bottenvåningen mot torget.",
        "body": "## Varför redan nu?\n\nHusen är inte byggda. Innan lokalerna ritas kan den som vill vara med berätta vad verksamheten behöver, till exempel takhöjd, lastplats och ventilation.",
    },
    {
        "title": "Café vid parken", "slug": "cafe-vid-parken", "state": "reserved",
        "kind": "lokal", "area": "drottninghog", "picture": "cafeet",
        "size_from": None, "size_to": 90,
        "summary": "Liten lokal med uteplats mot söder, vid en park där många går förbi.",
        "availability": "Reserverad till och med mars 2027",
        "availability_until_on": datetime.date(2027, 3, 31),
        "availability_until_precision": "month",
        "plan_allows": "Café, kiosk eller annan mindre servering.",
        "body": "## Vad betyder reserverad?\n\nNågon har visat intresse och har förtur till slutet av mars 2027. Hör av dig ändå, så får du veta om lokalen blir ledig igen.",
    },
    {
        "title": "Mark för mindre företag", "slug": "mark-for-mindre-foretag",
        "kind": "mark", "area": "maria-station", "picture": "tomterna",
        "size_from": 1500, "size_to": None,
        "summary": "Tomter från 1 500 kvadratmeter med gång- och cykelväg till stationen.",
        "availability": "Marken är ledig nu",
        "plan_allows": "Verksamheter som inte stör bostäder, i hus på högst två våningar.",
        "body": "## Om marken\n\nTomterna är plana och har väg, vatten och avlopp fram till tomtgränsen. Du kan slå ihop flera.\n\n## Så går det till\n\nDu berättar vad du vill bygga. Om det stämmer med planen kan du få marken reserverad medan du ritar.",
    },
]  # fmt: skip


def load_opportunities(shelf):
    """Create the sample places; their plans are stored before."""
    plans = {plan.slug: plan for plan in Plan.objects.all()}
    for row in OPPORTUNITIES:
        related = {
            "area": shelf.areas[row["area"]],
            "picture": shelf.pictures[row["picture"]],
            "plan": plans.get(row.get("plan")),
        }
        Opportunity.objects.create(
            **{**row, **related},
            contact_role="Etableringslotsen",
            contact_email="etablera@example.org",
            contact_phone="08-465 004 21",
            is_contact_example=True,
            checked_on=CHECKED,
            is_example=True,
            published_at=shelf.published_at,
        )
