"""How long something may wait for the moderators, and how near it is to being late."""

from enum import StrEnum

MODERATION_DAYS = 7  # what the charter promises
SOON_DAYS = 5


class Age(StrEnum):
    """The bands of the queue."""

    FRESH = "fresh"
    SOON = "soon"
    LATE = "late"


def age(days: int) -> Age:
    """Where a petition stands that has waited for this many days."""
    if days > MODERATION_DAYS:
        return Age.LATE
    return Age.SOON if days >= SOON_DAYS else Age.FRESH


def days_left(days: int) -> int:
    """How many days are left to decide; negative when it is late."""
    return MODERATION_DAYS - days
