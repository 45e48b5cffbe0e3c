"""Public pages for anonymous readers, on a warm micro-cache, beside the bare hello."""

import functools

from tests.bench import load, town
from tests.bench.report import Figure, ratio
from tests.bench.stage import Stage, running


def measure(stage: Stage, rounds: int) -> list[Figure]:
    app = stage.app()
    survey = town.survey(app, town.prepare(app), "anyone")
    with running(stage):
        ask = functools.partial(load.run, stage.folder)

        def page(path: str, name: str, target: float) -> Figure:
            ask(stage.port, path)
            return ratio(
                name,
                target,
                rounds,
                lambda number: ask(stage.port, path, seed=number),
                lambda number: ask(stage.bare_port, "/hello", seed=number),
            )

        return [
            page(f"/surveys/{survey.slug}", "survey page ÷ bare hello", 0.7),
            page(f"/surveys/{survey.slug}/results", "results page ÷ bare hello", 0.7),
            page("/", "home page ÷ bare hello", 0.7),
            page(f"/surveys/{survey.slug}/results?since=999999", "results poll with nothing new ÷ bare hello", 0.9),
        ]
