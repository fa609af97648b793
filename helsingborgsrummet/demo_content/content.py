"""The sample content, in our own words.

What is true says where it comes from; what is invented is marked as an example. No sentence is
copied from the city's pages or from articles, and no person is invented. Coordinates come from
``exhibits/rules/city.geojson``.
"""

from datetime import date, time

CHECKED = date(2026, 11, 23)
CITY = "Helsingborgs stad"
# The article that the project starts from, and the city's own page about a plan.
ARTICLE = {
    "source": "Lokalguiden, 17 april 2023",
    "source_url": "https://lokalguiden.se/magasinet/artikel/en-plats-f%C3%B6r-utveckling",
    "checked_on": CHECKED,
}
CITY_NEWS = {"source": CITY, "checked_on": CHECKED}
SOUTHERN_CITY = "https://dialog.helsingborg.se/stadsplan-sodra-staden"
DROTTNINGH = "https://drottningh.helsingborg.se/"
# Invented questions lead here: there is nothing to answer anywhere else.
EXAMPLES = "/exempel/"

PICTURES = {
    # name: title and description; the file is pictures/<name>.webp
    "ostra-ramlosa": (
        "Modell av Östra Ramlösa",
        "Modell av Östra Ramlösa: vita och träfärgade kvarter, radhus och en röd skola vid en bäck, med åkrar runt om.",
    ),
    "sodra-staden": (
        "Modell av Södra staden",
        "Modell av Södra staden: långa kvarter mellan hamnen och järnvägen, en grön remsa och två gula kranar vid vattnet.",
    ),
    "oceanhamnen": (
        "Modell av Oceanhamnen",
        "Modell av Oceanhamnen: täta vita kvarter, ett rött och ett ljusblått höghus längst ut på kajen och en segelbåt på vattnet.",
    ),
    "drottninghog": (
        "Modell av Drottninghög",
        "Modell av Drottninghög: långa vita lameller i rader och nya kvarter i tegel och trä intill, med träd mellan husen.",
    ),
    "maria-station": (
        "Modell av Maria station",
        "Modell av Maria station: spåren mitt i bilden, kvarter och radhus på ena sidan och en stor park på den andra.",
    ),
    "rummet": (
        "Rummet",
        "Ett ljust rum med en modell av staden på ett bord. Träfigurer står runt bordet och färgade tavlor hänger på väggarna.",
    ),
    "flytten": (
        "Flytten",
        "En vit flyttbil och kartonger mellan ett vitt hus vid hamnen och ett rött hus. Tre träfigurer hjälps åt.",
    ),
    "samtalet": (
        "Samtalet",
        "Sju träfigurer runt ett bord fullt av färgade lappar. På väggen bakom sitter en karta med fler lappar.",
    ),
    "massan": (
        "Mässan",
        "En sommarmässa på en kaj: tält med röda tak, vimplar och många träfigurer, ett glashus och segelbåtar.",
    ),
    "badhuset": (
        "Badhuset",
        "Modell av ett vitt badhus på en kaj, med en ljusblå bassäng framför och en träfigur vid vattnet.",
    ),
    "dromgatan": (
        "Drömgatan",
        "En gata av kartonghus med olika färger på dörrarna. Små figurer går på gatan.",
    ),
    "verkstaden": (
        "Verkstaden",
        "En verkstad i rött tegel med sågtandat tak, skorsten och en bred port mot gården, där lådor är staplade.",
    ),
    "kontoret": (
        "Kontoret",
        "Ett vitt kontorshus mellan vattnet och järnvägen. Ett av våningsplanen är markerat i gult.",
    ),
    "torget": (
        "Torget",
        "Ett torg mellan tre vita hus. Bottenvåningarna är gula, röda och ljusblå, och människor går mellan träd och bänkar.",
    ),
    "cafeet": (
        "Kaféet",
        "Ett litet trähus med rött tak och vita bord utanför, vid en gångväg genom en park.",
    ),
    "tomterna": (
        "Tomterna",
        "Sex lika stora tomter längs en väg, med pinnar i hörnen. På två av dem står låga hus.",
    ),
    "vandringen": (
        "Vandringen",
        "Sju träfigurer går tillsammans längs en gångväg mellan hus, träd och lyktstolpar.",
    ),
    "perrongen": (
        "Perrongen",
        "Sex träfigurer går på en gångväg vid en station. Bakom dem syns cykelställ, perrong och spår.",
    ),
    "vintern": ("Vintern", "En stadsmodell täckt av snö med en isbana där fyra små figurer åker."),
}

