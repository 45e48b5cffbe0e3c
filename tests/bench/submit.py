"""Final posts of a survey of ten questions: how many a second are kept, and that none is lost.

wrk sends the last form, each time with a number, choices and a network of its own, to a portal that was started by its
own command with its workers running; beside it the bare view does one insert and commits.
"""

from collections import Counter

from sqlalchemy import func, select

from portal.core import tenancy
from portal.core.database import db
from portal.participation import tally
from portal.participation.models import Participation
from tests.bench import load, town
from tests.bench.load import Load
from tests.bench.report import Figure, ratio
from tests.bench.stage import Stage, running
from tests.support import work

WARMING = 900  # a seed of its own


def measure(stage: Stage, rounds: int) -> list[Figure]:
    app = stage.app()
    organisation_id = town.prepare(app)
    surveys = {access: town.survey(app, organisation_id, access) for access in ("anyone", "email")}
    sent = Counter({row.id: 0 for row in surveys.values()})

    def post(access: str, seed: int) -> Load:
        row = surveys[access]
        seen = load.run(stage.folder, stage.port, f"/surveys/{row.slug}/answer", body=town.body(access), seed=seed)
        sent[row.id] += seen.requests - seen.errors
        return seen

    def beside_bare(words: str, target: float, access: str, first_seed: int) -> Figure:
        return ratio(
            f"{words} ÷ bare insert",
            target,
            rounds,
            lambda number: post(access, first_seed + number),
            lambda number: load.run(stage.folder, stage.bare_port, "/insert", body="word=hello", seed=number),
        )

    with running(stage):
        post("anyone", WARMING)
        figures = [
            beside_bare("answers without identity", 0.5, "anyone", 100),
            beside_bare("answers confirmed by mail", 0.5, "email", 200),
        ]
        if stage.valkey is not None:
            stage.valkey.stop()
            away = beside_bare("answers without identity, Valkey stopped", 0.4, "anyone", 300)
            stage.valkey.start()
            kept = away.value / figures[0].value if figures[0].value else 0.0
            figures += [away, Figure("the same with Valkey stopped ÷ with Valkey", kept, 0.8)]
    return [*figures, *_nothing_lost(stage, organisation_id, sent)]


def _nothing_lost(stage: Stage, organisation_id: int, sent: Counter[int]) -> list[Figure]:
    """Every answer that was thanked is in the base, once, and the tally adds up."""
    app = stage.app()
    with app.app_context(), tenancy.use_organisation(organisation_id):
        work.do_all()
        differences = sum(len(tally.verify(activity_id)) for activity_id in sent)
        kept = {
            activity_id: db.session.scalar(
                select(func.count()).select_from(Participation).where(Participation.activity_id == activity_id)
            )
            for activity_id in sent
        }
        lost = sum(max(0, sent[activity_id] - (kept[activity_id] or 0)) for activity_id in sent)
        db.session.remove()
    beside = f"{sent.total()} thanked, {sum(kept.values())} kept"
    return [
        Figure("answers thanked and not kept", lost, 0, is_most=True, beside=beside),
        Figure("differences that tally verify finds", differences, 0, is_most=True),
    ]
