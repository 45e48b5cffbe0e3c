"""From commit to public figure, under a steady stream of answers and of letters."""

import http.client
import json
import random
import threading
import time
import uuid

from flask import Flask
from sqlalchemy import select, text

from portal.core import tenancy
from portal.core.database import db
from portal.participation import tally
from portal.participation.models import Participation
from tests.bench import town
from tests.bench.report import Figure
from tests.bench.stage import Stage, running
from tests.support import work

ANSWERS_A_SECOND = 200
LETTERS_A_SECOND = 300
SECONDS = 60
SENDERS = 8
LOOK_SECONDS = 0.1

_LETTERS = text("""
    INSERT INTO letters (organisation_id, urgency, template, context, language, to_address, to_key, subject_type, subject_id,
        message_id)
    SELECT :organisation_id, 9, 'participation/already', '{"title": {"fr": "Banc"}, "manage_token": "x", "kind": "survey"}', 'fr',
        'resident-' || n || '@example.org', int4send(n), 'bench', n, gen_random_uuid()
    FROM generate_series(1, :number) AS n""")


def measure(stage: Stage, rounds: int) -> list[Figure]:
    del rounds  # a minute is a round of sixty
    app = stage.app()
    organisation_id = town.prepare(app)
    survey = town.survey(app, organisation_id, "anyone")
    with running(stage):
        alone = _minute(stage, survey.slug, survey.id, organisation_id, with_letters=False)
        beside_letters = _minute(stage, survey.slug, survey.id, organisation_id, with_letters=True)
    with app.app_context(), tenancy.use_organisation(organisation_id):
        work.do_all()
        differences = len(tally.verify(survey.id))
        db.session.remove()
    return [
        *_told("lag from commit to public figure, p95 of a minute", *alone),
        *_told(f"the same while {LETTERS_A_SECOND} letters/s are queued", *beside_letters),
        Figure("differences that tally verify finds afterwards", differences, 0, is_most=True),
    ]


def _minute(
    stage: Stage, slug: str, activity_id: int, organisation_id: int, *, with_letters: bool
) -> tuple[float, float]:
    """The lag's p95 in seconds, and how many answers a second were thanked: a lag under less is no answer."""
    app = stage.app()
    before = _figure(stage.port, activity_id)
    end = time.monotonic() + SECONDS
    seen: list[tuple[float, int]] = []
    thanked: list[int] = []
    threads = [
        threading.Thread(target=_send, args=(stage.port, slug, end, number, thanked)) for number in range(SENDERS)
    ]
    threads.append(threading.Thread(target=_look, args=(stage.port, activity_id, end + 5, seen)))
    if with_letters:
        threads.append(threading.Thread(target=_write, args=(app, organisation_id, end)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context(), tenancy.use_organisation(organisation_id):
        newest = select(Participation.counted_at).where(Participation.activity_id == activity_id)
        instants = sorted(instant.timestamp() for instant in db.session.scalars(newest) if instant)[before:]
        db.session.remove()
    return percentile(lags(instants, seen, before), 0.95), len(thanked) / SECONDS


def _told(words: str, lag: float, rate: float) -> list[Figure]:
    return [
        Figure(words, lag, 2.0, " s", is_most=True),
        Figure("answers a second meanwhile", rate, 0.95 * ANSWERS_A_SECOND),
    ]


def lags(instants: list[float], seen: list[tuple[float, int]], before: int) -> list[float]:
    """For each commit in order, how long until the public figure held it."""
    lags, at = [], 0
    for place, instant in enumerate(instants, start=before + 1):
        while at < len(seen) and seen[at][1] < place:
            at += 1
        lags.append((seen[at][0] if at < len(seen) else time.time()) - instant)
    return lags


def _send(port: int, slug: str, end: float, number: int, thanked: list[int]) -> None:
    chance = random.Random(number)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    pause, due = SENDERS / ANSWERS_A_SECOND, time.monotonic()
    while time.monotonic() < end:
        body = (
            town.body("anyone").replace("@SUBMISSION@", str(uuid.uuid4())).replace("@CHOICE@", chance.choice("abcde"))
        )
        address = ".".join(str(chance.randint(11, 200)) for _ in range(4))
        headers = {"Host": town.HOST, "X-Forwarded-For": address, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(
            "POST", f"/surveys/{slug}/answer", body.encode(), headers | {"Sec-Fetch-Site": "same-origin"}
        )
        answer = connection.getresponse()
        answer.read()
        if answer.status == http.HTTPStatus.SEE_OTHER:
            thanked.append(1)
        due += pause
        time.sleep(max(0.0, due - time.monotonic()))


def _look(port: int, activity_id: int, end: float, seen: list[tuple[float, int]]) -> None:
    while time.monotonic() < end:
        seen.append((time.time(), _figure(port, activity_id)))
        time.sleep(LOOK_SECONDS)


def _figure(port: int, activity_id: int) -> int:
    """What anybody can read, through every cache."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", f"/api/v1/activities/{activity_id}/results", headers={"Host": town.HOST})
    figure: int = json.loads(connection.getresponse().read())["participations"]["counted"]
    connection.close()
    return figure


def _write(app: Flask, organisation_id: int, end: float) -> None:
    with app.app_context():
        due = time.monotonic()
        while due < end:
            db.session.execute(_LETTERS, {"organisation_id": organisation_id, "number": LETTERS_A_SECOND // 10})
            db.session.commit()
            due += 0.1
            time.sleep(max(0.0, due - time.monotonic()))
        db.session.remove()


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")
