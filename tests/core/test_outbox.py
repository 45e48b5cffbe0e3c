"""Publishing: in the publisher's transaction, to whoever subscribed, with a wake-up once it is durable."""

from contextlib import suppress

import pytest

from portal.core import jobs, outbox
from portal.core.database import db, transaction
from portal.core.tenancy import NoOrganisation
from tests.support import bells


@pytest.fixture
def woken(monkeypatch):
    asked = []
    monkeypatch.setattr(jobs, "wake", lambda names: asked.append(set(names)))
    return asked


def test_what_is_rolled_back_was_never_told(town, bell, woken):
    with suppress(ZeroDivisionError), transaction():
        outbox.publish(bells.Rang(number=1))
        raise ZeroDivisionError
    assert bells.waiting() == []
    assert woken == []


def test_queues_are_woken_after_the_commit_and_once(town, bell, woken):
    with transaction():
        outbox.publish_all(bells.Rang(number=number) for number in range(100))
        assert woken == []
    assert woken == [{"bell"}]


def test_a_savepoint_wakes_nobody_before_the_commit(town, bell, woken):
    with transaction():
        with db.session.begin_nested():
            outbox.publish(bells.Rang(number=1))
        assert woken == [], "nothing is durable yet"
    assert woken == [{"bell"}]


def test_a_savepoint_that_is_given_up_leaves_the_wake_up_of_the_rest(town, bell, woken):
    with transaction():
        outbox.publish(bells.Rang(number=1))
        with pytest.raises(ZeroDivisionError), db.session.begin_nested():
            raise ZeroDivisionError
    assert woken == [{"bell"}]
    assert bells.waiting() == [1]


def test_a_wake_up_that_fails_fails_nobody(town, bell, monkeypatch):
    def fail(_names):
        raise ConnectionError

    monkeypatch.setattr(jobs, "wake", fail)
    bells.ring(1)
    assert bells.drained() == 1


def test_what_a_subscriber_would_ignore_is_not_written(town):
    with bells.listening(wants=lambda event: event.number > 1):
        bells.ring(1, 2)
        assert bells.waiting() == [2]


def test_an_event_nobody_hears_is_not_written(town):
    outbox.publish(bells.Rang(number=1))
    assert bells.waiting() == []


def test_nothing_is_told_outside_an_organisation(database, bell):
    with pytest.raises(NoOrganisation):
        outbox.publish(bells.Rang(number=1))


def test_a_field_that_an_older_release_wrote_is_ignored(bell):
    assert outbox.read("Rang", {"number": 3, "volume": 11}) == bells.Rang(number=3)
