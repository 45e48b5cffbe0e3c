"""Counting every signature again, by a worker: what the stored figures must be, proven, and mended with a line in the log."""

from portal.core import audit, jobs, progress, tenancy
from portal.core.database import transaction, transactional, without_time_limit
from portal.core.progress import State
from portal.participation import tally

RECOUNT = "petition recounted"
JOB = "portal.petitions.jobs.recount"


@transactional
def ask(activity_id: int, *, actor_id: int | None) -> int:
    """Have it done. Returns the id of the work."""
    work_id = progress.begin(RECOUNT, asked_by=actor_id)
    tenancy.get(progress.Progress, work_id).position = {"activity_id": activity_id}
    audit.record("petition.recount_asked", "activity", activity_id, actor_id=actor_id, work=work_id)
    jobs.enqueue("bulk", JOB, tenancy.current_organisation_id(), work_id)
    return work_id


def recount(work_id: int) -> None:
    """What the worker does. Done twice, it is done once."""
    try:
        with transaction():
            activity_id = progress.hold(work_id).position["activity_id"]
            without_time_limit()
            differences = tally.verify(activity_id)
            if differences:
                tally.rebuild(activity_id)
                audit.record("tally.healed", "activity", activity_id, differences=len(differences))
    except progress.Over:
        return
    except progress.Cancelled:
        progress.finish(work_id, State.CANCELLED, {})
        return
    progress.finish(work_id, State.DONE, {"differences": len(differences)})
