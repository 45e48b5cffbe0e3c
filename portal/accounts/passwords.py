"""Passwords: argon2id at a cost that a busy server can pay, and the same work whether an account exists or not."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

# Of a random password that nobody kept, with the same cost as ours: what an unknown address is compared with.
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$5DhPP33oYU5yTq0hs/e22g$FcvaQupZIKMM1Cnk8Pay27VVa/ha2mXTOwCVd/LM+ec"


def hashed(password: str) -> str:
    """What is stored of a password."""
    return _hasher.hash(password)


def is_right(stored: str | None, password: str) -> bool:
    """Whether this is the password. Without one on record it takes as long, and the answer is no."""
    try:
        return _hasher.verify(stored or NOBODYS, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether the cost was raised since: the next sign-in then hashes again."""
    return _hasher.check_needs_rehash(stored)
