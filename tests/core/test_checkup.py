from typing import Any

import pytest
from sqlalchemy import text

from portal.core import checkup, jobs
from portal.core.checkup import Finding


def found(subject: str) -> Finding:
    return next(finding for finding in checkup.examine() if finding.subject == subject)


def park(database: Any, organisation_id: int, error: str) -> None:
    statement = text("""INSERT INTO outbox (organisation_id, subscriber, event, payload, parked_at, error)
        VALUES (:id, 'tally', 'ParticipationCounted', '{}', now(), :error)""")
    database.session.execute(statement, {"id": organisation_id, "error": error})


def test_a_base_that_is_up_to_date_needs_nothing(database: Any) -> None:
    assert found("database").is_well
    assert found("migrations").is_well
    assert found("events").is_well
    assert found("letters").is_well


def test_a_parked_event_is_named_with_its_error_and_what_to_do(database: Any, town: Any) -> None:
    park(database, town.id, "ValueError: no such zone")
    finding = found("events")
    assert "ValueError: no such zone" in finding.found
    assert "portal events release" in finding.remedy


def test_a_queue_that_nobody_serves_says_which_worker_to_start(database: Any) -> None:
    assert "portal worker mail" in found("queue mail").remedy


def test_a_valkey_that_is_away_is_said_and_the_rest_is_still_looked_at(
    database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise jobs.redis.ConnectionError

    monkeypatch.setattr(jobs, "depth", fail)
    assert not found("queues").is_well
    assert found("disk").found
