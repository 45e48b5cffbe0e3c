"""Sheets of signatures, their lines, and lines that look like somebody who signed elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, text
from werkzeug.exceptions import NotFound

from portal.core.database import db
from portal.core.tenancy import current_organisation_id
from portal.petitions.models import PaperLine, PaperSheet

SHEETS = 200
DOUBLES = 50

_COUNTS = text("""
    SELECT l.sheet_id, count(*) AS typed, count(*) FILTER (WHERE p.state = 'counted') AS counted
    FROM petition_sheet_lines l
    JOIN participations p ON p.organisation_id = l.organisation_id AND p.id = l.participation_id
    WHERE l.organisation_id = :organisation_id AND l.activity_id = :activity_id GROUP BY l.sheet_id""")

_LINES = """
    SELECT l.id, l.sheet_id, l.participation_id, p.state, p.assurance, p.invalidated_reason, v.zone_id,
        v.content ->> 'name' AS name, coalesce(v.content ->> 'address', v.content ->> 'postcode') AS place
    FROM petition_sheet_lines l
    JOIN participations p ON p.organisation_id = l.organisation_id AND p.id = l.participation_id
    JOIN participation_versions v ON v.organisation_id = p.organisation_id AND v.id = p.current_version_id
    WHERE l.organisation_id = :organisation_id AND l.sheet_id = :sheet_id"""

_ALL_LINES = text(f"{_LINES} ORDER BY l.id DESC")
_ONE_LINE = text(f"{_LINES} AND l.participation_id = :participation_id")
_COUNTED = text(f"SELECT found.participation_id FROM ({_LINES}) AS found WHERE found.state = 'counted' ORDER BY 1")

_SHEET_OF = text("""
    SELECT sheet_id FROM petition_sheet_lines
    WHERE organisation_id = :organisation_id AND participation_id = :participation_id""")

# The same name, and the same place where both say one. Of two sheets, the line typed later is the doubtful one; whoever was
# looked at once comes back only with somebody new.
_DOUBLES = text("""
    SELECT l.participation_id, l.sheet_id, v.content ->> 'name' AS name,
        coalesce(v.content ->> 'address', v.content ->> 'postcode') AS place,
        o.id AS other_id, o.channel AS other_channel, o.counted_at AS other_at, ov.content ->> 'name' AS other_name,
        coalesce(ov.content ->> 'address', ov.content ->> 'postcode') AS other_place, ol.sheet_id AS other_sheet_id
    FROM petition_sheet_lines l
    JOIN participations p ON p.organisation_id = l.organisation_id AND p.id = l.participation_id AND p.state = 'counted'
    JOIN participation_versions v ON v.organisation_id = p.organisation_id AND v.id = p.current_version_id
    JOIN participations o ON o.organisation_id = p.organisation_id AND o.activity_id = p.activity_id
        AND o.name_hash = p.name_hash AND o.id <> p.id AND o.state IN ('counted', 'held')
        AND (p.place_hash = o.place_hash OR p.place_hash IS NULL OR o.place_hash IS NULL)
        AND (o.channel <> 'paper' OR o.id < p.id) AND (l.kept_at IS NULL OR o.counted_at > l.kept_at)
    JOIN participation_versions ov ON ov.organisation_id = o.organisation_id AND ov.id = o.current_version_id
    LEFT JOIN petition_sheet_lines ol ON ol.organisation_id = o.organisation_id AND ol.participation_id = o.id
    WHERE l.organisation_id = :organisation_id AND l.activity_id = :activity_id
    ORDER BY l.id, o.id LIMIT :size""")


@dataclass(frozen=True)
class Typed:
    """A sheet with how many lines were typed from it, and how many of them count."""

    sheet: PaperSheet
    typed: int
    counted: int


def sheets(activity_id: int) -> list[Typed]:
    """The sheets of a petition, the latest first."""
    rows = select(PaperSheet).where(PaperSheet.activity_id == activity_id).order_by(PaperSheet.id.desc()).limit(SHEETS)
    counts = {row.sheet_id: row for row in db.session.execute(_COUNTS, _own(activity_id=activity_id))}
    return [
        Typed(row, counts[row.id].typed, counts[row.id].counted) if row.id in counts else Typed(row, 0, 0)
        for row in db.session.scalars(rows)
    ]


def sheet(activity_id: int, sheet_id: int) -> PaperSheet:
    """Raises NotFound, also for a sheet of another petition."""
    found = db.session.scalar(
        select(PaperSheet).where(PaperSheet.id == sheet_id, PaperSheet.activity_id == activity_id)
    )
    if found is None:
        raise NotFound
    return found


def locked_sheet(activity_id: int, sheet_id: int) -> PaperSheet:
    """The same, held: nobody types into a sheet while it is set aside."""
    statement = select(PaperSheet).where(PaperSheet.id == sheet_id, PaperSheet.activity_id == activity_id)
    found = db.session.scalar(statement.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def lines(sheet_id: int) -> Sequence[Row[Any]]:
    """What was typed from a sheet, the latest line first."""
    return db.session.execute(_ALL_LINES, _own(sheet_id=sheet_id)).all()


def line(sheet_id: int, participation_id: int) -> Row[Any]:
    """One of them. Raises NotFound."""
    found = db.session.execute(_ONE_LINE, _own(sheet_id=sheet_id, participation_id=participation_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def counted_ids(sheet_id: int) -> Sequence[int]:
    """The participations of a sheet that count, in the order in which they are locked."""
    return db.session.scalars(_COUNTED, _own(sheet_id=sheet_id)).all()


def sheet_of(participation_id: int) -> int | None:
    """The sheet on which somebody is; None for who signed elsewhere."""
    return db.session.scalar(_SHEET_OF, _own(participation_id=participation_id))


def find_line(activity_id: int, participation_id: int) -> PaperLine:
    """The row that says which sheet it is on. Raises NotFound."""
    found = db.session.scalar(
        select(PaperLine).where(PaperLine.participation_id == participation_id, PaperLine.activity_id == activity_id)
    )
    if found is None:
        raise NotFound
    return found


def doubles(activity_id: int) -> Sequence[Row[Any]]:
    """Lines on paper beside somebody of the same name, and the same place as far as both are known."""
    return db.session.execute(_DOUBLES, _own(activity_id=activity_id, size=DOUBLES)).all()


def _own(**values: Any) -> dict[str, Any]:
    return values | {"organisation_id": current_organisation_id()}
