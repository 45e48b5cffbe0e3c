"""The arithmetic of the tally, in SQL. Every statement binds its organisation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, text

from portal.core.database import db
from portal.core.tenancy import current_organisation_id

_LOCK_HEADS = text("""
    SELECT activity_id FROM tally_heads WHERE organisation_id = :organisation_id AND activity_id = ANY(:activity_ids)
    ORDER BY activity_id FOR UPDATE""")

_CAST_BALLOTS = text("""
    INSERT INTO ballots (organisation_id, id, activity_id, content, marks, amounts, zone_id, assurance, counted_on)
    SELECT :organisation_id, gen_random_uuid(), b.activity_id, b.content, b.marks, b.amounts, b.zone_id, b.assurance, b.counted_on
    FROM jsonb_to_recordset(CAST(:ballots AS jsonb)) AS b(activity_id bigint, content jsonb, marks text[], amounts jsonb,
        zone_id bigint, assurance text, counted_on date)
    ORDER BY random() RETURNING id""")


def cells_of(source: str) -> str:
    """SQL: what a set of versions and ballots adds up to. Written once; the batch, the proof and the rebuild all use it."""
    amount = "coalesce((amounts ->> mark)::numeric, 0)"
    return f"""
    SELECT activity_id, mark, coalesce(zone_id, 0) AS zone_id, assurance, sum(sign) AS n,
        sum(CASE WHEN amounts IS NULL THEN 0 ELSE sign * {amount} END) AS total,
        sum(CASE WHEN amounts IS NULL THEN 0 ELSE sign * {amount} * {amount} END) AS squares
    FROM {source} CROSS JOIN LATERAL unnest(marks) AS mark
    GROUP BY activity_id, mark, coalesce(zone_id, 0), assurance"""


_ADD = text(f"""
    WITH moved AS (
        SELECT v.activity_id, v.marks, v.amounts, v.zone_id, v.assurance, v.counted_on, d.sign
        FROM unnest(CAST(:version_ids AS bigint[]), CAST(:signs AS int[])) AS d(id, sign)
        JOIN participation_versions v ON v.organisation_id = :organisation_id AND v.id = d.id
        UNION ALL
        SELECT b.activity_id, b.marks, b.amounts, b.zone_id, b.assurance, b.counted_on, 1
        FROM ballots b WHERE b.organisation_id = :organisation_id AND b.id = ANY(CAST(:ballot_ids AS uuid[]))
    ), cells AS (
        INSERT INTO tally_cells AS c (organisation_id, activity_id, mark, zone_id, assurance, n, total, squares)
        SELECT :organisation_id, sums.* FROM ({cells_of("moved")}) AS sums
        ON CONFLICT (organisation_id, activity_id, mark, zone_id, assurance) DO UPDATE
        SET n = c.n + excluded.n, total = c.total + excluded.total, squares = c.squares + excluded.squares
    )
    INSERT INTO tally_days AS t (organisation_id, activity_id, day, n)
    SELECT :organisation_id, activity_id, counted_on, sum(sign) FROM moved WHERE counted_on IS NOT NULL
    GROUP BY activity_id, counted_on
    ON CONFLICT (organisation_id, activity_id, day) DO UPDATE SET n = t.n + excluded.n""")

_MOVE_HEADS = text("""
    UPDATE tally_heads AS h SET version = h.version + 1, counted = h.counted + m.counted, pending = h.pending + m.pending,
        moved_at = clock_timestamp()
    FROM jsonb_to_recordset(CAST(:moves AS jsonb)) AS m(activity_id bigint, counted bigint, pending bigint)
    WHERE h.organisation_id = :organisation_id AND h.activity_id = m.activity_id
    RETURNING h.activity_id, h.version""")

_SET_ELSEWHERE = text("""
    UPDATE tally_heads SET elsewhere = :number, version = version + 1, moved_at = clock_timestamp()
    WHERE organisation_id = :organisation_id AND activity_id = :activity_id AND elsewhere <> :number RETURNING version""")

# `counted` is the number that is shown: what is counted here, and what was counted elsewhere before it came here.
_HEAD = text("""
    SELECT version, greatest(counted, 0) + elsewhere AS counted, greatest(pending, 0) AS pending, elsewhere, moved_at
    FROM tally_heads WHERE organisation_id = :organisation_id AND activity_id = :activity_id""")

_COUNTED = text("""
    SELECT activity_id, greatest(counted, 0) + elsewhere AS counted FROM tally_heads
    WHERE organisation_id = :organisation_id AND activity_id = ANY(:activity_ids)""")

_IN_ZONE = text("""
    SELECT activity_id, sum(n)::bigint AS n FROM tally_cells
    WHERE organisation_id = :organisation_id AND mark = '' AND zone_id = :zone_id GROUP BY activity_id HAVING sum(n) > 0""")

_HEADS = text("""
    SELECT activity_id, greatest(counted, 0) + elsewhere AS counted, greatest(pending, 0) AS pending FROM tally_heads
    WHERE organisation_id = :organisation_id AND activity_id = ANY(:activity_ids)""")

_STORED = text("""
    SELECT mark, zone_id, assurance, n, total, squares FROM tally_cells
    WHERE organisation_id = :organisation_id AND activity_id = :activity_id AND n <> 0""")

_DAYS = text("""
    SELECT day, greatest(n, 0) AS n FROM tally_days
    WHERE organisation_id = :organisation_id AND activity_id = :activity_id AND n <> 0 ORDER BY day""")

_VERSION = text(
    "SELECT version FROM tally_heads WHERE organisation_id = :organisation_id AND activity_id = :activity_id"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One stored count: participations bearing a mark, in one zone and of one assurance."""

    mark: str
    zone_id: int
    assurance: str
    n: int
    total: Decimal
    squares: Decimal


