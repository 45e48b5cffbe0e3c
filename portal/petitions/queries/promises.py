"""Thresholds as they apply to a petition, and the milestones that it reached."""

from collections.abc import Sequence

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from portal.core.database import db
from portal.participation.models import Activity
from portal.petitions.models import Milestone, Petition, SessionRecord, Threshold
from portal.petitions.rules import thresholds
from portal.petitions.rules.states import Standing
from portal.petitions.rules.thresholds import Mark, Target


def active(*, is_statutory: bool, source: str | None = None) -> list[Threshold]:
    """The promises that apply to petitions of this sort, the lowest first; shares after numbers. To a petition from another
    portal (`source`) applies what was promised there."""
    rows = select(Threshold).where(
        Threshold.is_active, Threshold.is_statutory == is_statutory, Threshold.source.is_not_distinct_from(source)
    )
    return list(db.session.scalars(rows.order_by(Threshold.number.nulls_last(), Threshold.id)))


def every() -> list[Threshold]:
    """All promises of the organisation, those in use first."""
    order = (Threshold.is_active.desc(), Threshold.is_statutory, Threshold.number.nulls_last(), Threshold.id)
    return list(db.session.scalars(select(Threshold).where(Threshold.source.is_(None)).order_by(*order)))


def accepted() -> list[int]:
    """The activities of petitions whose count may reach a promise."""
    return list(db.session.scalars(select(Petition.activity_id).where(Petition.standing == Standing.ACCEPTED)))


def by_ids(ids: Sequence[int]) -> dict[int, Threshold]:
    """Those thresholds, active or not."""
    return {row.id: row for row in db.session.scalars(select(Threshold).where(Threshold.id.in_(ids)))}


def targets(petition: Petition, rows: Sequence[Threshold]) -> list[Target]:
    """How many signatures each takes. A share without a known number of electors obliges to nothing."""
    found = ((row.id, _number(petition, row)) for row in rows)
    return [Target(id=threshold_id, number=number) for threshold_id, number in found if number]


def milestones(activity_id: int) -> list[Milestone]:
    """What a petition reached, the lowest first."""
    rows = select(Milestone).where(Milestone.activity_id == activity_id)
    return list(db.session.scalars(rows.order_by(Milestone.number, Milestone.id)))


def milestones_of(activity_ids: Sequence[int]) -> dict[int, list[tuple[Milestone, Threshold]]]:
    """What each of several petitions reached, with the promise, the lowest first."""
    rows = (
        select(Milestone, Threshold)
        .join(
            Threshold,
            (Threshold.organisation_id == Milestone.organisation_id) & (Threshold.id == Milestone.threshold_id),
        )
        .where(Milestone.activity_id.in_(activity_ids))
        .order_by(Milestone.number, Milestone.id)
    )
    found: dict[int, list[tuple[Milestone, Threshold]]] = {}
    for milestone, threshold in db.session.execute(rows):
        found.setdefault(milestone.activity_id, []).append((milestone, threshold))
    return found


def unkept() -> list[tuple[Activity, Milestone, Threshold]]:
    """Every promise that is reached and not answered yet, of petitions that nobody withdrew."""
    rows = (
        select(Activity, Milestone, Threshold)
        .join(
            Milestone,
            (Milestone.organisation_id == Activity.organisation_id) & (Milestone.activity_id == Activity.id),
        )
        .join(
            Threshold,
            (Threshold.organisation_id == Milestone.organisation_id) & (Threshold.id == Milestone.threshold_id),
        )
        .join(
            Petition,
            (Petition.organisation_id == Activity.organisation_id) & (Petition.activity_id == Activity.id),
        )
        .where(Milestone.answered_at.is_(None), Milestone.reverted_at.is_(None), Petition.standing == Standing.ACCEPTED)
        .where(Threshold.source.is_(None))
        .order_by(Milestone.id)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(rows)]


def locked_milestones(activity_id: int) -> list[Milestone]:
    """The same, held and read anew."""
    rows = select(Milestone).where(Milestone.activity_id == activity_id).order_by(Milestone.id).with_for_update()
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def locked_milestone(milestone_id: int) -> Milestone:
    """One of them, held. Raises NotFound."""
    rows = select(Milestone).where(Milestone.id == milestone_id).with_for_update()
    found = db.session.scalar(rows.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def find_record(milestone_id: int) -> SessionRecord | None:
    """The latest version of what the council decided."""
    rows = select(SessionRecord).where(SessionRecord.milestone_id == milestone_id)
    return db.session.scalar(rows.order_by(SessionRecord.number.desc()).limit(1))


def mark(row: Milestone) -> Mark:
    return Mark(threshold_id=row.threshold_id, number=row.number, is_reverted=row.reverted_at is not None)


def _number(petition: Petition, row: Threshold) -> int | None:
    if row.one_in is None:
        return row.number
    return thresholds.share_of(petition.electors, row.one_in) if petition.electors else None
