import itertools

import hypothesis.strategies as st
import pytest
from hypothesis import given

from portal.core import charts


def test_a_part_of_nothing_is_nothing():
    assert charts.share(3, 0) == 0


def test_bars_keep_their_order_and_mark_the_longest_once():
    rows = charts.bars([("Oui", 60), ("Non", 60), ("Sans avis", 0)], of=150)
    assert [(row.label, row.width, row.is_most) for row in rows] == [
        ("Oui", 40, True),
        ("Non", 40, False),
        ("Sans avis", 0, False),
    ]


def test_nobody_answered_marks_no_bar():
    assert not any(row.is_most for row in charts.bars([("Oui", 0), ("Non", 0)], of=0))


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 1), (1, 1), (7, 10), (187, 200), (201, 250), (2614, 4000), (0.3, 0.4)]
)
def test_scales_end_on_a_round_number(highest, top):
    assert charts.ceiling(highest) == pytest.approx(top)


def test_a_curve_goes_from_edge_to_edge_and_its_area_comes_back():
    shape = charts.curve([0, 100, 50])
    assert shape.line == "M0 100 150 0 300 50"
    assert shape.area == shape.line + " 300 100 0 100z"
    assert shape.ticks == (100, 50, 0)


@pytest.mark.parametrize("values", [[], [4]])
def test_a_curve_of_one_day_or_none_is_a_level_line(values):
    assert charts.curve(values).line.count(" ") == 3


def test_a_spark_fills_its_height_and_a_flat_one_stays_in_the_middle():
    assert charts.spark([10, 20, 15]) == "M0 100 150 0 300 50"
    assert charts.spark([5, 5]) == "M0 50 300 50"
    assert charts.spark([]) == "M"


def test_shares_leave_a_joint_and_hide_what_is_empty():
    assert charts.shares([50, 0, 50]) == [(0, 49.5), (50, 0), (50, 49.5)]
    assert charts.shares([0, 0]) == [(0, 0), (0, 0)]


def test_few_different_amounts_have_a_class_each_as_far_apart_as_they_can():
    bounds = charts.breaks([4, 3, 3, 2, None])
    assert bounds == (3, 4)
    assert [charts.class_of(n, bounds) for n in (2, 3, 4, None)] == ["k1", "k3", "k5", ""]


def test_amounts_that_are_all_alike_have_the_middle_class():
    assert charts.class_of(7, charts.breaks([7, 7, None])) == "k3"
    assert charts.breaks([]) == ()


def test_the_key_says_what_each_class_stands_for():
    steps = charts.key(charts.breaks([131, 148, 92, 71, 64, 48, 32, 58, 41, 44, 39, 22]))
    assert [step.name for step in steps] == ["k1", "k2", "k3", "k4", "k5"]
    assert (steps[0].low, steps[-1].high) == (None, None)
    assert all(before.high == after.low for before, after in itertools.pairwise(steps))


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=60))
def test_every_amount_has_a_class_and_more_is_never_a_lighter_one(values):
    bounds = charts.breaks(values)
    assert list(bounds) == sorted(set(bounds))
    assert len(bounds) < charts.CLASSES
    classes = [charts.class_of(value, bounds) for value in sorted(values)]
    assert classes == sorted(classes)
