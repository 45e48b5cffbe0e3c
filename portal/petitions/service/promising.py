"""Thresholds and their clocks: a count reaches or loses them, staff keep what was promised."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.dialects.postgresql import insert

from portal.core import audit, clock, outbox, tenancy
from portal.core.database import db, transactional
from portal.core.tenancy import current_organisation_id
from portal.participation.events import AnswerPublished, TallyMoved
from portal.participation.queries import tallies
from portal.petitions import events, queries
from portal.petitions.events import PromisesChanged
from portal.petitions.models import Milestone
from portal.petitions.queries import electors, promises
from portal.petitions.rules import thresholds
from portal.petitions.rules.thresholds import Target


def take(batch: Sequence[TallyMoved | PromisesChanged]) -> None:
    """The subscriber: each petition whose count moved, or whose promises did, is compared with them, once for the batch."""
    petitions = queries.of_activities(sorted({event.activity_id for event in batch}))
    for activity_id in petitions:
        follow(activity_id)


def take_answers(batch: Sequence[AnswerPublished]) -> None:
    """The subscriber that stops the clocks: the organisation has answered."""
    petitions = queries.of_activities(sorted({event.activity_id for event in batch}))
    for event in batch:
        if event.activity_id in petitions:
            record_answer(event.activity_id, event.answer_id)


@transactional
def follow(activity_id: int) -> None:
    """Write what the count changes. The petition's row is locked first, so that two batches cannot cross."""
    petition = queries.locked(activity_id)
    head = tallies.head(activity_id)
    counted = electors.counted_towards(petition, head.counted) if head else 0
    rows = promises.locked_milestones(activity_id)
    targets = promises.targets(petition, promises.active(is_statutory=petition.is_statutory, source=petition.source))
    steps = thresholds.steps(counted, targets, [promises.mark(row) for row in rows])
    now = clock.database_now()
    _reach(activity_id, steps.reached, now)
    for row in rows:
        if row.threshold_id in steps.again:
            row.reverted_at = None
            outbox.publish(events.ThresholdReached(activity_id=activity_id, threshold_id=row.threshold_id))
            audit.record("petition.threshold_reached_again", "activity", activity_id, number=row.number)
        if row.threshold_id in steps.reverted:
            row.reverted_at = now
            outbox.publish(events.ThresholdLost(activity_id=activity_id, threshold_id=row.threshold_id))
            audit.record("petition.threshold_lost", "activity", activity_id, number=row.number)


@transactional
def acknowledge(milestone_id: int, *, note: str = "", actor_id: int | None = None) -> None:
    """Say in public that the petition has arrived, and which service is in charge; again, it corrects the latter alone."""
    row = tenancy.get(Milestone, milestone_id)
    row.acknowledged_at = row.acknowledged_at or clock.database_now()
    row.acknowledged_note = note or None
    audit.record("petition.acknowledged", "activity", row.activity_id, actor_id=actor_id)


@transactional
def record_answer(activity_id: int, answer_id: int) -> None:
    """Every threshold that waits for an answer has it now; a correction changes nothing of when."""
    now = clock.database_now()
    for row in promises.locked_milestones(activity_id):
        if row.answered_at is None and row.reverted_at is None:
            row.answered_at, row.answer_id = now, answer_id


def _reach(activity_id: int, reached: Sequence[Target], now: dt.datetime) -> None:
    for target in reached:
        row = {
            "organisation_id": current_organisation_id(),
            "activity_id": activity_id,
            "threshold_id": target.id,
            "number": target.number,
            "reached_at": now,
        }
        statement = insert(Milestone).values(row).on_conflict_do_nothing(constraint="uq_petition_milestones_threshold")
        db.session.execute(statement)
        outbox.publish(events.ThresholdReached(activity_id=activity_id, threshold_id=target.id))
        audit.record("petition.threshold_reached", "activity", activity_id, number=target.number)
