"""Words for states and facts in templates; which language they are in is chosen here alone."""

from django import template

from exhibits.words_sv import occurrences, opening, plans, questions

register = template.Library()

for words in (
    plans.stage_name,
    plans.state_sentence,
    plans.next_step_words,
    plans.line_words,
    plans.deadline,
    plans.days_left,
    plans.right_to_appeal,
    questions.kicker,
    questions.feedback_words,
    occurrences.follow_up_words,
    opening.status_words,
    opening.hours_in_table,
):
    register.filter(words.__name__, words)
