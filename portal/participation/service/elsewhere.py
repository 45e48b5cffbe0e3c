"""Numbers that were counted elsewhere, before an activity came here: a total without persons, and so without receipts.

It stands beside the tally's own count and is added only where one number is shown: what is proven here stays provable.
"""

from portal.core import audit, outbox
from portal.core.database import transactional
from portal.participation.events import TallyMoved
from portal.participation.queries import tallies


@transactional
def set_number(activity_id: int, number: int) -> bool:
    """Say how many were counted elsewhere. Returns whether that is news; if so, whoever watches the figures hears of it."""
    tallies.lock_heads([activity_id])
    version = tallies.set_elsewhere(activity_id, number)
    if version is None:
        return False
    outbox.publish(TallyMoved(activity_id=activity_id, version=version))
    audit.record("activity.counted_elsewhere", "activity", activity_id, number=number)
    return True
