"""Where a petition stands, what its page then shows, and what may be done with it."""

from enum import StrEnum


class Standing(StrEnum):
    """What was decided about a petition; once accepted, the activity's dates say the rest."""

    DRAFT = "draft"
    SPONSORING = "sponsoring"
    MODERATION = "moderation"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What somebody decides; the journal of decisions names it."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RESTORED = "restored"
    TEXT_HIDDEN = "text_hidden"
    TEXT_SHOWN = "text_shown"
    OPINION_ASKED = "opinion_asked"
    OPINION_GIVEN = "opinion_given"
    OPINION_UNASKED = "opinion_unasked"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why the charter turns a petition down."""

    DUPLICATE = "duplicate"
    NOT_OURS = "not_ours"
    NO_REQUEST = "no_request"
    UNCLEAR = "unclear"
    IN_COURT = "in_court"
    PERSONAL_CASE = "personal_case"
    ADVERTISING = "advertising"
    FALSE = "false"
    OFFENSIVE = "offensive"
    DEFAMATORY = "defamatory"
    PERSONAL_DATA = "personal_data"
    UNLAWFUL = "unlawful"


# Showing these texts would do the harm for which they were turned down.
HIDING = frozenset({Reason.OFFENSIVE, Reason.DEFAMATORY, Reason.PERSONAL_DATA, Reason.UNLAWFUL, Reason.IN_COURT})

SPONSORS_NEEDED = 5
SPONSORS_AT_MOST = 20
SPONSORED = frozenset({Standing.SPONSORING, Standing.MODERATION})  # while it stands so, people may join

_ALLOWED: dict[Act, frozenset[Standing]] = {
    Act.SUBMITTED: frozenset({Standing.SPONSORING}),
    Act.ACCEPTED: frozenset({Standing.DRAFT, Standing.MODERATION}),
    Act.REJECTED: frozenset({Standing.MODERATION}),
    Act.RESTORED: frozenset({Standing.REJECTED}),
    Act.TEXT_HIDDEN: frozenset({Standing.REJECTED}),
    Act.TEXT_SHOWN: frozenset({Standing.REJECTED}),
    Act.OPINION_ASKED: frozenset({Standing.MODERATION}),
    Act.OPINION_GIVEN: frozenset({Standing.MODERATION}),
    Act.OPINION_UNASKED: frozenset({Standing.MODERATION}),
    Act.WITHDRAWN: frozenset({Standing.SPONSORING, Standing.MODERATION, Standing.ACCEPTED}),
    Act.CLOSED: frozenset({Standing.ACCEPTED}),
}


def may(act: Act, standing: Standing) -> bool:
    """Whether this may be done with a petition that stands so."""
    return standing in _ALLOWED[act]


def hides_text(reason: Reason) -> bool:
    """Whether a rejection for this reason takes the text off its public page."""
    return reason in HIDING


def may_have_sponsors(standing: Standing, confirmed: int) -> bool:
    """Whether one more sponsor may join."""
    return standing is Standing.SPONSORING and confirmed < SPONSORS_AT_MOST


def has_enough_sponsors(confirmed: int) -> bool:
    """Whether the petition goes to moderation."""
    return confirmed >= SPONSORS_NEEDED