TOPICS = [
    ("Östra Ramlösa", "ostra-ramlosa", "Den nya stadsdelen öster om Österleden."),
    (
        "Södra staden",
        "sodra-staden",
        "Staden, hamnen och järnvägen från Helsingborg C till Miatorp.",
    ),
    ("Oceanhamnen", "oceanhamnen", "Hamnen som blir stad, etapp för etapp."),
    ("Drottninghög", "drottninghog", "Förnyelsen av ett bostadsområde från 1960-talet."),
    ("Maria station", "maria-station", "Kvarter, park och tåg i norr."),
    ("Bostäder", "bostader", "Nya hem och hur de kan se ut."),
    (
        "Parker och lekplatser",
        "parker-och-lekplatser",
        "Gröna platser att vara på, för stora och små.",
    ),
    ("Trafik och resor", "trafik-och-resor", "Tåg, buss, cykel, bil och vägar att gå."),
    ("Trygghet", "trygghet", "Ljus, sikt och platser där du vill vara."),
    ("Barn och unga", "barn-och-unga", "När barn och unga är med och formar staden."),
    (
        "Företag och etablering",
        "foretag-och-etablering",
        "Platser för verksamheter och möten med staden.",
    ),
    ("Planer på gång", "detaljplaner-pa-gang", "Samråd, granskning och beslut."),
    (
        "Rummet och utställningar",
        "rummet-och-utstallningar",
        "Vad som händer i Helsingborgsrummet.",
    ),
]

