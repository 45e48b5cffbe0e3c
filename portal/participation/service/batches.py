"""What every batch of work on many participations needs to know."""

from collections.abc import Mapping
from typing import Any

from portal.core import outbox
from portal.core.progress import Progress
from portal.participation import events, kinds
from portal.participation.models import Activity


def place(work: Progress, size: int) -> dict[str, Any]:
    """Where the work is."""
    return {"activity_id": work.position["activity_id"], "after": work.position["after"], "size": size}


def told(event: events.Move) -> dict[str, Any]:
    """What the batch's own statement needs to write the events, whoever the participations are."""
    names = outbox.listeners(type(event))
    outbox.wake_after_commit([{"subscriber": name} for name in names])
    return {"event": type(event).__name__, "payload": outbox.as_json(event.payload()), "subscribers": names}


def more(activity: Activity) -> Mapping[str, str]:
    """SQL of the conditions that the activity's kind adds, by name."""
    return {each.name: each.sql for each in kinds.kind(activity.kind).criteria}
