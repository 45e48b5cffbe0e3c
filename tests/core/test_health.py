"""What supervisors, balancers and Prometheus read; outside every organisation, whatever the host."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from portal.core import health
from portal.core.database import db

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def late_event(organisation_id: int) -> None:
    db.session.execute(
        text("""INSERT INTO outbox (organisation_id, subscriber, event, payload, happened_at)
            VALUES (:id, 'nobody', 'ParticipationCounted', '{}', now() - interval '90 seconds')"""),
        {"id": organisation_id},
    )


def test_it_lives_and_is_ready_under_any_host(app: Any) -> None:
    client = app.test_client()
    assert client.get("/healthz", base_url="http://nobody.test").text == "ok\n"
    ready = client.get("/readyz", base_url="http://nobody.test")
    state = json.loads(ready.text)
    assert ready.status_code == 200
    assert state["database"] is True
    assert state["queue"] is True
    assert set(state["workers"]) == set(state["jobs"]) == {"tally", "mail", "default", "bulk"}
    assert (state["outbox"], state["parked"], state["oldest_pending_seconds"]) == (0, 0, 0)


def test_it_says_how_much_waits_and_since_when(app: Any, town: Any) -> None:
    late_event(town.id)
    state = json.loads(app.test_client().get("/readyz").text)
    assert state["outbox"] == 1
    assert 89 < state["oldest_pending_seconds"] < 200


def test_a_base_that_is_away_is_503_and_the_process_still_lives(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_state", lambda: {"database": False, "queue": True})
    client = app.test_client()
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_prometheus_reads_the_same_figures_from_this_machine(app: Any, town: Any) -> None:
    late_event(town.id)
    answer = app.test_client().get("/metrics")
    lines = dict(line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#"))
    assert lines["parvis_database_up"] == lines["parvis_queue_up"] == "1.0"
    assert lines["parvis_outbox_rows"] == "1.0"
    assert float(lines["parvis_outbox_oldest_seconds"]) > 89
    assert lines['parvis_workers{queue="tally"}'] == "0.0"
    assert lines['parvis_jobs_waiting{queue="mail"}'] == "0.0"


def test_nobody_else_reads_them_without_the_token(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app.test_client()
    assert client.get("/metrics", environ_overrides=ELSEWHERE).status_code == 403
    forwarded = client.get("/metrics", headers={"X-Forwarded-For": "198.51.100.1"})
    assert forwarded.status_code == 403, "what a proxy passes on comes from anywhere"
    monkeypatch.setattr(health, "_token", lambda: "let me in")
    wrong = client.get("/metrics", environ_overrides=ELSEWHERE, headers={"Authorization": "Bearer nothing"})
    right = client.get("/metrics", environ_overrides=ELSEWHERE, headers={"Authorization": "Bearer let me in"})
    assert (wrong.status_code, right.status_code) == (403, 200)
