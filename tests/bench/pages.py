"""Public pages for anonymous readers, on a warm micro-cache, beside the bare hello.

The survey has no answers: its page asks, as each reader's does, whether there is anything newer than version 0.
"""

import functools
import http.client

from tests.bench import load, town
from tests.bench.report import Figure, ratio
from tests.bench.stage import Stage, running


def measure(stage: Stage, rounds: int) -> list[Figure]:
    app = stage.app()
    survey = town.survey(app, town.prepare(app), "anyone")
    with running(stage):
        ask = functools.partial(load.run, stage.folder)

        def page(path: str, name: str, target: float, *, expected: int = http.HTTPStatus.OK) -> Figure:
            if (status := _status(stage.port, path)) != expected:
                raise RuntimeError(f"{path} answered {status}, and {expected} is to be measured")
            ask(stage.port, path)  # warm
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
            page(
                f"/surveys/{survey.slug}/results?since=0",
                "results poll with nothing new ÷ bare hello",
                0.9,
                expected=204,
            ),
        ]


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Host": town.HOST})
    status = connection.getresponse().status
    connection.close()
    return status
