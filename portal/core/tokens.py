"""Secrets and codes: random, compared by digest, readable where a person must type them."""

import hashlib
import hmac
import os
import secrets
import time
import unicodedata
import uuid

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs that nobody confuses: no 0, 1, I, O
CODE_SIGNS = 13  # 65 random bits
LINK_BYTES = 16
LOW_BITS = (1 << 21) - 1  # of an id, beside its milliseconds


def new_code() -> str:
    """A code of 65 random bits that can be read aloud: `7K4MQ-92QDT-5ZC`."""
    return code_from(secrets.token_bytes(CODE_SIGNS))


def code_from(randomness: bytes) -> str:
    """The code that these random bytes (at least 13) spell."""
    signs = "".join(ALPHABET[byte % len(ALPHABET)] for byte in randomness[:CODE_SIGNS])
    return f"{signs[:5]}-{signs[5:10]}-{signs[10:]}"


def read_code(typed: str) -> str | None:
    """The code as it was given, however it was typed (case, spaces, dashes, 0 for O); None if it is not one."""
    folded = unicodedata.normalize("NFKC", typed[:64]).upper()
    signs = "".join(sign for sign in folded if sign.isalnum())
    if len(signs) != CODE_SIGNS or any(sign not in ALPHABET for sign in signs):
        return None
    return f"{signs[:5]}-{signs[5:10]}-{signs[10:]}"


def new_link() -> str:
    """A secret of 128 random bits for a letter; only its digest is kept."""
    return secrets.token_urlsafe(LINK_BYTES)


def digest(secret: str) -> bytes:
    """What is stored of a secret with enough randomness of its own."""
    return hashlib.sha256(secret.encode()).digest()


def keyed(key: bytes, *parts: str) -> bytes:
    """HMAC-SHA-256 over parts that cannot run into each other."""
    message = "\x1f".join(parts).encode()
    return hmac.digest(key, message, "sha256")


def new_id() -> int:
    """A 63-bit id made here, so that one statement can write rows that point at each other; grows with time (ms)."""
    return (time.time_ns() // 1_000_000) << 21 | int.from_bytes(os.urandom(3)) & LOW_BITS


def new_ids(count: int) -> list[int]:
    """Distinct ids for one batch: drawn one by one, some of a thousand in one millisecond would be the same."""
    moment = (time.time_ns() // 1_000_000) << 21
    return [moment | bits for bits in secrets.SystemRandom().sample(range(1 << 21), count)]


def timeless_id() -> int:
    """An id that tells nothing, for rows that must not be put in the order in which they came."""
    return secrets.randbits(62)


def read_uuid(text: str) -> uuid.UUID | None:
    """The UUID a form carried, or None when it was tampered with."""
    try:
        return uuid.UUID(text)
    except (ValueError, AttributeError):
        return None
