"""The ledger of consents is only ever added to, whoever asks."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from portal.contacts.models import ConsentEvent
from portal.core.database import db
from tests.support import cast, consented, work

REFUSED = [
    "UPDATE consent_events SET event = 'refused'",
    "UPDATE consent_events SET contact_id = NULL, evidence = '{}', origin_type = NULL, origin_id = NULL",
    "DELETE FROM consent_events",
    "TRUNCATE consent_events",
]
BLANKED = "contact_id = NULL, evidence = '{}', origin_type = NULL, origin_id = NULL"


@pytest.fixture
def event(town):
    consented.take_part(cast.survey(access="account"), "carol@example.org")
    work.do_all()
    return db.session.scalar(select(ConsentEvent))


@pytest.mark.parametrize("statement", REFUSED)
def test_a_line_is_neither_changed_nor_removed(event, statement):
    with pytest.raises(IntegrityError, match="only ever added to"):
        db.session.execute(text(statement))
    db.session.rollback()


@pytest.mark.parametrize("change", ["event = 'refused'", f"{BLANKED}, happened_at = now()", "evidence = '{}'"])
def test_an_erasure_may_only_know_less(event, change):
    db.session.execute(text("SET LOCAL portal.erasing = 'on'"))
    with pytest.raises(IntegrityError, match="only ever added to"):
        db.session.execute(text(f"UPDATE consent_events SET {change}"))
    db.session.rollback()


def test_an_erasure_leaves_a_line_about_nobody(event):
    db.session.execute(text("SET LOCAL portal.erasing = 'on'"))
    db.session.execute(text(f"UPDATE consent_events SET {BLANKED}"))
    db.session.commit()
    db.session.refresh(event)
    assert (event.contact_id, event.evidence, event.origin_id) == (None, {}, None)
    assert (event.event, event.wording_id is not None) == ("granted", True)


def test_even_an_erasure_removes_no_line(event):
    db.session.execute(text("SET LOCAL portal.erasing = 'on'"))
    with pytest.raises(IntegrityError, match="only ever added to"):
        db.session.execute(text("DELETE FROM consent_events"))
    db.session.rollback()
