"""Decisions about contacts: words of the ledger, whose act is too late, how a number is written once."""

import datetime as dt
import re
from enum import StrEnum

NATIONAL_PREFIX = "33"
PHONE_DIGITS = range(6, 16)
PHONE_SIGNS = re.compile(r"[0-9\s().+/-]{4,40}")
NOT_DIGIT = re.compile(r"[^0-9]")
SMALL_CELL = 11  # R14: figures under this are not shown where filters cross zones


class Act(StrEnum):
    """What may happen to a consent (R7). An objection is not a withdrawal (R6): it needs no consent before it."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OBJECTED = "objected"
    EXPIRED = "expired"
    RECONFIRMED = "reconfirmed"


STANDING = frozenset({Act.GRANTED, Act.RECONFIRMED})


class Channel(StrEnum):
    """How the organisation may write."""

    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"
    POST = "post"


class Method(StrEnum):
    """How a consent, or its end, was expressed."""

    ONLINE = "online"  # by the person, from a mailbox that was confirmed
    PAPER = "paper"
    FIELD = "field"
    LETTER = "letter"
    TELEPHONE = "telephone"
    IMPORT = "import"


class Source(StrEnum):
    """Where a contact, or one of its facts, comes from."""

    PARTICIPATION = "participation"
    STAFF = "staff"
    SELF = "self"
    IMPORT = "import"


class ListSource(StrEnum):
    """Where a list that is imported comes from (R3): whoever imports it declares one of these."""

    OWN_LIST = "own_list"  # people who gave their address to this organisation
    PAPER_FORMS = "paper_forms"
    PARTICIPANTS = "participants"  # of a public service's consultations, surveys, petitions
    CIVIL_REGISTRY = "civil_registry"
    SOCIAL_FILES = "social_files"
    SCHOOL_FILES = "school_files"
    OTHER_SERVICE = "other_service"


PUBLIC_SERVICE = frozenset(ListSource) - {ListSource.OWN_LIST, ListSource.PAPER_FORMS}
"""What was gathered for a public service: refused in a political organisation."""


class Moment(StrEnum):
    """What a timeline tells of."""

    TOOK_PART = "took_part"
    WITHDREW = "withdrew"
    SET_ASIDE = "set_aside"
    PUT_BACK = "put_back"


def is_too_late(acted_at: dt.datetime, erased_at: dt.datetime | None) -> bool:
    """Whether an act was overtaken by an erasure. What somebody does afterwards, by themselves, counts again."""
    return erased_at is not None and acted_at <= erased_at


def stamp(instant: dt.datetime) -> str:
    """An instant as text that sorts like the instant."""
    return instant.astimezone(dt.UTC).isoformat(timespec="microseconds")


def shown_count(found: int, *, crosses_zone: bool) -> int | None:
    """How many people a figure may say; None where R14 keeps it back."""
    return None if crosses_zone and 0 < found < SMALL_CELL else found


def phone_digits(typed: str) -> str:
    """The one spelling of a telephone number: its digits with the country's (`06 12…` is `33612…`); '' when it is none."""
    whole = _with_country(typed)
    return whole if len(whole) in PHONE_DIGITS else ""


def phone_start(typed: str) -> str:
    """The first digits of a number as they are kept, from the beginning that somebody types; '' for anything else."""
    is_number = PHONE_SIGNS.fullmatch(typed.strip()) is not None
    return _with_country(typed) if is_number and len(NOT_DIGIT.sub("", typed)) >= 4 else ""


def _with_country(typed: str) -> str:
    digits = NOT_DIGIT.sub("", typed.replace("(0)", ""))
    if typed.strip().startswith("+"):
        return digits
    if digits.startswith("00"):
        return digits[2:]
    return NATIONAL_PREFIX + digits[1:] if digits.startswith("0") else digits
