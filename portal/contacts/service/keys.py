"""The keyed hashes under which people are known, and by which the erased are recognised."""

from portal.core import tokens
from portal.participation.service import keys as participation_keys


def of_address(address: str) -> bytes:
    """The same key as in participations, so that an erasure reaches both."""
    return participation_keys.person_key(address)


def of_phone(digits: str) -> bytes:
    """A key of a telephone number, for people who are known by nothing else."""
    return tokens.keyed(participation_keys.person_key("phone@invalid"), digits)


def known_by(address: str | None, digits: str | None) -> list[bytes]:
    """Every key of somebody with this address and this number."""
    return [key for key in (of_address(address) if address else None, of_phone(digits) if digits else None) if key]
