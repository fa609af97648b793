"""The few posts in which a plan's line is drawn."""

from exhibits.rules.plan_quay import MOST_POSTS, posts_of, quay_of
from exhibits.rules.plan_stages import LineItem, Phase, Stage, Step


def item(stage, phase, step=None, **more):
    return LineItem(stage, phase, step, **more)


def passed(stage):
    return item(stage, Phase.PASSED, Step(stage))


def ahead(stage, step=None, **more):
    return item(stage, Phase.AHEAD, step, **more)


HERE = item(Stage.CONSULTATION, Phase.HERE, Step(Stage.CONSULTATION))


def stages(posts):
    return [[each.stage for each in post.items] for post in posts]


def test_what_comes_next_stands_alone_and_what_nobody_has_typed_after_it_together():
    line = [
        HERE, ahead(Stage.REVIEW), ahead(Stage.ADOPTED), ahead(Stage.IN_FORCE),
        ahead(Stage.IMPLEMENTATION),
    ]  # fmt: skip
    assert stages(posts_of(line)) == [
        [Stage.CONSULTATION],
        [Stage.REVIEW],
        [Stage.ADOPTED, Stage.IN_FORCE, Stage.IMPLEMENTATION],
    ]


def test_a_typed_step_without_a_time_keeps_its_own_post_since_it_has_words_of_its_own():
    line = [
        HERE, ahead(Stage.REVIEW), ahead(Stage.ADOPTED, Step(Stage.ADOPTED)), ahead(Stage.IN_FORCE),
    ]  # fmt: skip
    assert all(len(post.items) == 1 for post in posts_of(line))


def test_a_decision_that_may_have_come_keeps_its_own_post():
    line = [HERE, ahead(Stage.REVIEW), ahead(Stage.IN_FORCE, may_have_come=True)]
    assert len(posts_of(line)) == 3


def test_a_long_quay_begins_later_and_never_hides_where_the_plan_lies_or_what_is_ahead():
    line = [*[passed(Stage.CONSULTATION)] * 9, HERE, ahead(Stage.REVIEW)]
    quay = quay_of(line)
    assert len(quay) == MOST_POSTS
    assert stages(quay)[-2:] == [[Stage.CONSULTATION], [Stage.REVIEW]]


def test_a_lone_post_is_no_quay():
    assert quay_of([HERE]) == ()


def test_only_a_decision_that_has_come_is_drawn_as_one():
    come = item(Stage.ADOPTED, Phase.HERE, Step(Stage.ADOPTED))
    assert [post.mark for post in posts_of([come, ahead(Stage.DONE)])] == ["here decided", "ahead"]