def lock_heads(activity_ids: Sequence[int]) -> None:
    """Make the batches of one activity queue up, in an order that cannot deadlock."""
    db.session.execute(_LOCK_HEADS, _own(activity_ids=list(activity_ids))).all()


def cast_ballots(ballots_json: str) -> list[Any]:
    """Put anonymous answers into the box, shuffled, under random ids. Returns the ids."""
    return list(db.session.scalars(_CAST_BALLOTS, _own(ballots=ballots_json)))


def add(signs: Mapping[int, int], ballot_ids: Sequence[Any]) -> None:
    """Add (+1) or take away (-1) what versions count for, and add ballots."""
    values = _own(version_ids=list(signs), signs=list(signs.values()), ballot_ids=list(ballot_ids))
    db.session.execute(_ADD, values)


def move_heads(moves_json: str) -> Sequence[Row[Any]]:
    """Add to the totals of each activity and give it a new version."""
    return db.session.execute(_MOVE_HEADS, _own(moves=moves_json)).all()


def set_elsewhere(activity_id: int, number: int) -> int | None:
    """Write the number that was counted elsewhere. Returns the new version, None where that is no news."""
    version: int | None = db.session.scalar(_SET_ELSEWHERE, _own(activity_id=activity_id, number=number))
    return version


def head(activity_id: int) -> Row[Any] | None:
    return db.session.execute(_HEAD, _own(activity_id=activity_id)).one_or_none()


def heads(activity_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """The totals of several activities, by id."""
    rows = db.session.execute(_HEADS, _own(activity_ids=list(activity_ids)))
    return {row.activity_id: row for row in rows}


def version(activity_id: int) -> int:
    """The version of an activity's figures, for polls that ask whether anything moved."""
    return db.session.scalar(_VERSION, _own(activity_id=activity_id)) or 0


def counted(activity_ids: Sequence[int]) -> dict[int, int]:
    """How many participations count in each of these activities."""
    rows = db.session.execute(_COUNTED, _own(activity_ids=list(activity_ids)))
    return {row.activity_id: row.counted for row in rows}


def counted_in_zone(zone_id: int) -> dict[int, int]:
    """How many participations of this zone count in each activity."""
    return {row.activity_id: row.n for row in db.session.execute(_IN_ZONE, _own(zone_id=zone_id))}


def cells(activity_id: int) -> list[Cell]:
    rows = db.session.execute(_STORED, _own(activity_id=activity_id))
    return [Cell(row.mark, row.zone_id, row.assurance, row.n, row.total, row.squares) for row in rows]


def days(activity_id: int) -> Sequence[Row[Any]]:
    return db.session.execute(_DAYS, _own(activity_id=activity_id)).all()


def _own(**values: Any) -> dict[str, Any]:
    return values | {"organisation_id": current_organisation_id()}