AREAS = [
    {
        "title": "Östra Ramlösa",
        "slug": "ostra-ramlosa",
        "district": "Ramlösa",
        "kind": "Ny stadsdel",
        "label_side": "below",
        "summary": "I stadens östra utkant planeras en ny stadsdel där det i dag mest är åker. I rummet kan du se hur den kan växa.",
        "body": """\
## Vad planeras här?

Öster om Österleden, ut mot E6, vill staden bygga en ny stadsdel. På sikt handlar det om omkring 3 000 bostäder, och enligt förslaget 2024 om omkring 1 500 i den första etappen.

I hela stadsdelen planeras också skola, förskolor, idrottshall, vårdboende och en park längs Lussebäcken. Tanken är att det ska vara lätt att leva här med barn.

Söder om Clausgatan, i samma del av staden, planeras ett nytt akutsjukhus.
""",
        "facts": [
            ("Bostäder på sikt", "omkring 3 000", f"{CITY}, planförslaget 2024"),
            ("Första etappen", "omkring 1 500", f"{CITY}, planförslaget 2024"),
            ("Yta", "ungefär 200 hektar", CITY),
            ("Från Stortorget", "drygt 5 km", CITY),
        ],
        "milestones": [],
    },
    {
        "title": "Södra staden",
        "slug": "sodra-staden",
        "district": "Söder",
        "kind": "Långsiktig plan",
        "label_side": "right",
        "summary": "Från Helsingborg C och hamnen till Miatorp ritar staden om kartan för lång tid framåt. Planerna visas i rummet.",
        "body": """\
## Vad handlar planen om?

Stadsplan södra staden är en ändring av översiktsplanen. Den visar hur mark och vatten kan användas fram till 2050, men den bestämmer inte vad som får byggas på en viss tomt.

Förslaget gör det möjligt att flytta containerhamnen söderut. Det tar också upp hur staden ska klara ett varmare klimat och en högre havsnivå.

## Vilka delar ingår?

Helsingborg C, Oceanhamnen, Västhamnen, Hamnen, Universitetsområdet, Husarområdet, Gåsebäck, Ramlösa station, Planteringen och Miatorp. På vår karta är Oceanhamnen ritad för sig.
""",
        "facts": [
            ("Sträcker sig till", "2050", CITY, SOUTHERN_CITY),
            ("Typ av plan", "ändring av översiktsplanen", CITY, SOUTHERN_CITY),
            ("Stadsdelar", "tio", CITY, SOUTHERN_CITY),
        ],
        "milestones": [
            (
                "Tidig dialog",
                (2022,),
                None,
                "Bland annat i Helsingborgsrummet under H22.",
                CITY,
                SOUTHERN_CITY,
            ),
        ],
    },
    {
        "title": "Oceanhamnen",
        "slug": "oceanhamnen",
        "kind": "Hamn som blir stad",
        "label_side": "left",
        "summary": "Det gamla hamnområdet byggs om i etapper. Här, på markplanet i Prismahuset, öppnade Helsingborgsrummet 2022.",
        "body": """\
## Vad har byggts?

H+ är stadens program för att förnya Oceanhamnen, Universitetsområdet, Husarområdet och Gåsebäck. Oceanhamnen är den första delen.

I Oceanhamnen blir gammal hamn stad. Den första etappen har omkring 350 bostäder, tre kontorshus, kajer och en park i den gamla torrdockan. Den blev klar till sommaren 2022.

Husen har skilda rör för olika sorters avloppsvatten, ”tre rör ut”.

## Vad fick barnen bestämma?

Barnen valde djungel som tema för parken i torrdockan.

## Oceanhamnen och Helsingborgsrummet

Helsingborgsrummet öppnade i Prismahuset 2022, samtidigt som stadsmässan H22 City Expo. I april 2023 meddelades att det skulle flytta till Stadsbyggnadshuset.
""",
        "facts": [
            ("Bostäder, etapp 1", "omkring 350", CITY),
            ("Kontorshus, etapp 1", "tre", CITY),
            ("Etapp 1 klar", "sommaren 2022", CITY),
        ],
        "milestones": [
            ("Beslut om etapp 1", (2015, 11), None, "", CITY),
        ],
    },
    {
        "title": "Drottninghög",
        "slug": "drottninghog",
        "district": "Drottninghög",
        "kind": "Förnyelse",
        "label_side": "right",
        "summary": "Ett bostadsområde från slutet av 1960-talet förnyas fram till 2035. Målet är fler hem och fler sätt att bo.",
        "body": """\
## Vad händer här?

Drottninghög byggdes 1966–1969 med 1 114 lägenheter. Tillsammans med Helsingborgshem förnyar staden området, steg för steg, mellan 2011 och 2035.

Det ska bli fler hem, och inte bara i hyreshus. Nya gator och en park ska binda ihop området med staden runt omkring.

Skolklasser har arbetat med området i undervisningen.
""",
        "facts": [
            ("Lägenheter före förnyelsen", "1 114", CITY, DROTTNINGH),
            ("Byggår", "1966–1969", CITY, DROTTNINGH),
            ("Förnyas", "2011–2035", CITY, DROTTNINGH),
            ("Yta", "53 hektar", CITY, DROTTNINGH),
        ],
        "milestones": [
            ("Förnyelse, etapp för etapp", (2011,), (2035,), "", CITY, DROTTNINGH),
        ],
    },
    {
        "title": "Maria station",
        "slug": "maria-station",
        "district": "Mariastaden",
        "kind": "Stationsnära stad",
        "label_side": "right",
        "summary": "Runt stationen i norr växer kvarter med radhus, lägenheter och park. Etapp 3 var på samråd våren 2024.",
        "body": """\
## Vad planeras här?

Runt Maria station planeras nya kvarter nära tåget. I förslaget till etapp 3 finns omkring 720 bostäder, förskola och drygt sju hektar park och natur.

## Vad har redan hänt?

I december 2023 öppnade dubbelspåret mellan Ängelholm och Maria. Med två spår kan fler tåg gå.
""",
        "facts": [
            ("Bostäder, etapp 3", "omkring 720", f"{CITY}, samrådsförslaget 2024"),
            ("Park och natur, etapp 3", "7,2 hektar", f"{CITY}, samrådsförslaget 2024"),
            ("Dubbelspår", "december 2023", "Trafikverket"),
        ],
        "milestones": [
            (
                "Dubbelspåret öppnade",
                (2023, 12),
                None,
                "Två spår mellan Ängelholm och Maria.",
                "Trafikverket",
            ),
        ],
    },
]

