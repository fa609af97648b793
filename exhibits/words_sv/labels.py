"""What stands on printed labels and posters, in Swedish."""

from exhibits.words_sv.plans import deadline
from exhibits.words_sv.questions import opening_words

SCAN = "Läs mer: rikta mobilkameran mot rutan eller skriv adressen."
SCAN_TO_ANSWER = "Svara: rikta mobilkameran mot rutan eller skriv adressen."


def exhibit_kicker(number):
    """What stands above the name of an exhibit."""
    return f"Utställning {number}"


def station_kicker(number):
    """What stands above the name of a station on the model."""
    return f"Punkt {number} på modellen"


def until_when(question, today):
    """Until when a question can be answered; paper does not say how long is left."""
    if question.opens > today:
        return opening_words(question)
    return deadline(question.window)


def ways_to_answer(question):
    """How one answers, each way a sentence; the site is reached by the code."""
    if question.is_elsewhere:
        return [f"Du svarar på {question.host}." if question.host else "Du svarar på webben."]
    about = question.about
    ways = []
    if about.respond_url:
        ways.append("På webben: använd koden.")
    if about.respond_email:
        ways.append(f"Med e-post: {about.respond_email}")
    if about.respond_post:
        ways.append(f"Med brev: {about.respond_post}")
    return ways or ["Använd koden och läs hur du svarar."]
