"""What can be influenced, in Swedish: what is asked, until when, what came of it."""

from exhibits.rules.questions import Outcome
from exhibits.words_sv.plans import STAGES, days_left, deadline, state_sentence, stopped_words
from helsingborgsrummet.content.dates import PartialDate
from helsingborgsrummet.content.words_sv import format_range, format_weekday, promise


def kicker(question):
    """What kind of question it is: ``Samråd``, ``Enkät``."""
    return STAGES[question.stage] if question.stage else question.about.get_kind_display()


def with_deadlines(questions, today):
    """Open questions with their deadline and what is left of it."""
    return [
        (question, deadline(question.window), days_left(question.window, today))
        for question in questions
    ]


def answer_by(question):
    """What stands after the title of an open question: ``Svara senast söndag 13 december 2026.``"""
    if question.closes is None:
        return "Öppet tills vidare."
    return f"Svara senast {format_weekday(question.closes)}."


PAUSED = "Arbetet med planen är pausat. Du kan fortfarande tycka till: svaren räknas."


def opening_words(question):
    """When a question to come can be answered: ``Öppen 11 januari–7 februari 2027``."""
    if question.closes is None:
        return f"Öppnar {format_weekday(question.opens)}"
    return f"Öppen {format_range(PartialDate(question.opens), PartialDate(question.closes))}"


def feedback_words(about, today):
    """When one hears what came of a question, as it holds on ``today``; empty when nobody has said."""
    if not about.feedback_when:
        return ""
    unknown = "vi vet inte när resultatet kommer"
    return promise(about.feedback_when, about.feedback_until, today, unknown)


def came_of_it(question, today):
    """What came of a question that has closed, as far as is known on ``today``."""
    match question.outcome_on(today):
        case Outcome.TOLD:
            return question.about.result
        case Outcome.TO_READ:
            return "Resultatet är klart."
        case Outcome.STOPPED:
            return stopped_words(question.stopped)
        case Outcome.GONE_ON:
            return state_sentence(question.state)
        case Outcome.AWAITED:
            return "Resultatet har inte kommit ännu."
    return "Vi vet inte vad det ledde till."