ROOMS = [
    {
        "name": "Prismahuset",
        "street": "Oceanhamnen",
        "description": "Rummets första lokal, på markplanet i Prismahuset.",
        "moved_in_on": date(2022, 5, 1),
        "moved_in_precision": "month",
        "moved_out_on": date(2023, 1, 1),
        "moved_out_precision": "year",
        "move_note": "När stadsmässan H22 City Expo var över kom färre dit. Därför skulle rummet flytta till huset där stadens planerare arbetar. Lokalen skulle lämnas till Center för innovation.",
        **ARTICLE,
        "longitude": "12.6884",
        "latitude": "56.0411",
    },
    {
        "name": "Stadsbyggnadshuset",
        "street": "Järnvägsgatan 22",
        "description": "I april 2023 meddelades att rummet skulle flytta hit i juni, till huset där stadens planerare arbetar. Vi vet inte om rummet finns kvar här. Hör efter med Helsingborgs stad innan du kommer.",
        **ARTICLE,
        "moved_in_on": date(2023, 6, 1),
        "moved_in_precision": "month",
        "move_note": "Rummet skulle öppna här i juni 2023.",
        "longitude": "12.6974",
        "latitude": "56.0414",
        "contact_role": "Värdarna i Helsingborgsrummet",
        "contact_email": "rummet@example.org",
        "contact_phone": "08-465 004 20",
        "is_contact_example": True,
        "is_opening_example": True,
        "picture": "rummet",
        "before_visit": "Titta gärna i listan över vad som visas. Skriv till oss om du behöver något särskilt.",
        "when_closed": "Skriv till oss, så svarar vi nästa dag som vi har öppet.",
        "body": """\
### Åk kollektivt

Stadsbyggnadshuset ligger på Järnvägsgatan. Närmaste järnvägsstation är Helsingborg C. Dit kommer du med tåg, stadsbuss, regionbuss eller färja. Sök din resa hos Skånetrafiken.
""",
    },
]

# Where one arrives at the present premises. Which bus stops are nearest has nobody checked.
ARRIVALS = [
    {
        "name": "Helsingborg C", "longitude": "12.69440", "latitude": "56.04444",
        "walk": "Gå ut mot Järnvägsgatan. Följ gatan söderut, med spåren och hamnen på höger sida, tills du är framme vid nummer 22.",
        "source": "Vår egen schematiska karta", "checked_on": CHECKED,
    },
]  # fmt: skip

# Groups that have asked for a visit: nobody lives at these addresses.
GROUP_VISITS = [
    {
        "sort": "skola", "who": "Klass 5B", "people": 24, "day": date(2026, 12, 10), "part_of_day": "formiddag",
        "wishes": "Vi arbetar med vår egen stad och vill se modellen och hitta skolan på den.",
        "needs": "Plats för en rullstol vid modellen.", "email": "klass5b@example.org",
    },
    {
        "sort": "forening", "who": "En hembygdsförening", "people": 15, "day": date(2027, 1, 20),
        "part_of_day": "kvall", "wishes": "En visning om hamnen förr och nu.", "email": "hembygd@example.org",
    },
    {
        "sort": "hogskola", "who": "En kurs i stadsplanering", "people": 32, "day": date(2026, 12, 3),
        "part_of_day": "eftermiddag", "wishes": "Fråga en planerare om hur en detaljplan blir till.",
        "email": "kurs@example.org", "state": "bokad",
        "answer": "Välkomna torsdag 3 december kl. 13. En planerare är med den första timmen.",
    },
    {
        "sort": "forskola", "who": "En förskoleavdelning", "people": 40, "day": date(2026, 12, 24),
        "part_of_day": "formiddag", "wishes": "Bygga med klossar vid Barnens lekplatslåda.",
        "needs": "Någonstans att äta medhavd frukt.", "email": "forskola@example.org", "state": "nej",
        "answer": "Den 24 december har vi stängt. Välj gärna en vardag i januari, så bokar vi en förmiddag.",
    },
]  # fmt: skip

ACCESS_QUESTIONS = [
    "Entré utan trappsteg", "Automatisk dörröppnare", "Hiss", "Parkering för personer med rörelsenedsättning",
    "Toalett med plats för rullstol", "Hörslinga", "Sittplatser med ryggstöd", "Modell att känna på",
    "Texter i stor stil", "Tider med lugnare miljö", "Ledarhundar och assistanshundar",
    "Rullstol att låna",
]  # fmt: skip

