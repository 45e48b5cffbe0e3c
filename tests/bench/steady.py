"""300 signatures a second: how far behind the public number is; and what is left of them when processes are killed."""

import http.client
import json
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select, text

from portal.core import tenancy
from portal.core.database import db
from portal.participation import tally
from portal.participation.models import Activity, Participation
from portal.participation.queries import tallies
from tests.bench import lag, signatures, town, waiting
from tests.bench.report import Figure
from tests.bench.scale import scale
from tests.bench.stage import Stage, running
from tests.bench.stream import Stream
from tests.support import work

SIGNATURES_A_SECOND = 300
LOOK_SECONDS = 0.1
VALKEY_AWAY = 20.0

_PRESSED = text("""
    SELECT count(*) FROM unnest(CAST(:links AS bigint[])) AS n
    WHERE NOT EXISTS (SELECT FROM participations p WHERE p.organisation_id = :organisation_id
        AND p.activity_id = :activity_id AND p.state = 'counted' AND p.id = :base + n * :step)""")

_SIGNED = text("""
    SELECT count(*) FROM participation_versions WHERE organisation_id = :organisation_id AND activity_id = :activity_id
      AND content ->> 'name' = 'Alix Banc'""")


def measure(stage: Stage, rounds: int) -> list[Figure]:
    del rounds  # a minute is a round of sixty
    app = stage.app()
    organisation_id = town.prepare(app)
    links = SIGNATURES_A_SECOND * scale.seconds * 2
    figures = []
    with running(stage):
        calm = signatures.petition(app, organisation_id, 0)
        waiting.prepare(app, organisation_id, calm.id, links)
        figures += _lag(stage, organisation_id, calm)
        for words, hurt in (("kill -9 of web and tally worker", _kill), ("Valkey away for 20 s", _take_valkey)):
            if hurt is _take_valkey and stage.valkey is None:
                continue
            row = signatures.petition(app, organisation_id, 1)
            waiting.prepare(app, organisation_id, row.id, links)
            figures += _hurt(stage, organisation_id, row, words, hurt)
    return figures


def _lag(stage: Stage, organisation_id: int, row: Activity) -> list[Figure]:
    seen: list[tuple[float, int]] = []
    stream = _stream(stage, row)
    is_over = threading.Event()
    watcher = threading.Thread(target=_look, args=(stage.port, row.id, is_over, seen))
    watcher.start()
    stream.run(scale.seconds)
    time.sleep(5)
    is_over.set()
    watcher.join()
    with stage.app().app_context(), tenancy.use_organisation(organisation_id):
        newest = select(Participation.counted_at).where(Participation.activity_id == row.id)
        instants = sorted(instant.timestamp() for instant in db.session.scalars(newest) if instant)
        db.session.remove()
    p95 = lag.percentile(lag.lags(instants, seen, 0), 0.95)
    rate = min(len(stream.pressed), stream.posted) / scale.seconds
    return [
        Figure("lag from confirmation to public number, p95", p95, 2.0, " s", is_most=True),
        Figure("signed and confirmed a second meanwhile", rate, 0.95 * SIGNATURES_A_SECOND),
        *_proof(stage, organisation_id, row, stream, "under the stream"),
    ]


def _hurt(stage: Stage, organisation_id: int, row: Activity, words: str, hurt: Callable[[Stage], None]) -> list[Figure]:
    """The stream, and in the middle of it what hurts."""
    stream = _stream(stage, row)
    harm = threading.Timer(scale.seconds / 3, hurt, args=(stage,))
    harm.start()
    stream.run(scale.seconds)
    harm.join()
    return _proof(stage, organisation_id, row, stream, words)


def _stream(stage: Stage, row: Activity) -> Stream:
    return Stream(stage.port, row.id, row.slug, rate=SIGNATURES_A_SECOND, first_link=1)


def _kill(stage: Stage) -> None:
    """A web process and the worker of the tally, which are the first and the third child of the supervisor."""
    children = sorted(int(path.name) for path in Path("/proc").iterdir() if _parent(path) == stage.portal_pid)
    for pid in (children[0], children[2]):
        os.kill(pid, signal.SIGKILL)


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1]) if process.name.isdigit() else 0
    except OSError:
        return 0


def _take_valkey(stage: Stage) -> None:
    assert stage.valkey is not None
    stage.valkey.stop()
    time.sleep(min(VALKEY_AWAY, scale.seconds / 3))
    stage.valkey.start()


def _proof(stage: Stage, organisation_id: int, row: Activity, stream: Stream, words: str) -> list[Figure]:
    """Whoever was thanked is there, nobody counts twice, and the stored number is the recount."""
    with stage.app().app_context(), tenancy.use_organisation(organisation_id):
        work.do_all()
        values = {"organisation_id": organisation_id, "activity_id": row.id}
        pressed = values | {"links": sorted(stream.pressed), "base": waiting.first_id(row.id), "step": signatures.STEP}
        lost = db.session.scalar(_PRESSED, pressed)
        signed = db.session.scalar(_SIGNED, values)
        differences = len(tally.verify(row.id))
        counted = tallies.counted([row.id])[row.id]
        db.session.remove()
    lost += max(0, stream.posted - signed)
    beside = f"{len(stream.pressed)} presses and {stream.posted} posts thanked, {stream.troubles} without thanks"
    return [
        Figure(f"lost, {words}", lost, 0, beside=beside, is_most=True),
        Figure(f"differences of {counted} counted, {words}", differences, 0, is_most=True),
    ]


def _look(port: int, activity_id: int, is_over: threading.Event, seen: list[tuple[float, int]]) -> None:
    while not is_over.wait(LOOK_SECONDS):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", f"/api/v1/petitions/{activity_id}/count", headers={"Host": town.HOST})
        found = json.loads(connection.getresponse().read())["count"]
        connection.close()
        seen.append((time.time(), found))
