"""The plain explanations of the stages of a plan; editors change them in the admin.

From the domain files, in our own words. Periods stand here and nowhere in the code: the rules of
planning change, and each explanation says when somebody last checked it.
"""

import datetime

from django.db import migrations

CHECKED = datetime.date(2026, 11, 23)
FIELDS = (
    "what", "who_decides", "what_you_can_do",
    "name_en", "what_en", "who_decides_en", "what_you_can_do_en",
)  # fmt: skip
TEXTS = {
    "ide": (
        "Någon har en idé om hur en plats kan användas. Staden undersöker om den går att pröva i en plan.",
        "Stadsbyggnadsnämnden svarar på om en plan kan börja göras.",
        "Berätta för staden vad du vet om platsen. Det finns inget förslag att svara på än.",
        "Idea",
        "Somebody has an idea for a place, and the city looks into whether it can be tried in a plan.",
        "The Urban Planning Committee answers whether work on a plan can begin.",
        "Tell the city what you know about the place. There is no proposal to answer yet.",
    ),
    "planuppdrag": (
        "Stadsbyggnadsförvaltningen får i uppdrag att börja arbeta med planen. Det är inte "
        "säkert att det blir någon plan.",
        "Oftast stadsbyggnadsnämnden.",
        "Följ planen här. Vid samrådet får du läsa ett förslag och svara på det.",
        "Planning commission",
        "The planning department is told to begin work on the plan. This does not mean that the plan "
        "will be adopted.",
        "Usually the Urban Planning Committee.",
        "Follow the plan here. At the consultation you can read a proposal and respond.",
    ),
    "program": (
        "En tidig beskrivning av mål och förutsättningar, innan planen ritas. Många planer görs utan "
        "program.",
        "Stadsbyggnadsnämnden godkänner programmet.",
        "När programmet visas i ett samråd kan du läsa det och skriva vad du tycker.",
        "Planning programme",
        "An early description of aims and conditions, before the plan is drawn. Not every plan has one.",
        "The Urban Planning Committee approves the programme.",
        "When the programme is shown in a consultation you can read it and respond.",
    ),
    "samrad": (
        "Det första tillfället att läsa förslaget och tycka till. För planer av stort allmänt intresse "
        "pågår samrådet i minst tre veckor. Staden samlar synpunkterna och svarar på dem i en "
        "samrådsredogörelse.",
        "Stadsbyggnadsnämnden beslutar att förslaget ska visas.",
        "Läs förslaget, kom och fråga och skriv vad du tycker innan tiden går ut. Alla får tycka till.",
        "Consultation",
        "The first time you can read the proposal and respond. For plans of great public interest it "
        "lasts at least three weeks. The city sums up the responses and answers them in a consultation report.",
        "The Urban Planning Committee decides to show the proposal.",
        "Read the proposal, come and ask, and write what you think before the time is up.",
    ),
    "bearbetning": (
        "Staden går igenom synpunkterna, undersöker mer och ändrar förslaget där det behövs.",
        "Stadsbyggnadsförvaltningen arbetar med förslaget. Stadsbyggnadsnämnden beslutar när förslaget ska visas igen.",
        "När samrådsredogörelsen är klar kan du läsa vad andra har tyckt.",
        "Revision",
        "The city goes through the responses, looks into more and changes the proposal where needed.",
        "The planning department does the work; the Urban Planning Committee decides when the proposal "
        "is shown again.",
        "Read what others have said when the consultation report is ready.",
    ),
    "granskning": (
        "Det färdiga förslaget visas. Det är sista tillfället att lämna synpunkter. "
        "Granskningen pågår i minst två veckor, och för planer av stort allmänt intresse i minst tre. För en "
        "översiktsplan är tiden längre.",
        "Stadsbyggnadsnämnden beslutar att förslaget ska visas. Länsstyrelsen lämnar också synpunkter.",
        "Skriv innan granskningstiden är slut. Vill du kunna överklaga en detaljplan behöver du ha skrivit i tid.",
        "Review",
        "The finished proposal is shown. It is the last time to respond. The review "
        "lasts at least two weeks, for plans of great public interest three, for a comprehensive plan longer.",
        "The Urban Planning Committee decides to show the proposal. The county administrative board "
        "responds too.",
        "Write before the time is up. To be able to appeal a detailed plan you must have written in time.",
    ),
    "tillstyrkt": (
        "Nämnden säger ja till förslaget och skickar det vidare till kommunfullmäktige. Planen är inte "
        "antagen än.",
        "Stadsbyggnadsnämnden.",
        "Läs granskningsutlåtandet, där staden svarar på synpunkterna.",
        "Endorsed",
        "The committee says yes and sends the proposal on to the City Council. The plan is not yet adopted.",
        "The Urban Planning Committee.",
        "Read the review statement, where the city answers the responses.",
    ),
    "antagen": (
        "Beslutet som gör förslaget till en plan. Beslutet publiceras på kommunens anslagstavla, och tiden att "
        "överklaga räknas därifrån.",
        "Oftast kommunfullmäktige. Enklare detaljplaner kan kommunstyrelsen eller nämnden anta.",
        "Du kan överklaga en detaljplan om du berörs av den, har skrivit i tid och inte har fått igenom "
        "dina synpunkter. Tiden är tre veckor från dagen då beslutet publiceras på anslagstavlan.",
        "Adopted",
        "The decision that turns the proposal into a plan. It is announced on the official notice "
        "board, and the time for appeals is counted from there.",
        "Usually the City Council; the executive board or the committee may adopt simpler detailed plans.",
        "You can appeal a detailed plan if it affects you, you wrote in time and your views were not met. "
        "You have three weeks from the day the decision is announced on the notice board.",
    ),
    "overklagad": (
        "Någon har begärt att beslutet prövas. Tills det är avgjort gäller planen inte.",
        "Mark- och miljödomstolen. Domen kan prövas av Mark- och miljööverdomstolen om den ger tillstånd.",
        "Den som redan har överklagat får besked av domstolen. Andra kan följa planen här.",
        "Appealed",
        "Somebody has asked for the decision to be tried. Until then the plan does not apply.",
        "The Land and Environment Court, and with leave the Land and Environment Court of Appeal.",
        "Those who have appealed hear from the court. Others can follow the plan here.",
    ),
    "laga-kraft": (
        "Planen gäller och kan inte längre överklagas. En översiktsplan vägleder, en detaljplan är bindande.",
        "Ingen fattar beslutet. Det sker när tiden för överklagande är slut eller domstolen har avgjort saken.",
        "Läs planen. En detaljplans karta visar vad som får byggas. En översiktsplan visar vad staden siktar "
        "på, och vad som får byggas bestäms sedan i detaljplaner.",
        "Legal force",
        "The plan applies and can no longer be appealed. A comprehensive plan guides, a detailed plan binds.",
        "Nobody decides: it happens when the time for appeals has ended or the court has decided.",
        "Read the plan. The map of a detailed plan shows what may be built. A comprehensive plan shows what the city "
        "aims at; what may be built is then decided in detailed plans.",
    ),
    "genomforande": (
        "Planen blir verklighet: gator, ledningar, parker och hus byggs. En detaljplan har en "
        "genomförandetid på 5–15 år, då rätten att bygga är särskilt skyddad.",
        "Staden bygger gator och parker. De som äger marken bygger husen.",
        "Fråga staden vad som byggs och när. Tider är preliminära.",
        "Implementation",
        "The plan becomes real: streets, pipes, parks and houses are built. A detailed plan has a "
        "period of 5–15 years in which the right to build is specially protected.",
        "The city builds streets and parks; those who own the land build the houses.",
        "Ask us what is built and when. Times are preliminary.",
    ),
    "klar": (
        "Det som planen gjorde möjligt är byggt. Planen fortsätter att gälla tills den ändras eller upphävs.",
        "",
        "Kom och se, och berätta för staden hur det blev.",
        "Completed",
        "What the plan made possible is built. The plan goes on applying until it is changed or repealed.",
        "",
        "Come and see, and tell the city how it turned out.",
    ),
    "pausad": (
        "Arbetet ligger stilla, till exempel medan något undersöks. Orsaken står i steget.",
        "Stadsbyggnadsnämnden eller förvaltningen, beroende på orsaken.",
        "Du behöver inte göra något. När arbetet går vidare står det här.",
        "Paused",
        "The work rests, for example while something is looked into. The step tells the reason.",
        "The committee or the department, depending on the reason.",
        "You need not do anything. When the work goes on, this page says so.",
    ),
    "aterupptagen": (
        "Arbetet har börjat igen efter en paus eller ett avbrott.",
        "Stadsbyggnadsnämnden eller förvaltningen, beroende på varför det låg stilla.",
        "Se efter i stegen om du får ett nytt tillfälle att tycka till.",
        "Resumed",
        "The work has begun again after a pause or a stop.",
        "The committee or the department, depending on why it rested.",
        "See among the steps whether there will be a new time to respond.",
    ),
    "avbruten": (
        "Staden har slutat arbeta med planen. Den blir inte antagen. Orsaken står i steget.",
        "Stadsbyggnadsnämnden.",
        "En ny plan för samma plats får ett eget samråd.",
        "Cancelled",
        "The city has stopped working on the plan. It will not be adopted. The step tells the reason.",
        "The Urban Planning Committee.",
        "A new plan for the same place has a consultation of its own.",
    ),
    "ersatt": (
        "En annan plan har tagit över. Den äldre planens sida finns kvar så att du kan se vad som hände.",
        "Samma politiska nivå som antar den nya planen.",
        "Läs om planen som har tagit över.",
        "Superseded",
        "Another plan has taken over. The page of the older plan remains so that you can see what happened.",
        "The same political level that adopts the new plan.",
        "Read about the plan that has taken over.",
    ),
}  # fmt: skip


def write_texts(apps, schema_editor):
    """Write the explanations that are missing; what somebody has written is never touched."""
    StageText = apps.get_model("exhibits", "StageText")
    for stage, texts in TEXTS.items():
        defaults = {**dict(zip(FIELDS, texts, strict=True)), "checked_on": CHECKED}
        StageText.objects.get_or_create(stage=stage, defaults=defaults)


class Migration(migrations.Migration):
    dependencies = [("exhibits", "0001_initial")]

    operations = [migrations.RunPython(write_texts, migrations.RunPython.noop)]
