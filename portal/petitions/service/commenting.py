"""What moderators decide about the comments of signatures: several at once, and anew where it was a mistake."""

from collections.abc import Sequence

from portal.core import audit
from portal.core.database import transactional
from portal.petitions.queries import comments
from portal.petitions.rules.comments import Standing
from portal.petitions.rules.states import Reason


@transactional
def publish(activity_id: int, version_ids: Sequence[int], *, seen: Standing, actor_id: int | None = None) -> int:
    """Let everybody read these. Returns how many: not those that somebody decided about, or took back, meanwhile."""
    return _decide(activity_id, version_ids, seen=seen, to=Standing.PUBLISHED, reason=None, actor_id=actor_id)


@transactional
def refuse(
    activity_id: int, version_ids: Sequence[int], reason: Reason, *, seen: Standing, actor_id: int | None = None
) -> int:
    """Keep these from the public; the signatures count as before. Returns how many."""
    return _decide(activity_id, version_ids, seen=seen, to=Standing.REFUSED, reason=reason, actor_id=actor_id)


def _decide(
    activity_id: int,
    version_ids: Sequence[int],
    *,
    seen: Standing,
    to: Standing,
    reason: Reason | None,
    actor_id: int | None,
) -> int:
    if seen is to:
        return 0
    decided = comments.decide(activity_id, version_ids, seen=seen, to=to, reason=reason, actor_id=actor_id)
    if decided:
        audit.record(
            f"petition.comments_{to}",
            "activity",
            activity_id,
            actor_id=actor_id,
            versions=decided,
            **({"reason": str(reason)} if reason else {}),
        )
    return len(decided)
