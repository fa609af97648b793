"""Sample dialogues: invented, and marked so. They lead to our page about examples, never to the city."""

from datetime import date

from exhibits.models import Dialogue
from helsingborgsrummet.demo_content.content import EXAMPLES

DIALOGUES = [
    {
        "title": "Var vill du att gångvägen till skolan ska gå?",
        "kind": "dialogkarta",
        "summary": "Sätt en prick på kartan där du går i dag och en där du helst vill gå.",
        "opens_on": date(2026, 11, 2),
        "closes_on": date(2026, 12, 13),
        "can_influence": "Var gångvägen går och var det ska finnas ljus och bänkar.",
        "already_decided": "Att det ska finnas en gångväg.",
        "decided_by": "Stadsbyggnadsnämnden",
        "feedback_when": "I januari 2027, här på sidan.",
        "feedback_until_on": date(2027, 1, 31),
        "feedback_until_precision": "month",
        "areas": ["ostra-ramlosa"],
    },
    {
        "title": "Hur använder du torget på vintern?",
        "kind": "enkat",
        "summary": "Fem korta frågor om vad du gör på torget när det är kallt och mörkt.",
        "opens_on": date(2027, 1, 11),
        "closes_on": date(2027, 2, 7),
        "can_influence": "Vad som ska finnas på torget nästa vinter.",
        "decided_by": "Stadsbyggnadsförvaltningen",
        "areas": ["drottninghog"],
    },
    {
        "title": "Vad ska lekplatsen heta?",
        "kind": "namnforslag",
        "summary": "Barn och vuxna fick föreslå namn på en ny lekplats.",
        "opens_on": date(2026, 8, 17),
        "closes_on": date(2026, 9, 20),
        "can_influence": "Namnet.",
        "decided_by": "Stadsbyggnadsnämnden",
        "result": "Vi fick många förslag. De flesta ville ha ett namn som hör ihop med vattnet, och så blev det.",
        "result_on": date(2026, 11, 9),
        "areas": ["oceanhamnen"],
    },
]


def load_dialogues(shelf):
    """Create the sample dialogues."""
    for row in DIALOGUES:
        fields = {**row, "url": EXAMPLES, "is_example": True}
        slugs = fields.pop("areas")
        dialogue = Dialogue.objects.create(**fields, published_at=shelf.published_at)
        dialogue.areas.set(shelf.areas[slug] for slug in slugs)
