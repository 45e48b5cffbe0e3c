"""Long lists a page at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import pagination


def test_one_row_too_many_proves_that_there_is_more():
    page = pagination.cut([1, 2, 3], 2, lambda row: [row])
    assert (page.rows, page.has_next) == ([1, 2], True)
    assert pagination.read_cursor(page.after, int) == [2]


def test_the_last_page_says_so():
    assert not pagination.cut([1, 2], 2, lambda row: [row]).has_next
    assert pagination.cut([], 2, lambda row: [row]).rows == []


@given(st.text(), st.integers())
def test_a_cursor_is_read_as_it_was_written(text, number):
    word = pagination.cursor([text, number])
    if len(word) <= 500:
        assert pagination.read_cursor(word, str, int) == [text, number]


@given(st.text(max_size=600))
def test_a_word_that_was_tampered_with_means_the_first_page(word):
    assert pagination.read_cursor(word, str, int) in (None, pagination.read_cursor(word, str, int))


@pytest.mark.parametrize(
    "word", [None, "", "é", "bm9wZQ", pagination.cursor(["a"]), pagination.cursor([1, "a"]), "A" * 501]
)
def test_what_has_other_types_is_none_of_ours(word):
    assert pagination.read_cursor(word, str, int) is None