WEEK = [(day, time(10), time(16)) for day in (1, 2, 3)] + [
    (4, time(10), time(18)),
    (5, time(10), time(15)),
]
SEASONS = [
    (
        "Sommar",
        date(2027, 6, 28),
        date(2027, 8, 15),
        [(day, time(10), time(15)) for day in range(1, 6)],
    ),
]
EXCEPTIONS = [
    # first, last, kind, opens, closes, reason
    (date(2026, 12, 5), date(2026, 12, 5), "extra", time(11), time(14), "bygglördag för barn"),
    (date(2026, 12, 23), date(2026, 12, 23), "other", time(10), time(13), "dagen före julafton"),
    (date(2026, 12, 24), date(2026, 12, 26), "closed", None, None, "jul"),
    (date(2026, 12, 31), date(2026, 12, 31), "closed", None, None, "nyårsafton"),
    (date(2027, 1, 1), date(2027, 1, 1), "closed", None, None, "nyårsdagen"),
    (date(2027, 1, 5), date(2027, 1, 5), "other", time(10), time(13), "trettondagsafton"),
    (date(2027, 1, 6), date(2027, 1, 6), "closed", None, None, "trettondedag jul"),
    (date(2027, 1, 20), date(2027, 1, 20), "closed", None, None, "vi byter utställning"),
    (date(2027, 2, 11), date(2027, 2, 11), "other", time(10), time(20), "kvällsöppet"),
    (date(2027, 3, 25), date(2027, 3, 25), "other", time(10), time(13), "skärtorsdagen"),
    (date(2027, 3, 26), date(2027, 3, 29), "closed", None, None, "påsk"),
    (date(2027, 4, 30), date(2027, 4, 30), "other", time(10), time(13), "valborgsmässoafton"),
    (date(2027, 5, 6), date(2027, 5, 6), "closed", None, None, "Kristi himmelsfärdsdag"),
    (date(2027, 5, 7), date(2027, 5, 7), "closed", None, None, "klämdag"),
    (date(2027, 6, 25), date(2027, 6, 25), "closed", None, None, "midsommarafton"),
    (
        date(2027, 11, 5),
        date(2027, 11, 5),
        "other",
        time(10),
        time(13),
        "dagen före alla helgons dag",
    ),
]

NOTICE = {
    "text": "Påhittade tider.",
    "link_url": EXAMPLES,
    "link_text": "Läs om exemplen",
    "is_example": True,
}

BYLINES = {
    "chef": ("Redaktionschefen", ""),
    "redaktionen": ("Redaktionen", "Helsingborgsrummet"),
    "forvaltningen": ("Stadsbyggnadsförvaltningen", ""),
}

