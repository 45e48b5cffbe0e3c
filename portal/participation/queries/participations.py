"""Participations as their owner, their receipt and the contact base read them."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, select, text

from portal.core.database import db
from portal.core.tenancy import current_organisation_id
from portal.participation.models import Activity, Participation, ParticipationVersion

# Tallies say nothing of who; this list says nothing of what. Shuffled by digest, so that its order tells no time.
_RECEIPTS = text("""
    SELECT encode(sha256(convert_to(receipt_code, 'UTF8')), 'hex') AS digest,
        CASE state WHEN 'held' THEN 'pending' ELSE state END AS state FROM participations
    WHERE organisation_id = :organisation_id AND activity_id = :activity_id AND receipt_code IS NOT NULL
    ORDER BY digest""")

# What single responses count for, without zone, assurance, day or id; in an order that has nothing to do with time.
_MARKS = text("""
    SELECT marks FROM (
        SELECT v.marks, md5(v.id::text) AS place FROM participations p
        JOIN participation_versions v ON v.organisation_id = p.organisation_id AND v.id = p.current_version_id
        WHERE p.organisation_id = :organisation_id AND p.activity_id = :activity_id AND p.state = 'counted'
          AND cardinality(v.marks) > 0
        UNION ALL
        SELECT marks, md5(id::text) FROM ballots WHERE organisation_id = :organisation_id AND activity_id = :activity_id
    ) AS counted ORDER BY place""")

_PEOPLE = text("""
    SELECT v.id AS version_id, p.id AS participation_id, p.activity_id, p.state, p.assurance, p.channel, p.counted_at,
        v.to_address, v.zone_id, v.language, a.kind, a.title, a.themes,
        coalesce(v.content ->> 'form', CAST(a.version AS text)) AS form_version
    FROM participation_versions v
    JOIN participations p ON p.organisation_id = v.organisation_id AND p.id = v.participation_id
    JOIN activities a ON a.organisation_id = p.organisation_id AND a.id = p.activity_id
    WHERE v.organisation_id = :organisation_id AND v.id = ANY(:version_ids) AND v.to_address IS NOT NULL""")


def id_by_manage_digest(manage_digest: bytes) -> int | None:
    return db.session.scalar(select(Participation.id).where(Participation.manage_digest == manage_digest))


def by_receipt(code: str) -> tuple[Participation, Activity] | None:
    """What a receipt is about; nothing of who or what."""
    statement = (
        select(Participation, Activity)
        .join(
            Activity,
            (Activity.organisation_id == Participation.organisation_id) & (Activity.id == Participation.activity_id),
        )
        .where(Participation.receipt_code == code)
    )
    row = db.session.execute(statement).one_or_none()
    return (row[0], row[1]) if row else None


def by_manage_digest(manage_digest: bytes) -> tuple[Participation, Activity, ParticipationVersion | None] | None:
    """Everything its owner may see of a participation."""
    statement = (
        select(Participation, Activity, ParticipationVersion)
        .join(
            Activity,
            (Activity.organisation_id == Participation.organisation_id) & (Activity.id == Participation.activity_id),
        )
        .outerjoin(
            ParticipationVersion,
            (ParticipationVersion.organisation_id == Participation.organisation_id)
            & (ParticipationVersion.id == Participation.current_version_id),
        )
        .where(Participation.manage_digest == manage_digest)
    )
    row = db.session.execute(statement).one_or_none()
    return (row[0], row[1], row[2]) if row else None


def by_link_digest(link_digest: bytes) -> tuple[ParticipationVersion, Activity] | None:
    """What a mailed link would confirm, for the page with its button."""
    statement = (
        select(ParticipationVersion, Activity)
        .join(
            Activity,
            (Activity.organisation_id == ParticipationVersion.organisation_id)
            & (Activity.id == ParticipationVersion.activity_id),
        )
        .where(ParticipationVersion.link_digest == link_digest)
    )
    row = db.session.execute(statement).one_or_none()
    return (row[0], row[1]) if row else None


def of_person(person_key: bytes) -> list[tuple[Participation, Activity]]:
    """What somebody took part in, the latest first: for the signed-in owner of the address behind that key."""
    statement = (
        select(Participation, Activity)
        .join(
            Activity,
            (Activity.organisation_id == Participation.organisation_id) & (Activity.id == Participation.activity_id),
        )
        .where(Participation.person_key == person_key)
        .order_by(Participation.submitted_at.desc())
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def receipts(activity_id: int) -> Iterator[Row[Any]]:
    """Digest and state of every receipt, for anyone who wants to add the figure up again. Streamed."""
    values = {"organisation_id": current_organisation_id(), "activity_id": activity_id}
    yield from db.session.execute(_RECEIPTS.execution_options(stream_results=True, yield_per=1000), values)


def marks(activity_id: int) -> Iterator[Sequence[str]]:
    """What each counted response counts for, shuffled and by itself. Streamed."""
    values = {"organisation_id": current_organisation_id(), "activity_id": activity_id}
    rows = db.session.execute(_MARKS.execution_options(stream_results=True, yield_per=1000), values)
    yield from (row.marks for row in rows)


def people(version_ids: Sequence[int]) -> Sequence[Row[Any]]:
    """Who is behind these versions, where they left an address: for the contact base, which reads ticks beside it."""
    values = {"organisation_id": current_organisation_id(), "version_ids": list(version_ids)}
    return db.session.execute(_PEOPLE, values).all()
