"""The words of planning that the sample content explains: true ones, in our own words."""

import datetime

from exhibits.models import Term

CHECKED = datetime.date(2026, 11, 23)
LAW = "Plan- och bygglagen"
NOT_OF_THE_LAW = ("diarienummer", "markanvisning")
# Word, inflections, explanation or the stage that it is, in English.
TERMS = [
    ("antagande", "antagandet", "", "antagen", "adoption"),
    ("bygglov", "bygglovet, bygglov, byggloven", "Kommunens tillstånd att bygga något på en plats. Reglerna står i detaljplanen, om det finns en.", "", "building permit"),
    ("byggrätt", "byggrätten, byggrätter, byggrätterna", "Vad och hur mycket som får byggas på en fastighet enligt detaljplanen.", "", "building right"),
    ("detaljplan", "detaljplanen, detaljplaner, detaljplanerna", "En karta med bindande regler för vad som får byggas på en plats och hur marken får användas.", "", "detailed development plan"),
    ("diarienummer", "diarienumret, diarienummer, diarienumren", "Ärendets nummer hos kommunen. Uppge det när du skriver till kommunen eller frågar efter en handling.", "", "case number"),
    ("genomförandetid", "genomförandetiden, genomförandetider", "De år då rätten att bygga enligt detaljplanen är särskilt skyddad. Tiden är minst 5 och högst 15 år.", "", "implementation period"),
    ("granskning", "granskningen, granskningar, granskningarna", "", "granskning", "review"),
    ("granskningsutlåtande", "granskningsutlåtandet, granskningsutlåtanden", "Kommunens svar på synpunkterna från granskningen.", "", "review statement"),
    ("kungörelse", "kungörelsen, kungörelser, kungörelserna", "Kommunens officiella meddelande på anslagstavlan. Det är kungörelsen som gäller, inte den här webbplatsen.", "", "official notice"),
    ("laga kraft", "", "", "laga-kraft", "legal force"),
    ("markanvisning", "markanvisningen, markanvisningar, markanvisningarna", "Ett avtal där en byggaktör under en tid ensam får förhandla med kommunen om kommunens mark.", "", "land allocation"),
    ("mark- och miljödomstolen", "mark- och miljödomstol", "Domstolen som prövar beslut om detaljplaner när någon har överklagat.", "", "Land and Environment Court"),
    ("plankarta", "plankartan, plankartor, plankartorna", "Kartan med detaljplanens bindande regler. Planbeskrivningen förklarar dem.", "", "plan map"),
    ("planprogram", "planprogrammet, planprogrammen", "", "program", "planning programme"),
    ("planuppdrag", "planuppdraget, planuppdragen", "", "planuppdrag", "planning commission"),
    ("samråd", "samrådet, samråden", "", "samrad", "consultation"),
    ("samrådsredogörelse", "samrådsredogörelsen, samrådsredogörelser", "En sammanfattning av alla synpunkter från samrådet, med kommunens svar.", "", "consultation report"),
    ("översiktsplan", "översiktsplanen, översiktsplaner, översiktsplanerna", "Kommunens bild av hur mark och vatten ska användas på lång sikt. Den vägleder men är inte bindande.", "", "comprehensive plan"),
]  # fmt: skip


def load_terms():
    """Create them."""
    for title, forms, text, stage, name_en in TERMS:
        Term.objects.create(
            title=title, forms=forms, text=text, stage=stage, name_en=name_en,
            source=LAW if text and title not in NOT_OF_THE_LAW else "", checked_on=CHECKED if text else None,
        )  # fmt: skip
