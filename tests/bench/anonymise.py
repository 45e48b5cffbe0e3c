"""A million signatures forgotten as the night does it, in batches that commit."""

import itertools
import time

from sqlalchemy import text

from portal.core import clock, tenancy
from portal.core.database import db
from portal.participation import tally, upkeep
from tests.bench import signatures, town
from tests.bench.report import Figure
from tests.bench.stage import Stage

NUMBER = 1_000_000
_LEFT = text("""
    SELECT (SELECT count(*) FROM participations WHERE organisation_id = :organisation_id AND key_version >= 0)
        + (SELECT count(*) FROM participation_versions WHERE organisation_id = :organisation_id
            AND (to_address IS NOT NULL OR content <> '{}'))
        + (SELECT count(*) FROM participation_traces WHERE organisation_id = :organisation_id)""")


def measure(stage: Stage, rounds: int) -> list[Figure]:
    del rounds  # people are forgotten once
    app = stage.app()
    organisation_id = town.prepare(app)
    petition = signatures.petition(app, organisation_id, NUMBER)
    with app.app_context(), tenancy.enter(organisation_id):
        long_ago = (
            "UPDATE activities SET opens_at = now() - interval '300 days', closes_at = now() - interval '200 days'"
        )
        db.session.execute(text(f"{long_ago} WHERE id = :id"), {"id": petition.id})
        db.session.commit()
        began, passed = time.monotonic(), [0.0]

        def move() -> None:
            passed.append(time.monotonic() - began)

        done = upkeep.purge(clock.now(), move)
        spent = time.monotonic() - began
        left = db.session.scalar(_LEFT, {"organisation_id": organisation_id})
        differences = len(tally.verify(petition.id))
        db.session.remove()
    longest = max(later - earlier for earlier, later in itertools.pairwise(passed))
    beside = f"{done['identities']} persons, {done['traces']} networks; longest batch {longest:.1f} s"
    return [
        Figure("a million signatures forgotten", spent, 180, " s", beside, is_most=True),
        Figure("names, addresses and networks left, and differences", left + differences, 0, is_most=True),
    ]
