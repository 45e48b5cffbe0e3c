"""Argon2 at the agreed cost, and the same work for nobody."""

from argon2 import PasswordHasher

from portal.accounts import passwords


def test_a_password_is_its_own_and_no_other():
    stored = passwords.hashed("four words that fit")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.is_right(stored, "four words that fit")
    assert not passwords.is_right(stored, "four words that fit ")


def test_nobodys_password_is_never_right_and_costs_the_same():
    assert not passwords.is_right(None, "")
    assert passwords.NOBODYS.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not passwords.is_outdated(passwords.NOBODYS)


def test_a_cheaper_hash_is_outdated_and_a_broken_one_is_wrong():
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash("x"))
    assert not passwords.is_right("not a hash", "x")
