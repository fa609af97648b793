"""What groups and school classes read about their visit, in Swedish."""

from helsingborgsrummet.content.words_sv import format_weekday

RECEIPT = "Vi har fått er förfrågan om gruppbesök"
ANSWER = "Svar om ert gruppbesök"
STRANGER = (
    "Har du inte frågat om något besök har någon skrivit fel adress. Då behöver du inte göra något: "
    "vi skickar bara vårt svar hit, sedan inget mer."
)


def answer_comes(day, is_example=False):
    """When an answer comes at the latest: a promise with its day; of an example that nobody answers."""
    if is_example:
        return (
            "Formuläret är ett exempel. Det går inte att boka ett besök med det, och ingen svarar."
        )
    return f"Vi svarar med e-post senast {format_weekday(day)}."


def asked_for(visit):
    """What was asked for, as labels and words; nothing that the sender wrote in words of their own."""
    return (
        ("Grupp", visit.get_sort_display()),
        ("Dag", format_weekday(visit.day)),
        ("Tid", visit.get_part_of_day_display()),
        ("Antal", f"{visit.people} personer"),
    )


def answer_title(visit):
    """The heading of the answer."""
    return (
        "Ni är välkomna"
        if visit.state == visit.State.BOOKED
        else "Vi kan inte ta emot er den dagen"
    )
