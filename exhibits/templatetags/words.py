"""Words for states and facts in templates; which language they are in is chosen here alone."""

from django import template
from django.utils.text import capfirst

from exhibits.words_sv import (
    activities,
    areas,
    documents,
    exhibits,
    occurrences,
    opening,
    opportunities,
    plan_times,
    plans,
    questions,
)
from helsingborgsrummet.content.words_sv import full_stop, number_words, published_word
from helsingborgsrummet.templatetags.dates import when

register = template.Library()

for words in (
    full_stop,
    number_words,
    published_word,
    plan_times.quarter_words,
    plan_times.undated_words,
    plans.stage_name,
    plans.state_sentence,
    plans.procedure_words,
    plans.result_link_words,
    plans.next_step_words,
    plans.what_is_next,
    plans.expected_words,
    plans.line_words,
    plans.on_the_quay,
    plans.post_words,
    plans.deadline,
    plans.days_left,
    plans.right_to_appeal,
    questions.answer_by,
    questions.kicker,
    questions.feedback_words,
    questions.opening_words,
    occurrences.follow_up_words,
    occurrences.signup_words,
    activities.ages,
    areas.in_area,
    areas.in_and_about,
    areas.milestone_when,
    documents.document_facts,
    exhibits.recording_facts,
    opportunities.size_words,
    opening.status_words,
    opening.hours_in_table,
):
    register.filter(words.__name__, words)


@register.filter
def milestone_time(milestone):
    """The time of a milestone: a ``<time>`` for one date, words for a range or no date."""
    if milestone.starts and not milestone.ends:
        return when(milestone.starts)
    return capfirst(areas.milestone_when(milestone))
