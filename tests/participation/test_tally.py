"""The proof, and what mends a tally that was tampered with, also while events wait."""

import pytest
from sqlalchemy import text

from portal.core import drain
from portal.core.database import db, transaction
from portal.participation import tally
from portal.participation.service import changing
from tests.support import cast, residents

TAMPERING = [
    "UPDATE tally_cells SET n = n + 3 WHERE mark = 'q1=a'",
    "DELETE FROM tally_cells WHERE mark = ''",
    "UPDATE tally_cells SET total = total + 1",
    "INSERT INTO tally_cells (organisation_id, activity_id, mark, zone_id, assurance, n)"
    " SELECT organisation_id, activity_id, 'q1=forged', 0, 'email', 9 FROM tally_heads",
    "UPDATE tally_days SET n = 0",
    "UPDATE tally_heads SET counted = 99",
    "UPDATE tally_heads SET pending = pending - 1",
]


@pytest.fixture
def survey(town):
    survey = cast.survey(access="email")
    for person in range(3):
        residents.take_part(survey, "a", address=f"resident{person}@example.org")
    residents.figures(survey)
    return survey


def tamper(statement):
    with transaction():
        db.session.execute(text(statement))


@pytest.mark.parametrize("statement", TAMPERING)
def test_what_was_tampered_with_is_found_and_mended(survey, statement):
    tamper(statement)
    assert tally.verify(survey.id) != []
    tally.rebuild(survey.id)
    assert residents.figures(survey) == {"": 3, "q1": 3, "q1=a": 3}
    assert residents.head(survey) == (3, 0)


@pytest.mark.parametrize("statement", TAMPERING)
def test_it_heals_while_events_wait_and_none_counts_twice(survey, statement):
    token = residents.take_part(survey, "b", address="late@example.org")
    changing.change(token, residents.submission("c", address=None))
    tamper(statement)
    tally.rebuild(survey.id)
    assert tally.verify(survey.id) == []
    assert residents.figures(survey) == {"": 4, "q1": 4, "q1=a": 3, "q1=c": 1}


def test_parked_events_count_as_waiting(survey):
    residents.take_part(survey, "b", address="late@example.org")
    tamper("UPDATE outbox SET parked_at = now() WHERE subscriber = 'tally'")
    assert residents.figures(survey)[""] == 3
    tamper("UPDATE tally_heads SET counted = 99")
    tally.rebuild(survey.id)
    assert tally.verify(survey.id) == []
    drain.release_parked("tally")
    assert residents.figures(survey) == {"": 4, "q1": 4, "q1=a": 3, "q1=b": 1}


def test_a_rebuild_tells_those_who_watch(survey):
    before = db.session.scalar(text("SELECT version FROM tally_heads"))
    assert tally.rebuild(survey.id) == before + 1


def test_a_rebuild_of_what_is_right_changes_no_figure(survey):
    tally.rebuild(survey.id)
    assert residents.figures(survey) == {"": 3, "q1": 3, "q1=a": 3}
