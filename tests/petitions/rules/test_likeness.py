"""How alike two titles read."""

from hypothesis import given
from hypothesis import strategies as st

from portal.petitions.rules import likeness


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_a_share_and_the_same_both_ways(one, other):
    first, second = likeness.grams(one), likeness.grams(other)
    found = likeness.likeness(first, second)
    assert 0 <= found <= 1.0000001
    assert found == likeness.likeness(second, first)


@given(st.text(alphabet="abcdeéè ", min_size=3, max_size=80))
def test_a_title_is_most_like_itself(title):
    grams = likeness.grams(title)
    assert not grams or likeness.likeness(grams, grams) > 0.999


def test_words_that_say_nothing_make_nobody_alike():
    assert likeness.likeness(likeness.grams("Pour les vélos"), likeness.grams("Pour les écoles")) == 0


def test_accents_and_case_say_nothing():
    assert likeness.grams("École") == likeness.grams("ECOLE")
