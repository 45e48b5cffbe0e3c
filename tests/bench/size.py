"""What the results page costs to render, with a thousand answers and with a million."""

import statistics
import time
import uuid

from flask import Flask
from sqlalchemy import text

from portal.core import drain, tenancy
from portal.core.database import db
from portal.participation import tally
from tests.bench import filling, town
from tests.bench.report import Figure
from tests.bench.stage import Stage

FEW, MANY = 1_000, 1_000_000
STEP = 1 << 41  # a quarter of an hour between the ids of two copies
REQUESTS = 15

# The same answers again under new ids, until there are enough: what is measured is reading, not recording.
_COPY = (
    text("""
    INSERT INTO participations (organisation_id, id, activity_id, person_key, key_version, seat, channel, assurance, state,
        current_version_id, receipt_code, counted_at)
    SELECT p.organisation_id, p.id + n * :step, p.activity_id, p.person_key || int8send(n), p.key_version, p.seat, p.channel,
        p.assurance, p.state, p.current_version_id + n * :step, p.receipt_code || n, p.counted_at
    FROM participations p, generate_series(1, :copies) AS n
    WHERE p.organisation_id = :organisation_id AND p.activity_id = :activity_id"""),
    text("""
    INSERT INTO participation_versions (organisation_id, id, activity_id, participation_id, submission_id, content_digest,
        content, marks, amounts, zone_id, assurance, language, counted_on)
    SELECT v.organisation_id, v.id + n * :step, v.activity_id, v.participation_id + n * :step, gen_random_uuid(), v.content_digest,
        v.content, v.marks, v.amounts, v.zone_id, v.assurance, v.language, v.counted_on
    FROM participation_versions v, generate_series(1, :copies) AS n
    WHERE v.organisation_id = :organisation_id AND v.activity_id = :activity_id"""),
)


def measure(stage: Stage, rounds: int) -> list[Figure]:
    app = stage.app()
    organisation_id = town.prepare(app)
    few, many = (town.survey(app, organisation_id, "anyone") for _ in range(2))
    for survey in (few, many):
        filling.fill(app, organisation_id, survey, FEW)
    with app.app_context(), tenancy.use_organisation(organisation_id):
        drain.sweep("tally")
        values = {"organisation_id": organisation_id, "activity_id": many.id, "copies": MANY // FEW - 1, "step": STEP}
        db.session.execute(text("SET statement_timeout = 0"))
        for statement in _COPY:
            db.session.execute(statement, values)
        db.session.commit()
        tally.rebuild(many.id)
        db.session.remove()
    pairs = [(_milliseconds(app, many.slug), _milliseconds(app, few.slug)) for _ in range(rounds)]
    ratio = statistics.median(mine / theirs for mine, theirs in pairs)
    beside = f"{statistics.median(pair[0] for pair in pairs):.1f} ms beside {statistics.median(pair[1] for pair in pairs):.1f} ms"
    return [Figure("results page, a million answers ÷ a thousand", ratio, 1.2, beside=beside, is_most=True)]


def _milliseconds(app: Flask, slug: str) -> float:
    """Median time of a page that no cache has: a cookie goes past the micro-cache."""
    client = app.test_client(use_cookies=False)
    spent = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        answer = client.get(
            f"/surveys/{slug}/results", base_url=f"http://{town.HOST}", headers={"Cookie": f"bench={uuid.uuid4().hex}"}
        )
        spent.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"the results page answered {answer.status}")
    return 1000 * statistics.median(spent)
