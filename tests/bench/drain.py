"""How fast waiting events become stored counts, beside one raw SQL aggregate of the same rows."""

import statistics
import time

from sqlalchemy import text

from portal.core import drain, tenancy
from portal.core.database import db
from portal.participation import tally
from tests.bench import filling, town
from tests.bench.report import Figure
from tests.bench.stage import Stage

EVENTS = 30_000
RAW = text("""
    SELECT mark, coalesce(zone_id, 0), assurance, count(*) FROM participation_versions, unnest(marks) AS mark
    WHERE organisation_id = :organisation_id AND activity_id = :activity_id GROUP BY 1, 2, 3""")


def measure(stage: Stage, rounds: int) -> list[Figure]:
    app = stage.app()
    organisation_id = town.prepare(app)
    rates, ratios, differences = [], [], 0
    for _ in range(rounds):
        survey = town.survey(app, organisation_id, "anyone")
        filling.fill(app, organisation_id, survey, EVENTS)
        with app.app_context(), tenancy.use_organisation(organisation_id):
            began = time.perf_counter()
            taken = drain.sweep("tally")
            spent = time.perf_counter() - began
            began = time.perf_counter()
            db.session.execute(RAW, {"organisation_id": organisation_id, "activity_id": survey.id}).all()
            raw = time.perf_counter() - began
            differences += len(tally.verify(survey.id))
            db.session.remove()
        rates.append(taken / spent)
        ratios.append(raw / spent)
    beside = f"median of {rounds} × {EVENTS} events; {statistics.median(ratios):.2f} of one raw SQL aggregate's speed"
    return [
        Figure("events a second that the tally takes", statistics.median(rates), 10_000, beside=beside),
        Figure("differences that tally verify finds after draining", differences, 0, is_most=True),
    ]
