"""Two people of one mailbox: what makes two names the same, and what does not."""

import pytest

from portal.participation.rules import mailboxes

KEY = b"k" * 32


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Carol Martin", "carol MARTIN"),
        ("Carol Martin", "Martin  Carol"),
        ("Zoé Lefèvre", "Zoe Lefevre"),
        ("Jean-Pierre Cœur", "Jean Pierre Coeur"),
        ("O’Neill", "o'neill"),
    ],
)
def test_one_name_in_several_spellings_is_one(one, other):
    assert mailboxes.folded_name(one) == mailboxes.folded_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Carol Martin", "Dave Martin"), ("李 小龍", "李 大龍"), ("Мария", "Марина")]
)
def test_two_names_are_two(one, other):
    assert mailboxes.folded_name(one) != mailboxes.folded_name(other)


def test_hashes_need_the_key_and_fit_a_column():
    said = {"name": "Carol Martin", "postcode": "14 000"}
    name, place = mailboxes.hashes(KEY, said)
    assert (name, place) == mailboxes.hashes(KEY, {"name": "Martin Carol", "postcode": "14000"})
    assert mailboxes.hashes(b"x" * 32, said) != (name, place)
    assert all(-(2**63) <= number < 2**63 for number in (name, place))
