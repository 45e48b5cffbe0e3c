"""Why an organisation may write to people, and purposes that the portal itself knows."""

from enum import StrEnum


class Basis(StrEnum):
    """The lawful basis of a purpose (R6). Only consent is asked for with a box."""

    CONSENT = "consent"
    PUBLIC_INTEREST = "public_interest"
    LEGAL_OBLIGATION = "legal_obligation"
    LEGITIMATE_INTEREST = "legitimate_interest"


ANSWER = "answer"
"""To be told, once per version, what the organisation answers to an activity. It makes nobody a contact: the tick is kept
with the participation until the person was told, or 36 months."""

ANSWER_NAMES = {
    "fr": "Ce que l’organisation répond, une fois qu’elle a décidé",
    "en": "What the organisation answers, once it has decided",
}


def may_be_offered(basis: Basis) -> bool:
    """Whether forms may propose it: a box that asks for what rests on another basis would lie."""
    return basis is Basis.CONSENT
