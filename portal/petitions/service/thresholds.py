"""The organisation's promises: at how many signatures it owes what."""

from typing import Any

from portal.core import audit, outbox, tenancy
from portal.core.database import db, transactional
from portal.petitions.events import PromisesChanged
from portal.petitions.models import Threshold
from portal.petitions.queries import promises


@transactional
def add(*, actor_id: int | None = None, **values: Any) -> Threshold:
    """A new promise. Petitions that have the signatures already reach it now."""
    row = Threshold(**values)
    db.session.add(row)
    db.session.flush()
    _note("petition_threshold.added", row, actor_id)
    return row


@transactional
def change(threshold_id: int, *, actor_id: int | None = None, **values: Any) -> None:
    """Another number, other days, other words. What petitions reached keeps the number that it took then."""
    row = tenancy.get(Threshold, threshold_id)
    for name, value in values.items():
        setattr(row, name, value)
    db.session.flush()
    _note("petition_threshold.changed", row, actor_id)


def _note(action: str, row: Threshold, actor_id: int | None) -> None:
    audit.record(action, "petition_threshold", row.id, actor_id=actor_id)
    outbox.publish_all(PromisesChanged(activity_id=activity_id) for activity_id in promises.accepted())
