"""A petition with as many signatures as one likes, written set by set, each with a person, a name, a network and a domain."""

from collections.abc import Sequence

from flask import Flask
from sqlalchemy import text

from portal.core import tenancy
from portal.core.database import db
from portal.participation import tally
from portal.participation.models import Activity
from tests.support import cast

BASE_ID = 1_700_000_000_000 << 21  # ids begin with the millisecond
STEP = 1 << 28  # an eighth of a second between two signatures
SUSPECT = "192.0.2.0/24"  # one signature in ten comes from there

_GIVEN = """
    WITH given AS (
        SELECT CAST(:organisation_id AS bigint) AS organisation_id, CAST(:activity_id AS bigint) AS activity_id, n,
            CAST(:base AS bigint) + n * CAST(:step AS bigint) AS id
        FROM generate_series(CAST(1 AS bigint), :number) AS n
    )"""
_FILL = (
    """
    INSERT INTO participations (organisation_id, id, activity_id, person_key, key_version, seat, channel, assurance, state,
        current_version_id, receipt_code, manage_digest, submitted_at, counted_at, name_hash, place_hash)
    SELECT organisation_id, id, activity_id, sha256(int8send((activity_id << 32) + n)), 1, 1, 'web', 'email', 'counted',
        id + 1, activity_id || '-' || n, sha256(int8send(-n - (activity_id << 32))), now() - interval '1 day',
        now() - interval '1 day', hashint8extended(n, 1), hashint8extended(n % 500, 2)
    FROM given""",
    """
    INSERT INTO participation_versions (organisation_id, id, activity_id, participation_id, submission_id, content_digest,
        content, marks, assurance, language, to_address, link_digest, counted_on)
    SELECT organisation_id, id + 1, activity_id, id, gen_random_uuid(), sha256(int8send(n)),
        jsonb_build_object('name', 'Nom ' || n, 'postcode', '14000', 'shows_name', n % 3 = 0), '{""}', 'email', 'fr',
        'nom' || n || '@example.org', sha256(int8send((activity_id << 33) + n)), current_date - CAST(n % 30 AS int)
    FROM given""",
    """
    INSERT INTO participation_traces (organisation_id, activity_id, version_id, participation_id, network, mail_domain)
    SELECT organisation_id, activity_id, id + 1, id,
        CASE WHEN n % 10 = 0 THEN inet '192.0.2.0' + n % 256 ELSE inet '10.0.0.0' + n % 10000000 END,
        CASE WHEN n % 1000 = 0 THEN 'rare.example' ELSE 'domain' || n % 50 || '.example' END
    FROM given""",
)


def petition(app: Flask, organisation_id: int, number: int) -> Activity:
    """An open petition with this many counted signatures, whose tally is right."""
    with app.app_context(), tenancy.enter(organisation_id):
        row = cast.petition(ask=f"Cent mille arbres {number}")
        db.session.expunge_all()
        write(_FILL, organisation_id, row.id, BASE_ID + (row.id << 8), number)
    return row


def write(statements: Sequence[str], organisation_id: int, activity_id: int, base: int, number: int) -> None:
    """Run statements that insert from `given` (so many rows, their ids in steps from `base`); then the tally is right."""
    values = {"organisation_id": organisation_id, "activity_id": activity_id, "number": number}
    db.session.execute(text("SET statement_timeout = 0"))
    for statement in statements:
        db.session.execute(text(_GIVEN + statement), values | {"base": base, "step": STEP})
    db.session.commit()
    tally.rebuild(activity_id)
    db.session.execute(text("ANALYZE participations, participation_versions, participation_traces"))
    db.session.execute(text("RESET statement_timeout"))
    db.session.commit()
    db.session.remove()
