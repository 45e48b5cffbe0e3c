"""Several workers feed the base at once, with real commits."""

import threading

from sqlalchemy import text

from portal.core import drain, tenancy
from portal.core.database import db
from tests.support import cast, consented

PEOPLE = 20


def test_a_hundred_acts_in_two_drains_at_once_make_one_contact_each(committed_app, committed_database, monkeypatch):
    monkeypatch.setattr(drain, "BATCH", 7)
    town = cast.organisation()
    with tenancy.use_organisation(town.id):
        for number in range(5):
            survey = cast.survey(access="account", title={"fr": f"Enquête {number}"}, themes=["eau", f"thème {number}"])
            for person in range(PEOPLE):
                consented.take_part(survey, f"resident{person}@example.org")
    failures: list[BaseException] = []
    start = threading.Barrier(2)

    def work() -> None:
        try:
            with committed_app.app_context():
                start.wait()
                while db.session.scalar(text("SELECT count(*) FROM outbox WHERE subscriber = 'contacts'")):
                    db.session.rollback()
                    drain.sweep("contacts")
        except BaseException as error:
            failures.append(error)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert not failures
    counts = "SELECT (SELECT count(*) FROM contacts), (SELECT count(*) FROM consent_events), (SELECT count(*) FROM interests)"
    assert tuple(db.session.execute(text(counts)).one()) == (PEOPLE, 5 * PEOPLE, 6 * PEOPLE)
    assert db.session.scalar(text("SELECT count(*) FROM outbox WHERE error IS NOT NULL")) == 0
