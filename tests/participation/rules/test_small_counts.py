"""Counts by zone tell nobody's opinion, whatever they are and however they move."""

from hypothesis import given
from hypothesis import strategies as st

from portal.participation.rules.small_counts import FEWEST, STEP, publishable

COUNTS = st.lists(st.integers(0, 40), max_size=14)


def test_small_counts_are_hidden_and_a_lone_one_takes_the_next_with_it():
    assert publishable([421, 3, 12, 97], is_moving=False) == [421, None, None, 97]
    assert publishable([421, 3, 2, 97], is_moving=False) == [421, None, None, 97]
    assert publishable([421, 4, 4, 97], is_moving=False) == [421, None, None, None]
    assert publishable([0, 0, 0], is_moving=False) == [0, 0, 0]
    assert publishable([421, 0, 12], is_moving=False) == [421, None, 12]


def test_what_moves_is_shown_in_steps():
    assert publishable([421, 9, 5], is_moving=True) == [420, 5, 5]


@given(COUNTS)
def test_nothing_under_five_is_shown_where_anybody_took_part(counts):
    shown = publishable(counts, is_moving=False)
    assert all(n is None or n >= FEWEST for n in shown) or not any(counts)
    assert all(n is None or n == counts[place] for place, n in enumerate(shown))


@given(COUNTS.filter(lambda counts: len(counts) > 2))
def test_no_hidden_count_is_the_total_less_what_is_shown(counts):
    shown = publishable(counts, is_moving=False)
    hidden = [counts[place] for place, n in enumerate(shown) if n is None]
    rest = [n for n in shown if n is not None]
    if any(hidden) and rest:
        assert len(hidden) > 1
        assert sum(hidden) != (FEWEST - 1) * len(hidden)


@given(COUNTS)
def test_while_it_moves_counts_are_steps(counts):
    assert all(n is None or n % STEP == 0 for n in publishable(counts, is_moving=True))
