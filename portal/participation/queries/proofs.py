"""Adding everything up again: what proves a tally, and what mends one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text

from portal.core.database import db
from portal.core.tenancy import current_organisation_id
from portal.participation.queries.tallies import cells_of

_BALLOT = "b(marks text[], amounts jsonb, zone_id bigint, assurance text, counted_on date)"

# `acts`: all that must be counted, from the acts themselves. `waiting`: what the outbox still holds, parked or not.
_SOURCES = f"""
    WITH waiting AS (
        SELECT event, payload FROM outbox
        WHERE organisation_id = :organisation_id AND subscriber = 'tally'
          AND (payload ->> 'activity_id')::bigint = :activity_id
    ), waiting_ballots AS (
        SELECT CAST(:activity_id AS bigint) AS activity_id, b.*, 1 AS sign
        FROM waiting, jsonb_to_record(payload -> 'ballot') AS {_BALLOT} WHERE event = 'BallotCast'
    ), acts AS (
        SELECT v.activity_id, v.marks, v.amounts, v.zone_id, v.assurance, v.counted_on, 1 AS sign
        FROM participations p
        JOIN participation_versions v ON v.organisation_id = p.organisation_id AND v.id = p.current_version_id
        WHERE p.organisation_id = :organisation_id AND p.activity_id = :activity_id AND p.state = 'counted'
        UNION ALL
        SELECT activity_id, marks, amounts, zone_id, assurance, counted_on, 1 FROM ballots
        WHERE organisation_id = :organisation_id AND activity_id = :activity_id
        UNION ALL SELECT * FROM waiting_ballots
    ), moves AS (
        SELECT v.activity_id, v.marks, v.amounts, v.zone_id, v.assurance, v.counted_on, d.sign
        FROM (SELECT (payload ->> 'plus')::bigint AS id, 1 AS sign FROM waiting WHERE payload ->> 'plus' IS NOT NULL
              UNION ALL
              SELECT (payload ->> 'minus')::bigint, -1 FROM waiting WHERE payload ->> 'minus' IS NOT NULL) AS d
        JOIN participation_versions v ON v.organisation_id = :organisation_id AND v.id = d.id
        UNION ALL SELECT * FROM waiting_ballots
    ), recount AS ({cells_of("acts")}), pending AS ({cells_of("moves")}), stored AS (
        SELECT mark, zone_id, assurance, n, total, squares FROM tally_cells
        WHERE organisation_id = :organisation_id AND activity_id = :activity_id
    ), due AS (
        SELECT mark, zone_id, assurance, sum(n) AS n, sum(total) AS total, sum(squares) AS squares FROM (
            SELECT mark, zone_id, assurance, n, total, squares FROM recount
            UNION ALL SELECT mark, zone_id, assurance, -n, -total, -squares FROM pending
        ) AS parts GROUP BY mark, zone_id, assurance
    ), due_days AS (
        SELECT counted_on AS day, sum(n) AS n FROM (
            SELECT counted_on, sum(sign) AS n FROM acts WHERE counted_on IS NOT NULL GROUP BY counted_on
            UNION ALL SELECT counted_on, -sum(sign) FROM moves WHERE counted_on IS NOT NULL GROUP BY counted_on
        ) AS parts GROUP BY counted_on
    ), due_head AS (
        SELECT (SELECT count(*) FROM participations WHERE organisation_id = :organisation_id
                AND activity_id = :activity_id AND state = 'counted')
               - coalesce((SELECT sum((payload ->> 'counted')::int) FROM waiting WHERE event <> 'BallotCast'), 0) AS counted,
               (SELECT count(*) FROM participations WHERE organisation_id = :organisation_id
                AND activity_id = :activity_id AND state = 'pending')
               - coalesce((SELECT sum((payload ->> 'pending')::int) FROM waiting WHERE event <> 'BallotCast'), 0) AS pending
    )"""

_DIFFERENCES = text(f"""{_SOURCES}
    SELECT 'cell' AS what, mark || ' · ' || zone_id || ' · ' || assurance AS which, stored.n AS stored, due.n AS due
    FROM stored FULL JOIN due USING (mark, zone_id, assurance)
    WHERE coalesce(stored.n, 0) <> coalesce(due.n, 0) OR coalesce(stored.total, 0) <> coalesce(due.total, 0)
       OR coalesce(stored.squares, 0) <> coalesce(due.squares, 0)
    UNION ALL
    SELECT 'day', day::text, t.n, due_days.n FROM due_days FULL JOIN (SELECT day, n FROM tally_days
        WHERE organisation_id = :organisation_id AND activity_id = :activity_id) AS t USING (day)
    WHERE coalesce(t.n, 0) <> coalesce(due_days.n, 0)
    UNION ALL
    SELECT 'head', 'counted', h.counted, due_head.counted FROM tally_heads h, due_head
    WHERE h.organisation_id = :organisation_id AND h.activity_id = :activity_id AND h.counted <> due_head.counted
    UNION ALL
    SELECT 'head', 'pending', h.pending, due_head.pending FROM tally_heads h, due_head
    WHERE h.organisation_id = :organisation_id AND h.activity_id = :activity_id AND h.pending <> due_head.pending""")

_REBUILD = text(f"""{_SOURCES}, cells AS (
        INSERT INTO tally_cells (organisation_id, activity_id, mark, zone_id, assurance, n, total, squares)
        SELECT :organisation_id, :activity_id, mark, zone_id, assurance, coalesce(due.n, 0), coalesce(due.total, 0),
            coalesce(due.squares, 0)
        FROM stored FULL JOIN due USING (mark, zone_id, assurance)
        ON CONFLICT (organisation_id, activity_id, mark, zone_id, assurance) DO UPDATE
        SET n = excluded.n, total = excluded.total, squares = excluded.squares
    ), days AS (
        INSERT INTO tally_days (organisation_id, activity_id, day, n)
        SELECT :organisation_id, :activity_id, day, coalesce(due_days.n, 0)
        FROM due_days FULL JOIN (SELECT day FROM tally_days
            WHERE organisation_id = :organisation_id AND activity_id = :activity_id) AS t USING (day)
        ON CONFLICT (organisation_id, activity_id, day) DO UPDATE SET n = excluded.n
    )
    UPDATE tally_heads AS h SET counted = due_head.counted, pending = due_head.pending, version = h.version + 1,
        moved_at = clock_timestamp()
    FROM due_head WHERE h.organisation_id = :organisation_id AND h.activity_id = :activity_id
    RETURNING h.version""")


def differences(activity_id: int) -> Sequence[Row[Any]]:
    """Where stored + pending is not the recount: nothing, when the tally is right. One statement, so one snapshot."""
    return db.session.execute(_DIFFERENCES, _own(activity_id)).all()


def rebuild(activity_id: int) -> int:
    """Set stored = recount - pending, under the head's lock (taken before, in a statement of its own)."""
    return db.session.execute(_REBUILD, _own(activity_id)).scalar_one()


def _own(activity_id: int) -> dict[str, Any]:
    return {"activity_id": activity_id, "organisation_id": current_organisation_id()}
