"""What participation tells the rest of the portal, and its own tally.

Every event that moves a tally says what it takes away and what it adds, so the order of events never matters.
"""

from dataclasses import dataclass
from typing import Any

from portal.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class Move(Event):
    """`minus` and `plus` are version ids; `counted` and `pending` what the activity's totals gain."""

    activity_id: int
    participation_id: int
    minus: int | None = None
    plus: int | None = None
    counted: int = 0
    pending: int = 0


@dataclass(frozen=True, kw_only=True)
class ParticipationReceived(Move):
    """Somebody answered and has not confirmed yet."""

    pending: int = 1


@dataclass(frozen=True, kw_only=True)
class ParticipationCounted(Move):
    """It counts from now on. `version_id` is what was said, also where a ballot is counted in its place."""

    version_id: int
    is_consented: bool
    counted: int = 1


@dataclass(frozen=True, kw_only=True)
class ParticipationHeld(Move):
    """It was confirmed, or counted, and now waits for staff: it is in no figure."""


@dataclass(frozen=True, kw_only=True)
class ParticipationChanged(Move):
    """The same person now says something else, and may have ticked a box with it."""

    is_consented: bool = False


@dataclass(frozen=True, kw_only=True)
class ParticipationWithdrawn(Move):
    """The person took it back."""

    counted: int = -1


@dataclass(frozen=True, kw_only=True)
class ParticipationInvalidated(Move):
    """Staff found that it must not count."""

    counted: int = -1


@dataclass(frozen=True, kw_only=True)
class ParticipationRestored(Move):
    """Staff put back what they had set aside."""

    counted: int = 1


@dataclass(frozen=True, kw_only=True)
class ParticipationLapsed(Move):
    """Nobody confirmed it in time: it waits no longer."""

    pending: int = -1


@dataclass(frozen=True, kw_only=True)
class BallotCast(Event):
    """An anonymous answer on its way to the box: everything but who. Written to `ballots` by the batch that counts it."""

    activity_id: int
    ballot: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class TallyMoved(Event):
    """The public figures of an activity changed."""

    activity_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class AnswerPublished(Event):
    """The organisation answered, or corrected its answer: who asked is told this version once."""

    activity_id: int
    answer_id: int


@dataclass(frozen=True, kw_only=True)
class ActivityOpened(Event):
    """The clock came to its opening: told once per instant (ISO)."""

    activity_id: int
    opened_at: str


@dataclass(frozen=True, kw_only=True)
class ActivityClosed(Event):
    """The clock came to its closing: told once per instant (ISO)."""

    activity_id: int
    closed_at: str


MOVES = (
    ParticipationReceived,
    ParticipationCounted,
    ParticipationHeld,
    ParticipationChanged,
    ParticipationWithdrawn,
    ParticipationInvalidated,
    ParticipationRestored,
    ParticipationLapsed,
    BallotCast,
)