NEWS = [
    {
        "date": (2021, 11), "slug": "ja-till-en-plats-for-samtal-om-staden",
        "title": "Ja till en plats för samtal om staden",
        "lead": "Kommunfullmäktige har beslutat att Helsingborg ska få ett rum där invånare kan se och prata om hur staden utvecklas.",
        "body": "Beslutet fattades i november 2021. Vi vet inte vilken dag.",
        "topics": ["rummet-och-utstallningar"], "byline": "redaktionen", **ARTICLE,
    },
    {
        "date": (2022, 5, 30), "slug": "rummet-oppnar-i-prismahuset",
        "title": "Rummet öppnar i Prismahuset",
        "lead": "När stadsmässan H22 City Expo invigs slår Helsingborgsrummet upp dörrarna i Oceanhamnen.",
        "body": "På markplanet i Prismahuset finns nu en modell av Helsingborg med digitala inslag. Du kan se vad som finns i dag och vad som planeras, läsa om områden som Östra Ramlösa och Södra staden och hitta lokaler och mark för företag.",
        "topics": ["rummet-och-utstallningar", "oceanhamnen"], "areas": ["oceanhamnen"],
        "picture": "massan", "byline": "redaktionen", "source": "Expressen, maj 2022 (dagen för invigningen)", "checked_on": CHECKED,
    },
    {
        "date": (2022, 7), "slug": "tusentals-har-varit-pa-besok",
        "title": "Tusentals har varit på besök",
        "lead": "Under mässan har tusentals personer tittat på modellen och planerna.",
        "body": "Helsingborgsrummet öppnade i Prismahuset samtidigt som stadsmässan H22 City Expo.",
        "topics": ["rummet-och-utstallningar"], "areas": ["oceanhamnen"], "byline": "redaktionen", **ARTICLE,
    },
    {
        "date": (2022,), "slug": "tidig-dialog-om-sodra-staden",
        "title": "Tidig dialog om Södra staden",
        "lead": "Innan ett förslag fanns frågade staden invånare, barn och företag om de södra delarna.",
        "body": "Några av samtalen fördes i Helsingborgsrummet under stadsmässan H22 City Expo.",
        "topics": ["sodra-staden", "barn-och-unga"], "areas": ["sodra-staden"], "picture": "samtalet",
        "byline": "forvaltningen", **CITY_NEWS,
    },
    {
        "date": (2023, 4, 17), "slug": "helsingborgsrummet-flyttar-till-stadsbyggnadshuset",
        "title": "Helsingborgsrummet flyttar till Stadsbyggnadshuset",
        "lead": "Färre kommer till rummet sedan mässan tog slut. Därför flyttar det till Järnvägsgatan och öppnar igen i juni, medan lokalen i Prismahuset blir plats för Center för innovation.",
        "body": "Helsingborgsrummet byter adress. I juni öppnar det i Stadsbyggnadshuset på Järnvägsgatan.\n\nRummet kom till efter ett beslut i kommunfullmäktige i november 2021. Det öppnade i Oceanhamnen samtidigt som H22 City Expo och lockade tusentals besökare under mässan. Sedan dess har besöken blivit färre.\n\nPå det nya stället sitter de som planerar staden. Dit kommer redan invånare och företag med frågor. Stadsbyggnadsdirektören ser flytten som ett sätt att ta till vara det man har lärt sig.\n\nI rummet kan besökare se en modell av Helsingborg och planerna för bland annat Östra Ramlösa och Södra staden. Lokalen i Prismahuset lämnas till Center för innovation.\n\nDu kan också delta i dialogen digitalt eller på trygghetsvandringar. Barn kan vara med i lekplatsprojekt.",
        "topics": ["rummet-och-utstallningar"], "areas": ["oceanhamnen", "ostra-ramlosa", "sodra-staden"],
        "picture": "flytten", "byline": "chef", **ARTICLE,
    },
    {
        "date": (2023, 6), "slug": "rummet-vantas-oppna-pa-nytt",
        "title": "Rummet väntas öppna på nytt",
        "lead": "I juni 2023 väntas Helsingborgsrummet öppna i Stadsbyggnadshuset, där stadens planerare arbetar.",
        "body": "Flytten meddelades den 17 april 2023. Adressen är Järnvägsgatan 22. Vi vet inte vilken dag i juni rummet skulle öppna.",
        "topics": ["rummet-och-utstallningar"], "picture": "rummet", "byline": "redaktionen", **ARTICLE,
    },
    {
        "date": (2023, 9, 14), "slug": "skolklasser-bygger-sin-dromgata", "is_example": True,
        "title": "Skolklasser bygger sin drömgata",
        "lead": "Fem klasser har gjort egna förslag i kartong. Nu visas de intill modellen.",
        "body": "Barnen fick rita, klippa och klistra hur de vill att deras väg till skolan ska se ut. Många gator har träd att klättra i och bänkar att vila på. Det här vill barnen ha:\n\n- Fler träd\n- Bredare trottoarer\n- Platser att leka på längs vägen",
        "topics": ["barn-och-unga", "trafik-och-resor"], "picture": "dromgatan", "byline": "redaktionen",
    },
    {
        "date": (2024, 2, 5), "slug": "samrad-om-sodra-staden-har-borjat",
        "title": "Samråd om Södra staden har börjat",
        "lead": "Till och med 7 april 2024 går det att läsa förslaget och lämna synpunkter.",
        "body": "Stadsplan södra staden är en ändring av översiktsplanen. Förslaget visar hur hamnen, järnvägen och bostäderna kan hänga ihop fram till 2050.\n\nSamrådet pågår 5 februari–7 april 2024. Alla kan läsa förslaget och skriva till staden.",
        "topics": ["sodra-staden", "detaljplaner-pa-gang"], "areas": ["sodra-staden"],
        "picture": "sodra-staden", "byline": "forvaltningen", **CITY_NEWS,
    },
    {
        "date": (2024, 6, 4), "slug": "ostra-ramlosa-pa-granskning",
        "title": "Östra Ramlösa på granskning",
        "lead": "Förslaget för den första etappen visas till och med 2 juli 2024. Det är sista tillfället att lämna synpunkter på förslaget.",
        "body": "Granskningen pågår 4 juni–2 juli 2024. Den som vill kunna överklaga ett beslut behöver ha lämnat synpunkter innan granskningstiden är slut.\n\nEnligt förslaget omfattar den första etappen omkring 1 500 bostäder.",
        "topics": ["ostra-ramlosa", "bostader", "detaljplaner-pa-gang"], "areas": ["ostra-ramlosa"],
        "picture": "ostra-ramlosa", "byline": "forvaltningen", **CITY_NEWS,
    },
    {
        "date": (2025, 3, 12), "slug": "modellen-far-rost", "is_example": True,
        "title": "Modellen får röst",
        "lead": "En ljudguide beskriver modellen för den som ser dåligt eller inte alls.",
        "body": "Guiden tar tolv minuter och börjar vid vattnet. Du kan låna hörlurar i rummet eller lyssna i din egen telefon.",
        "topics": ["rummet-och-utstallningar"], "picture": "rummet", "byline": "redaktionen",
    },
    {
        "date": (2025, 10, 22), "slug": "plan-for-badhus-antagen",
        "title": "Plan för badhus antagen",
        "lead": "Kommunfullmäktige har antagit detaljplanen för badhuset i Oceanhamnen.",
        "body": "Detaljplanen antogs den 22 oktober 2025. Förslaget var på samråd hösten 2020 och på granskning två gånger, hösten 2024 och våren 2025.\n\nBadhuset har fått namnet Oceanhamnsbadet.",
        "topics": ["oceanhamnen", "detaljplaner-pa-gang"], "areas": ["oceanhamnen"],
        "picture": "badhuset", "byline": "forvaltningen", **CITY_NEWS,
    },
    {
        "date": (2026, 11, 16), "slug": "vinterns-program-ar-klart", "is_example": True, "pinned_place": 1,
        "title": "Vinterns program är klart",
        "lead": "Öppet hus, en trygghetsvandring och bygglördag för barn. Så ser vintern ut till och med mars.",
        "body": "## I december\n\nVi börjar med [öppet hus](/aktiviteter/oppet-hus-fraga-en-planerare/), [bygglördag för barn](/aktiviteter/bygglordag-for-barn/) och en [visning i lugn miljö](/aktiviteter/visning-i-lugn-miljo/).\n\n## Från januari till mars\n\nDå kommer samtal, en trygghetsvandring, en kurs i [att läsa en plankarta](/aktiviteter/sa-laser-du-en-plankarta/) och en [guidad tur på engelska](/aktiviteter/guided-tour-in-english/).\n\nDagar, tider och vad som har ändrats ser du i [listan över aktiviteter](/aktiviteter/). Du behöver inte anmäla dig till öppet hus. Kom när du vill.",
        "topics": ["rummet-och-utstallningar", "barn-och-unga", "trygghet"], "picture": "vintern",
        "byline": "redaktionen",
    },
]  # fmt: skip

