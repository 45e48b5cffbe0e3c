"""Signing and confirming under an empty petition and under one that millions signed, and reading it."""

import functools
from collections.abc import Callable
from urllib.parse import urlencode

from sqlalchemy import text

from portal.core import tenancy
from portal.core.database import db
from portal.participation import tally
from portal.participation.models import Activity
from tests.bench import load, signatures, town, waiting
from tests.bench.load import Load
from tests.bench.report import Figure, ratio
from tests.bench.scale import scale
from tests.bench.stage import Stage, running
from tests.support import work

LINKS_A_SECOND = 4_000  # more than are ever pressed

_KEPT = text("""
    SELECT count(*) FILTER (WHERE v.submission_id IS NOT NULL) AS kept,
        count(*) FILTER (WHERE p.state = 'counted' AND p.id < :before) AS confirmed
    FROM participations p LEFT JOIN participation_versions v
        ON v.organisation_id = p.organisation_id AND v.participation_id = p.id AND v.content ->> 'name' = 'Alix Banc'
    WHERE p.organisation_id = :organisation_id AND p.activity_id = :activity_id""")


def body() -> str:
    """The one page that signs, with words that the load draws anew."""
    fields = {"submission_id": "@SUBMISSION@", "name": "Alix Banc", "address": "resident-@NUMBER@@example.org"}
    return urlencode(fields | {"postcode": "14000", "zone": "gare"}, safe="@")


def measure(stage: Stage, rounds: int) -> list[Figure]:
    app = stage.app()
    organisation_id = town.prepare(app)
    petitions = {"empty": signatures.petition(app, organisation_id, 0)}
    petitions["full"] = signatures.petition(app, organisation_id, scale.size)
    links = LINKS_A_SECOND * scale.burst
    for row in petitions.values():
        waiting.prepare(app, organisation_id, row.id, links * (rounds + 1))
    sent: dict[int, list[int]] = {row.id: [0, 0] for row in petitions.values()}
    ask = functools.partial(load.run, stage.folder)

    def bare(number: int) -> Load:
        return ask(stage.bare_port, "/insert", body="word=hello", seed=number)

    def signing(row: Activity, first_seed: int) -> Callable[[int], Load]:
        def post(number: int) -> Load:
            seen = ask(stage.port, f"/petitions/{row.slug}/sign", body=body(), seed=first_seed + number)
            sent[row.id][0] += seen.requests - seen.errors
            return seen

        return post

    def confirming(row: Activity) -> Callable[[int], Load]:
        def press(number: int) -> Load:
            path = waiting.link(row.id, "@NEXT@")
            seen = ask(stage.port, path, body="", seed=number + 1, first=links * number)
            sent[row.id][1] += seen.requests - seen.errors
            return seen

        return press

    with running(stage):
        signing(petitions["empty"], 900)(0)  # warm
        confirming(petitions["empty"])(rounds)
        figures = []
        for words, act in (("signatures", "sign"), ("confirmations", "confirm")):
            pair = [
                ratio(
                    f"{words}, {name} petition ÷ bare insert",
                    0.5,
                    rounds,
                    signing(row, 100 * (place + 1)) if act == "sign" else confirming(row),
                    bare,
                )
                for place, (name, row) in enumerate(petitions.items())
            ]
            apart = pair[1].value / pair[0].value if pair[0].value else 0.0
            figures += [*pair, Figure(f"{words}: {scale.size} ÷ none before", apart, 0.9)]
        figures += _pages(stage, petitions["full"], rounds)
    return [*figures, *_nothing_lost(stage, organisation_id, sent)]


def _pages(stage: Stage, row: Activity, rounds: int) -> list[Figure]:
    ask = functools.partial(load.run, stage.folder)

    def page(path: str, name: str, target: float) -> Figure:
        ask(stage.port, path)
        return ratio(
            f"{name} of {scale.size} signatures ÷ bare hello",
            target,
            rounds,
            lambda number: ask(stage.port, path, seed=number),
            lambda number: ask(stage.bare_port, "/hello", seed=number),
        )

    return [
        page(f"/petitions/{row.slug}", "public page", 0.7),
        page(f"/api/v1/petitions/{row.id}/count", "count endpoint", 0.9),
    ]


def _nothing_lost(stage: Stage, organisation_id: int, sent: dict[int, list[int]]) -> list[Figure]:
    """Every post and every press that was thanked is in the base, once, and the tally adds up."""
    with stage.app().app_context(), tenancy.use_organisation(organisation_id):
        db.session.execute(text("SET statement_timeout = 0"))
        work.do_all()
        differences, lost, kept, confirmed = 0, 0, 0, 0
        for activity_id, (posted, pressed) in sent.items():
            values = {"organisation_id": organisation_id, "activity_id": activity_id, "before": signatures.BASE_ID}
            row = db.session.execute(_KEPT, values).one()
            differences += len(tally.verify(activity_id))
            lost += max(0, posted - row.kept) + max(0, pressed - row.confirmed)
            kept, confirmed = kept + row.kept, confirmed + row.confirmed
        db.session.remove()
    posts, presses = (sum(numbers[place] for numbers in sent.values()) for place in (0, 1))
    beside = f"{posts} posts thanked, {kept} kept; {presses} presses thanked, {confirmed} counted"
    return [
        Figure("signatures and confirmations thanked and lost", lost, 0, is_most=True, beside=beside),
        Figure("differences that tally verify finds", differences, 0, is_most=True),
    ]
