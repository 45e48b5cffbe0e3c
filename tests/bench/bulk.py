"""A hundred thousand of a million signatures set aside by a worker while residents read; and staff's searches among them."""

import datetime as dt
import http.client
import statistics
import threading
import time
from collections.abc import Callable

from flask import Flask

from portal.core import clock, tenancy
from portal.core.database import db
from portal.core.progress import Progress
from portal.participation import tally
from portal.participation.queries import tallies
from portal.participation.rules.conditions import Conditions
from portal.participation.service import setting_aside
from portal.petitions import criteria
from portal.petitions.queries import found
from tests.bench import signatures, town
from tests.bench.report import Figure
from tests.bench.stage import Stage, running
from tests.support import work

NUMBER = 1_000_000
LOOK_SECONDS = 0.02
CALM_SECONDS = 10
GIVEN_UP = 300


def measure(stage: Stage, rounds: int) -> list[Figure]:
    app = stage.app()
    organisation_id = town.prepare(app)
    petition = signatures.petition(app, organisation_id, NUMBER)
    searching = [_search(app, organisation_id, petition.id, rounds)]
    with running(stage):
        calm = _look_for(stage, petition.slug, lambda: time.sleep(CALM_SECONDS))
        spent = [0.0]
        busy = _look_for(stage, petition.slug, lambda: spent.append(_set_aside(app, organisation_id, petition.id)))
    with app.app_context(), tenancy.enter(organisation_id):
        work.do_all()
        differences, counted = len(tally.verify(petition.id)), tallies.counted([petition.id])[petition.id]
        db.session.remove()
    beside = f"p95 {1000 * busy:.1f} ms beside {1000 * calm:.1f} ms"
    return [
        *searching,
        Figure("a hundred thousand of a million set aside", spent[-1], 60, " s", is_most=True),
        Figure("public page meanwhile ÷ before", busy / calm, 2, beside=beside, is_most=True),
        Figure(
            "differences and wrong counts afterwards", differences + abs(counted - NUMBER * 9 // 10), 0, is_most=True
        ),
    ]


def _set_aside(app: Flask, organisation_id: int, activity_id: int) -> float:
    """Seconds from the question until the worker said its last word."""
    with app.app_context(), tenancy.enter(organisation_id):
        began = time.monotonic()
        wanted = Conditions(more={"network": signatures.SUSPECT}, submitted_until=clock.database_now())
        work_id = setting_aside.ask(activity_id, wanted, reason="Banc", actor_id=None)
        while time.monotonic() < began + GIVEN_UP:
            time.sleep(0.2)
            db.session.rollback()
            row = tenancy.get(Progress, work_id)
            db.session.refresh(row)
            if row.finished_at is not None:
                break
        spent = time.monotonic() - began
        db.session.remove()
    return spent


def _look_for(stage: Stage, slug: str, act: Callable[[], object]) -> float:
    """The p95 of the public page, asked for again and again by strangers while something is done; seconds."""
    spent: list[float] = []
    wrong: list[int] = []
    is_over = threading.Event()

    def look() -> None:
        while not is_over.is_set():
            began = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", stage.port, timeout=20)
            connection.request("GET", f"/petitions/{slug}", headers={"Host": town.HOST})
            answer = connection.getresponse()
            answer.read()
            connection.close()
            if answer.status != http.HTTPStatus.OK:
                wrong.append(answer.status)
            spent.append(time.perf_counter() - began)
            time.sleep(LOOK_SECONDS)

    reader = threading.Thread(target=look)
    reader.start()
    act()
    is_over.set()
    reader.join()
    if wrong:
        raise RuntimeError(f"the page answered {wrong[0]}, and not what it shows, {len(wrong)} times")
    return statistics.quantiles(spent, n=20)[-1]


def _search(app: Flask, organisation_id: int, activity_id: int, rounds: int) -> Figure:
    """The slowest of the searches, each at its median."""
    read = {each.name: each.read for each in criteria.CRITERIA}
    hour = (signatures.BASE_ID >> 21) / 1000 + 36 * 3600
    typed = {
        "network": "192.0.2.7",
        "range": "192.0.2.0/24",
        "domain": "rare.example",
        "name": "Nom 77",
        "address": "nom77@example.org",
        "hour": dt.datetime.fromtimestamp(hour, dt.UTC).isoformat(),
    }
    medians = {}
    with app.app_context(), tenancy.enter(organisation_id):
        for name, words in typed.items():
            kind = "network" if name == "range" else name
            wanted, spent = Conditions(more={kind: read[kind](words)}), []
            for _ in range(max(rounds, 3)):
                began = time.perf_counter()
                found.page(activity_id, wanted)
                spent.append(1000 * (time.perf_counter() - began))
            medians[name] = statistics.median(spent)
        db.session.remove()
    beside = ", ".join(f"{name} {spent:.0f}" for name, spent in medians.items())
    return Figure("staff search among a million, slowest", max(medians.values()), 150, " ms", beside, is_most=True)
