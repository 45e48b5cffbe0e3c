"""What a count reaches and loses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.petitions.rules import thresholds
from portal.petitions.rules.thresholds import Mark, Target

TARGETS = [Target(id=1, number=500), Target(id=2, number=2000)]


def apply(counted, marks):
    """The milestones after a count, as the subscriber writes them."""
    steps = thresholds.steps(counted, TARGETS, marks)
    kept = [
        Mark(
            threshold_id=mark.threshold_id,
            number=mark.number,
            is_reverted=(mark.is_reverted or mark.threshold_id in steps.reverted)
            and mark.threshold_id not in steps.again,
        )
        for mark in marks
    ]
    return kept + [Mark(threshold_id=each.id, number=each.number, is_reverted=False) for each in steps.reached]


@given(st.lists(st.integers(0, 3000)))
def test_what_stands_is_what_the_last_count_reaches_whatever_came_before(counts):
    marks = []
    for counted in counts:
        marks = apply(counted, marks)
        assert thresholds.steps(counted, TARGETS, marks) == thresholds.Steps(), "asking twice changes nothing"
        standing = {mark.threshold_id for mark in marks if not mark.is_reverted}
        assert standing == {target.id for target in TARGETS if counted >= target.number}


def test_a_milestone_keeps_the_number_that_was_promised_when_it_was_reached():
    mark = Mark(threshold_id=1, number=500, is_reverted=False)
    raised = [Target(id=1, number=900)]
    assert thresholds.steps(600, raised, [mark]) == thresholds.Steps()
    assert thresholds.steps(499, raised, [mark]).reverted == (1,)


@pytest.mark.parametrize(
    ("electors", "one_in", "number"), [(1000, 10, 100), (1001, 10, 101), (9, 10, 1), (40_000, 20, 2000)]
)
def test_a_share_of_the_electors_is_never_less_than_the_share(electors, one_in, number):
    assert thresholds.share_of(electors, one_in) == number


def test_the_next_threshold_is_the_lowest_one_above():
    assert thresholds.next_target(0, TARGETS) == TARGETS[0]
    assert thresholds.next_target(500, TARGETS) == TARGETS[1]
    assert thresholds.next_target(2000, TARGETS) is None
