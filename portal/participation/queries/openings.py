"""What is open or about to open, a few of each kind: thousands of petitions hide no survey, and no page reads them all."""

from sqlalchemy import Select, func, select

from portal.core.database import db
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.rules import states


def of_each_kind(most: int) -> list[Activity]:
    """What is open, the first to close first; at most so many of each kind."""
    return _first_of_each(activities.open_rows(), most)


def coming(most: int) -> list[Activity]:
    """What is to open, the first to open first; at most so many of each kind."""
    rows = activities.public().where(
        Activity.stage == states.Stage.PUBLISHED, Activity.opens_at > func.statement_timestamp()
    )
    place = func.row_number().over(partition_by=Activity.kind, order_by=(Activity.opens_at, Activity.id))
    first = rows.with_only_columns(Activity.id, place.label("place")).subquery()
    found = select(Activity).join(first, first.c.id == Activity.id).where(first.c.place <= most)
    return list(db.session.scalars(found.order_by(Activity.opens_at, Activity.id)))


def others(activity_id: int, limit: int) -> list[Activity]:
    """A few that are open beside this one, the kinds in turn."""
    found = _first_of_each(activities.open_rows().where(Activity.id != activity_id), limit)
    turns: dict[str, int] = {}
    ranked = []
    for row in found:
        turns[row.kind] = turns.get(row.kind, 0) + 1
        ranked.append((turns[row.kind], row))
    ranked.sort(key=lambda pair: pair[0])
    return [row for _turn, row in ranked[:limit]]


def by_zone() -> dict[int, int]:
    """How many are open by the zone that they concern; 0 stands for the whole territory."""
    zone = func.coalesce(Activity.zone_id, 0)
    rows = activities.open_rows().with_only_columns(zone, func.count()).group_by(zone)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def _first_of_each(rows: Select[Activity], most: int) -> list[Activity]:
    place = func.row_number().over(
        partition_by=Activity.kind, order_by=(Activity.closes_at.nulls_last(), Activity.id.desc())
    )
    first = rows.with_only_columns(Activity.id, place.label("place")).subquery()
    found = select(Activity).join(first, first.c.id == Activity.id).where(first.c.place <= most)
    return list(db.session.scalars(found.order_by(Activity.closes_at.nulls_last(), Activity.id)))