STANDING_PAGES = [
    {
        "slug": "om", "title": "Om webbplatsen",
        "summary": "Helsingborgsrummet är ett rum där du kan se och prata om hur Helsingborg utvecklas. Den här webbplatsen är gjord för rummet.",
        "body": """\
## Vad är Helsingborgsrummet?

I rummet finns en modell av staden med digitala inslag, planer för områden som förändras och uppgifter om lokaler och mark för företag. Rummet öppnade i Oceanhamnen 2022. I april 2023 meddelades att det skulle flytta till Stadsbyggnadshuset på Järnvägsgatan i juni samma år ([Lokalguiden, 17 april 2023](https://lokalguiden.se/magasinet/artikel/en-plats-f%C3%B6r-utveckling)).

## Vem gör webbplatsen?

Det här är ett fristående projekt med öppen källkod. Det drivs inte av Helsingborgs stad. Det mesta du läser om områdena bygger på öppna uppgifter från staden, och källan står vid uppgiften.

## Vad betyder Exempel?

Där det står Exempel är innehållet påhittat. Det visar hur webbplatsen kan användas. [Läs mer om exemplen](/exempel/).

## Vad gäller?

Webbplatsen informerar. Beslut och kungörelser finns på kommunens anslagstavla, och det är den som gäller.
""",
    },
    {
        "slug": "exempel", "title": "Exempel på webbplatsen",
        "summary": "En del av innehållet är påhittat. Det är alltid märkt med ordet Exempel.",
        "body": """\
## Kom du hit från en fråga?

Frågan är ett exempel. Det finns ingenting att svara på, och ingen läser några svar. Med en riktig fråga leder länken till sidan där du svarar.

Vad staden frågar om på riktigt ser du på [dialog.helsingborg.se](https://dialog.helsingborg.se/).

## Vad är påhittat?

Öppettider, kontaktuppgifter, aktiviteter, frågor, lediga lokaler och några av nyheterna och planerna. Adresser som slutar på example.org leder ingenstans, och telefonnumren är reserverade för exempel.

## Varför finns exemplen?

De visar hur webbplatsen kan användas. Räkna inte med något som är märkt Exempel.
""",
    },
    {
        "slug": "tillganglighet", "title": "Tillgänglighet",
        "summary": "Vi vill att alla ska kunna använda webbplatsen. Den är ännu inte bedömd av någon utomstående.",
        "body": """\
## Hur tillgänglig är webbplatsen?

Webbplatsen byggs för att följa WCAG 2.2, nivå AA. Sidorna provas automatiskt och med tangentbord när de ändras. Någon fullständig bedömning är inte gjord, och därför säger vi inte att den uppfyller lagens krav.

## Vad kan du göra om något inte fungerar?

Hör av dig till oss om du stöter på ett hinder eller behöver innehållet i en annan form. Kontaktuppgifterna står längst ned på sidan.

Är du inte nöjd med svaret kan du [anmäla brister till Digg](https://www.digg.se/tdosanmalan).

## Kartorna

Kartorna är schematiska. Områdena på kartan finns också som text i listan över områden.
""",
    },
    {
        "slug": "personuppgifter", "title": "Personuppgifter",
        "summary": "Du kan läsa allt på webbplatsen utan att lämna några uppgifter om dig själv.",
        "body": """\
## Vad sparar vi om dig som läser?

Ingenting. Vi använder inga kakor och inga mätverktyg, och hämtar inget från andra webbplatser.

## Vad sparar vi när en grupp vill komma?

När du frågar om ett [gruppbesök](/besok/grupp/) sparar vi det du skriver i formuläret, för att kunna svara. Värdarna i rummet läser det. Det tas bort 30 dagar efter besöket. Om ingen har svarat tas det bort ett år efter den dag du önskade. Hör av dig om du vill att det tas bort tidigare. För att stoppa skräppost sparas en kontrollsumma av den IP-adress som formuläret skickas från, i en timme.

## Vad sparas när du använder en tryckt kod?

På skyltar och affischer står koder som leder hit. Vi räknar hur många gånger om dagen varje kod används, ingenting annat.

## Vad sparar vi om dem som arbetar här?

Redaktörer och värdar har konton med namn och lösenord. Vi sparar vem som har ändrat vad, så att fel går att rätta. Vid felaktiga inloggningsförsök sparas kontots namn och datorns adress, för att skydda kontot.

## Dina rättigheter

Du har rätt att få veta vad som finns om dig, att få fel rättade och att klaga hos Integritetsskyddsmyndigheten, IMY. Den som driver webbplatsen är personuppgiftsansvarig. Kontaktuppgifterna står längst ned på sidan.
""",
    },
    {
        "slug": "kakor", "title": "Kakor",
        "summary": "Vi använder inga kakor när du läser webbplatsen. Därför behöver du inte godkänna några.",
        "body": """\
## För dig som läser

Webbplatsen sparar inget i din telefon eller dator utöver det som webbläsaren själv mellanlagrar för att sidorna ska laddas snabbt.

Ett undantag väljer du själv: döljer du ett meddelande högst upp på sidan, minns webbläsaren det tills du stänger fönstret (sessionStorage, ”undanlagda-meddelanden”). Det skickas inte till oss.

## För den som loggar in som redaktör eller värd

| Namn | Varför | Hur länge |
|:--|:--|:--|
| sessionid | håller dig inloggad | 12 timmar |
| csrftoken | skyddar mot förfalskade formulär | ett år |

Båda är nödvändiga och gäller bara sidorna för inloggade.

För den som skriver sparas dessutom ett utkast i webbläsarens lagring (localStorage), under ett namn som börjar på ”utkast:”. Det finns för att ingen text ska gå förlorad om webbläsaren stängs eller kontakten bryts. Utkastet tas bort när texten har sparats, och annars efter 30 dagar nästa gång någon loggar in i samma webbläsare. Det erbjuds bara den som skrev det. Fram till nästa sidvisning minns webbläsaren också att formuläret har skickats (sessionStorage, ”utkast-skickat”).
""",
    },
]  # fmt: skip
