from collections.abc import Iterator
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.surveys.rules.suppression import Published, suppress

Table = list[list[int]]

TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 8), min_size=width, max_size=width), min_size=1, max_size=3)
)


def tables_like(published: Published, table: Table, *, is_open: bool, has_row_totals: bool) -> Iterator[Table]:
    """Every table that would look the same: the same public totals, the same shown counts."""
    columns = [sum(column) for column in zip(*table, strict=True)]
    step = 5 if is_open else 1

    def rows_from(place: int, left: list[int]) -> Iterator[Table]:
        if place == len(published):
            if not any(left):
                yield []
            return
        for row in fillings(published[place], left, sum(table[place]) if has_row_totals else None, step):
            rest = [have - taken for have, taken in zip(left, row, strict=True)]
            yield from ([row, *more] for more in rows_from(place + 1, rest))

    yield from rows_from(0, columns)


def fillings(row: list[int | None], left: list[int], total: int | None, step: int) -> Iterator[list[int]]:
    if not row:
        if total in (0, None):
            yield []
        return
    most = left[0] if total is None else min(left[0], total)
    shown = row[0]
    for n in range(most + 1) if shown is None else range(shown, min(shown + step, most + 1)):
        for more in fillings(row[1:], left[1:], None if total is None else total - n, step):
            yield [n, *more]


def sure(published: Published, table: Table, *, is_open: bool, has_row_totals: bool) -> set[tuple[int, int]]:
    """The hidden counts that all possible tables agree on: anyone can work them out."""
    alike = {(r, c) for r, row in enumerate(published) for c, shown in enumerate(row) if shown is None}
    for other in tables_like(published, table, is_open=is_open, has_row_totals=has_row_totals):
        alike = {(r, c) for r, c in alike if other[r][c] == table[r][c]}
        if not alike:
            break
    return alike


def assert_nothing_leaks(table: Table, *, is_open: bool = False, has_row_totals: bool = True) -> None:
    """No hidden count can be worked out, unless the totals alone give it; no small count is shown, unless so."""
    published = suppress(table, is_open=is_open, has_row_totals=has_row_totals)
    leaks = sure(published, table, is_open=is_open, has_row_totals=has_row_totals)
    small = {(r, c) for r, row in enumerate(published) for c, n in enumerate(row) if n is not None and n < 5}
    if leaks or small:
        nothing: Published = [[None for _ in row] for row in table]
        by_totals = sure(nothing, table, is_open=is_open, has_row_totals=has_row_totals)
        assert leaks <= by_totals
        assert small <= {(r, c) for r, c in by_totals if table[r][c] == 0}


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_no_hidden_count_can_be_worked_out_from_the_totals(table):
    assert_nothing_leaks(table, is_open=False, has_row_totals=True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=1, max_size=3))
def test_nor_where_several_answers_may_be_given(table):
    assert_nothing_leaks(table, is_open=False, has_row_totals=False)


@settings(max_examples=100, deadline=None)
@given(TABLES)
def test_nor_while_the_survey_is_open(table):
    assert_nothing_leaks(table, is_open=True)
    shown = [n for row in suppress(table, is_open=True) for n in row if n is not None]
    assert all(n % 5 == 0 for n in shown)


def test_while_open_one_more_answer_changes_nothing_within_its_step():
    dice = Random(3)
    for _ in range(50):
        table = [[dice.choice([2, 6, 11, 30, 57, 81]) for _ in range(4)] for _ in range(6)]
        before = suppress(table, is_open=True)
        table[dice.randrange(6)][dice.randrange(4)] += 1
        assert suppress(table, is_open=True) == before


def test_a_lone_small_count_takes_others_with_it():
    table = [[20, 3, 30], [40, 50, 60], [70, 80, 90]]
    published = suppress(table, is_open=False)
    hidden = {(r, c) for r, row in enumerate(published) for c, n in enumerate(row) if n is None}
    assert hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert published[2] == [70, 80, 90]


def test_small_counts_that_cover_each_other_hide_nothing_else():
    table = [[2, 3, 30], [4, 1, 60]]
    assert suppress(table, is_open=False) == [[None, None, 30], [None, None, 60]]


def test_what_the_totals_tell_anyway_is_shown():
    table = [[12, 0, 9], [0, 0, 0], [8, 0, 30]]
    assert suppress(table, is_open=False)[1] == [0, 0, 0]
    assert [row[1] for row in suppress(table, is_open=False)] == [0, 0, 0]


def test_counts_on_their_way_and_empty_tables_do_no_harm():
    assert suppress([], is_open=False) == []
    assert suppress([[], []], is_open=True) == [[], []]
    assert suppress([[-1, 10], [0, 12]], is_open=False) == [[0, 10], [0, 12]]


def test_a_large_town_hides_little_more_than_its_small_counts():
    dice = Random(5)
    table = [[int(dice.expovariate(0.05)) for _ in range(20)] for _ in range(60)]
    published = suppress(table, is_open=False)
    small = sum(n < 5 for row in table for n in row)
    hidden = sum(n is None for row in published for n in row)
    assert small <= hidden <= small * 1.3
