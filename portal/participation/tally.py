"""Counting: a subscriber like any other, and the proof that it counted right.

A version carries `marks`, the names of what it counts for, so this module adds and subtracts without knowing what a
survey or a petition is. Moves carry both sides ("minus the old, plus the new"), so their order never matters.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.core import outbox
from portal.core.database import transactional
from portal.participation import events
from portal.participation.queries import proofs, recording, tallies

PARTICIPATION = ""  # the mark that every counted participation bears

Move = events.Move | events.BallotCast


@dataclass(frozen=True)
class Difference:
    """A stored figure that is not what a recount and the waiting events say."""

    what: str
    which: str
    stored: int | None
    due: int | None


def take(batch: Sequence[Move]) -> None:
    """Let a batch of moves take effect on the stored counts, and tell who watches them."""
    moves = [event for event in batch if isinstance(event, events.Move)]
    ballots = [
        event.ballot | {"activity_id": event.activity_id} for event in batch if isinstance(event, events.BallotCast)
    ]
    activity_ids = sorted({event.activity_id for event in batch})
    tallies.lock_heads(activity_ids)
    ballot_ids = tallies.cast_ballots(recording.as_json(ballots)) if ballots else []
    tallies.add(_signs(moves), ballot_ids)
    rows = tallies.move_heads(recording.as_json(_totals(activity_ids, moves)))
    outbox.publish_all(events.TallyMoved(activity_id=row.activity_id, version=row.version) for row in rows)


def _signs(moves: Sequence[events.Move]) -> dict[int, int]:
    signs: Counter[int] = Counter()
    for move in moves:
        if move.plus is not None:
            signs[move.plus] += 1
        if move.minus is not None:
            signs[move.minus] -= 1
    return {version_id: sign for version_id, sign in signs.items() if sign}


def _totals(activity_ids: Sequence[int], moves: Sequence[events.Move]) -> list[dict[str, int]]:
    counted: dict[int, int] = defaultdict(int)
    pending: dict[int, int] = defaultdict(int)
    for move in moves:
        counted[move.activity_id] += move.counted
        pending[move.activity_id] += move.pending
    return [
        {"activity_id": activity_id, "counted": counted[activity_id], "pending": pending[activity_id]}
        for activity_id in activity_ids
    ]


@transactional
def verify(activity_id: int) -> list[Difference]:
    """Prove that stored + pending = recount, in one snapshot. Returns what does not hold: nothing, normally."""
    rows = proofs.differences(activity_id)
    return [Difference(row.what, row.which, _whole(row.stored), _whole(row.due)) for row in rows]


def _whole(sum_of_counts: Any) -> int | None:
    return None if sum_of_counts is None else int(sum_of_counts)


@transactional
def rebuild(activity_id: int) -> int:
    """Set the stored counts to recount − pending; deletes no event. Returns the figures' new version."""
    tallies.lock_heads([activity_id])  # a statement of its own: the next one then sees all that was committed before
    return proofs.rebuild(activity_id)
