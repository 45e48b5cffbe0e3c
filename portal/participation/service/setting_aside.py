"""Setting many participations aside, and putting them back: asked for once, done by a worker in batches that commit.

What was done is in the rows themselves, so the work may be stopped, killed or run twice: it goes on with what is left.
"""

import time
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from portal.core import audit, clock, drain, jobs, progress, tenancy
from portal.core.database import db, transaction, transactional
from portal.core.errors import Refused
from portal.core.progress import Progress, State
from portal.participation import events
from portal.participation.models import Activity
from portal.participation.queries import activities, setting_aside
from portal.participation.queries import holding as held
from portal.participation.rules import conditions as rules
from portal.participation.rules.conditions import Conditions
from portal.participation.service import batches, holding

ASIDE = "participations set aside"
BACK = "participations put back"
HOLD, RELEASE = holding.HOLD, holding.RELEASE
ACTIONS = {
    ASIDE: "participations.set_aside",
    BACK: "participations.put_back",
    HOLD: "participations.held",
    RELEASE: "participations.released",
}
KINDS = tuple(ACTIONS)
JOB = "portal.participation.jobs.set_aside"
BATCH = 2_000
SECONDS = 120.0  # one job's turn; then it queues up again behind what others asked for
LISTED = 20


class NotFindable(Refused):
    """An anonymous ballot cannot be found again, by anybody."""


class Everybody(Refused):
    """No condition was given: nobody means that."""


def count(activity: Activity, wanted: Conditions, kind: str = ASIDE) -> int:
    """How many participations these conditions mean now, for this kind of work. Raises NotFindable, Everybody."""
    _refuse(activity, wanted)
    if kind == ASIDE:
        return setting_aside.count(activity.id, wanted, batches.more(activity))
    return held.count(activity.id, wanted, batches.more(activity), is_hold=kind == HOLD)


@transactional
def ask(activity_id: int, wanted: Conditions, *, reason: str, actor_id: int | None, kind: str = ASIDE) -> int:
    """Have what these conditions mean at this instant set aside (held, released: `kind`). Returns the id of the work.

    `reason` is what receipts say; of what is held, a short code that nobody reads outside. Raises NotFindable, Everybody.
    """
    activity = activities.get(activity_id)
    total = count(activity, wanted, kind)
    asked = {"conditions": wanted.as_json(), "reason": reason}
    work_id = _begin(kind, activity_id, total, asked, actor_id)
    action = f"{ACTIONS[kind]}_asked"
    audit.record(action, "activity", activity_id, actor_id=actor_id, count=total, work=work_id, **asked)
    return work_id


@transactional
def ask_back(work_id: int, *, actor_id: int | None) -> int:
    """Have what a finished work set aside counted again. Returns the id of the new work. Raises Refused."""
    work = tenancy.get(Progress, work_id)
    if work.kind != ASIDE or work.finished_at is None:
        raise Refused(_("This work is not finished yet."))
    activity_id = work.position["activity_id"]
    total = setting_aside.count_of_work(activity_id, work_id)
    back_id = _begin(BACK, activity_id, total, {"of": work_id}, actor_id)
    audit.record(
        "participations.put_back_asked",
        "activity",
        activity_id,
        actor_id=actor_id,
        count=total,
        work=back_id,
        of=work_id,
    )
    return back_id


def _begin(kind: str, activity_id: int, total: int, asked: dict[str, Any], actor_id: int | None) -> int:
    work_id = progress.begin(kind, total=total, asked_by=actor_id)
    tenancy.get(Progress, work_id).position = {"activity_id": activity_id, "after": 0, **asked}
    _queue_up(work_id)
    return work_id


@transactional
def _queue_up(work_id: int) -> None:
    """Ask a worker; should Valkey be away, the clock asks later."""
    jobs.enqueue("bulk", JOB, tenancy.current_organisation_id(), work_id)


def carry_on(work_id: int) -> None:
    """What the worker does, outside a transaction: batch after batch until nothing is left or somebody says stop."""
    end = time.monotonic() + SECONDS
    try:
        while _one_batch(work_id):
            if time.monotonic() > end:
                _queue_up(work_id)
                return
    except progress.Over:
        return
    except progress.Cancelled:
        _say_last_word(work_id, State.CANCELLED)
    except Exception as error:
        if not drain.is_transient(error):  # else the clock asks for the rest again
            _say_last_word(work_id, State.FAILED)
        raise
    else:
        _say_last_word(work_id, State.DONE)


@transactional
def _one_batch(work_id: int) -> bool:
    """One batch, and how far it came, in one transaction. Returns whether there may be more.

    A batch that finds little is followed by a look from the start: who changed an answer meanwhile may have been missed.
    """
    work = progress.hold(work_id)
    after = work.position["after"]
    moved = _do(work)
    work.done += moved.n
    work.position = work.position | {"after": moved.last if moved.n == BATCH else 0}
    return bool(moved.n or after)


def _do(work: Progress) -> Any:
    if work.kind == HOLD:
        return holding.hold(work, BATCH)
    if work.kind == RELEASE:
        return holding.release(work, BATCH)
    return (_aside if work.kind == ASIDE else _back)(work)


def _aside(work: Progress) -> Any:
    activity = tenancy.get(Activity, work.position["activity_id"])
    wanted = rules.from_json(work.position["conditions"])
    told = batches.told(events.ParticipationInvalidated(activity_id=activity.id, participation_id=0))
    values = batches.place(work, BATCH) | told | {"reason": work.position["reason"], "work_id": work.id}
    return setting_aside.set_aside_some(wanted, batches.more(activity), values)


def _back(work: Progress) -> Any:
    told = batches.told(events.ParticipationRestored(activity_id=work.position["activity_id"], participation_id=0))
    return setting_aside.put_back_some(batches.place(work, BATCH) | told | {"set_aside_by": work.position["of"]})


def _say_last_word(work_id: int, state: State) -> None:
    """Once, with the line in the log: a work that runs twice ends once."""
    with transaction():
        work = tenancy.get(Progress, work_id)
        db.session.refresh(work, with_for_update=True)
        if work.finished_at is not None:
            return
        work.state, work.finished_at = state, clock.now()
        work.report = {"count": work.done}
        action = ACTIONS[work.kind]
        asked = {name: value for name, value in work.position.items() if name in ("conditions", "reason", "of")}
        audit.record(
            action,
            "activity",
            work.position["activity_id"],
            actor_id=work.asked_by,
            count=work.done,
            state=state,
            work=work_id,
            **asked,
        )


def works(activity_id: int) -> list[Progress]:
    """What was set aside and put back in this activity, the latest first."""
    mine = (Progress.kind.in_(KINDS), Progress.position["activity_id"].as_integer() == activity_id)
    return list(db.session.scalars(select(Progress).where(*mine).order_by(Progress.id.desc()).limit(LISTED)))


def may_put_back(work: Progress) -> bool:
    """Whether something of it is still set aside."""
    if work.kind != ASIDE or work.finished_at is None:
        return False
    return setting_aside.count_of_work(work.position["activity_id"], work.id) > 0


def _refuse(activity: Activity, wanted: Conditions) -> None:
    if activity.is_anonymous:
        raise NotFindable(_("An anonymous ballot cannot be found again."))
    if wanted.is_empty:
        raise Everybody(_("Give at least one condition: without any, everybody would be set aside."))
