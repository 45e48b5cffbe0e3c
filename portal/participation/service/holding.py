"""Setting apart what looks like fraud, and counting it once somebody has looked; outside nothing shows (decision 8).

One or any number: these are the batches of a work that `setting_aside` carries on."""

from dataclasses import dataclass

from portal.core import tenancy
from portal.core.progress import Progress
from portal.participation import events
from portal.participation.models import Activity
from portal.participation.queries import holding as queries
from portal.participation.rules import conditions as rules
from portal.participation.service import acts, batches

HOLD = "participations held"
RELEASE = "participations released"


@dataclass(frozen=True)
class Moved:
    """How many, and where the next batch begins (0: from the start)."""

    n: int
    last: int


def hold(work: Progress, size: int) -> Moved:
    """One batch of what counts; once nothing is left, one of what waits for its link."""
    event = events.ParticipationHeld(activity_id=work.position["activity_id"], participation_id=0, counted=-1)
    return _batch(work, size, event, is_hold=True)


def release(work: Progress, size: int) -> Moved:
    """Likewise of what is held."""
    event = events.ParticipationCounted(
        activity_id=work.position["activity_id"], participation_id=0, version_id=0, is_consented=False
    )
    return _batch(work, size, event, is_hold=False)


def _batch(work: Progress, size: int, event: events.Move, *, is_hold: bool) -> Moved:
    activity = tenancy.get(Activity, work.position["activity_id"])
    wanted, more = rules.from_json(work.position["conditions"]), batches.more(activity)
    values = batches.place(work, size) | {"reason": work.position.get("reason")}
    move = queries.hold_some if is_hold else queries.release_some
    row = move(wanted, more, values | batches.told(event) | {"today": acts.today()})
    if row.n:
        return Moved(row.n, row.last)
    return Moved(queries.mark_waiting(wanted, more, values, is_hold=is_hold), 0)
