"""Comments of signatures: where one stands, and for which reasons of the charter it may be refused."""

from enum import StrEnum

from portal.petitions.rules.states import Reason


class Standing(StrEnum):
    """What was decided about a comment."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"


# The other rules are about what a petition asks for; a comment asks for nothing.
REASONS = (
    Reason.OFFENSIVE,
    Reason.DEFAMATORY,
    Reason.PERSONAL_DATA,
    Reason.UNLAWFUL,
    Reason.ADVERTISING,
    Reason.FALSE,
    Reason.UNCLEAR,
)


def standing(word: str | None) -> Standing:
    """The one that an address means; what cannot be read means those that wait."""
    return Standing(word) if word in list(Standing) else Standing.WAITING
