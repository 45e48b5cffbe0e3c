"""How many answers a second are truly kept: stored, counted once, told to the tally."""

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


def measure(stage: Stage, rounds: int) -> list[Figure]:
    app = stage.app()
    organisation_id = town.prepare(app)
    surveys = {access: town.survey(app, organisation_id, access) for access in ("anyone", "email")}
    sent: dict[int, int] = dict.fromkeys((row.id for row in surveys.values()), 0)

    with running(stage):

        def bare(number: int) -> Load:
            return load.run(stage.folder, stage.bare_port, "/insert", body="word=hello", seed=number)

        def ours(access: str, first_seed: int):
            row = surveys[access]

            def post(number: int) -> Load:
                seen = load.run(
                    stage.folder,
                    stage.port,
                    f"/surveys/{row.slug}/answer",
                    body=town.body(access),
                    seed=first_seed + number,
                )
                sent[row.id] += seen.requests - seen.errors
                return seen

            return post

        ours("anyone", 900)(0)  # warm
        figures = [
            ratio("answers without identity ÷ bare insert", 0.5, rounds, ours("anyone", 100), bare),
            ratio("answers confirmed by mail ÷ bare insert", 0.5, rounds, ours("email", 200), bare),
        ]
        if stage.valkey is not None:
            stage.valkey.stop()
            away = ratio(
                "answers without identity ÷ bare insert, Valkey stopped", 0.4, rounds, ours("anyone", 300), bare
            )
            stage.valkey.start()
            figures += [away, Figure("the same with Valkey stopped ÷ with Valkey", away.value / figures[0].value, 0.8)]
    return [*figures, *_nothing_lost(stage, organisation_id, sent)]


def _nothing_lost(stage: Stage, organisation_id: int, sent: dict[int, int]) -> list[Figure]:
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
    beside = f"{sum(sent.values())} thanked, {sum(kept.values())} kept"
    return [
        Figure("answers thanked and not kept", lost, 0, is_most=True, beside=beside),
        Figure("differences that tally verify finds", differences, 0, is_most=True),
    ]
