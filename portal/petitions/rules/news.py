"""News about a petition: what may be written, and where a piece of it stands."""

from enum import StrEnum

TITLE_SIGNS = 120
BODY_SIGNS = 2_000
MOST_WAITING = 3  # of one author: moderators read each


class Standing(StrEnum):
    """What was decided about an update."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"


def may_write(waiting: int) -> bool:
    """Whether the author may send one more for moderation."""
    return waiting < MOST_WAITING
