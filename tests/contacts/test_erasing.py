"""Erasing a contact: nothing is held any more, nothing brings it back, and the ledger still counts."""

import threading

import pytest
from sqlalchemy import select, text
from werkzeug.exceptions import NotFound

from portal.contacts.models import ConsentEvent, Contact, ContactSource, Interest, TimelineEntry, Tombstone
from portal.contacts.queries import feeding
from portal.contacts.service import erasing
from portal.core import outbox, tenancy
from portal.core.audit import AuditEntry
from portal.core.database import db
from portal.participation.models import ParticipationVersion
from tests.support import cast, consented, work


@pytest.fixture
def carol(town):
    """A contact that took part once; with the id of what she said."""
    survey = cast.survey(access="account", themes=["eau"])
    version_id = consented.take_part(survey, "Carol@Example.org")
    work.do_all()
    return db.session.scalar(select(Contact)).id, version_id


def count(model):
    return len(db.session.scalars(select(model)).all())


def test_everything_about_the_person_goes_but_a_keyed_hash(carol):
    contact_id, version_id = carol
    erasing.erase(contact_id, actor_id=1)
    work.do_all()
    db.session.expire_all()
    assert [count(model) for model in (Contact, ContactSource, Interest, TimelineEntry)] == [0, 0, 0, 0]
    [line] = db.session.scalars(select(ConsentEvent))
    assert (line.contact_id, line.evidence, line.origin_id, line.event) == (None, {}, None, "granted")
    [tombstone] = db.session.scalars(select(Tombstone))
    assert len(tombstone.person_key) == 32
    version = db.session.scalar(select(ParticipationVersion).where(ParticipationVersion.id == version_id))
    assert version.to_address is None


def test_the_log_says_who_erased_and_not_whom(carol):
    contact_id, _version_id = carol
    erasing.erase(contact_id, actor_id=7, wants_letter=True)
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "contact.erased"))
    assert (entry.actor_id, entry.subject_id, entry.details) == (7, contact_id, {"letter": True})


def test_an_event_replayed_afterwards_revives_nobody(carol):
    contact_id, version_id = carol
    event = consented.counted(version_id)
    erasing.erase(contact_id, actor_id=1)
    outbox.subscriber("contacts").take([event])
    db.session.commit()
    work.do_all()
    assert count(Contact) == 0


def test_coming_back_by_an_act_of_ones_own_is_possible(carol):
    contact_id, _version_id = carol
    erasing.erase(contact_id, actor_id=1)
    consented.take_part(cast.survey(access="account", title={"fr": "Autre"}), "carol@example.org")
    work.do_all()
    assert count(Contact) == 1


def test_a_closing_letter_is_the_last_one(carol):
    contact_id, _version_id = carol
    erasing.erase(contact_id, actor_id=1, wants_letter=True)
    work.do_all()
    [letter] = work.letters()
    assert letter["To"] == "Carol@Example.org"
    assert "effac" in letter["Subject"] or "erased" in letter["Subject"]
    assert db.session.scalar(text("SELECT count(*) FROM letters WHERE to_address IS NOT NULL")) == 0


def test_a_contact_of_another_organisation_does_not_exist(carol):
    contact_id, _version_id = carol
    neighbour = cast.organisation("next", cast.NEIGHBOUR)
    with tenancy.use_organisation(neighbour.id), pytest.raises(NotFound):
        erasing.erase(contact_id, actor_id=1)
    assert count(Contact) == 1


def test_an_address_outside_the_base_is_forgotten_too(town):
    survey = cast.survey(access="email")
    consented.take_part(survey, "dave@example.org", is_consented=False)
    erasing.erase_address("Dave@example.org", actor_id=1)
    work.do_all()
    db.session.expire_all()
    assert db.session.scalars(select(ParticipationVersion.to_address)).all() == [None]


def test_a_batch_that_is_being_written_waits_for_an_erasure(committed_app, committed_database):
    town = cast.organisation()
    with tenancy.use_organisation(town.id):
        version_id = consented.take_part(cast.survey(access="account"), "carol@example.org")
        event = consented.counted(version_id)
        done = threading.Event()

        def feed() -> None:
            with committed_app.app_context(), tenancy.use_organisation(town.id):
                outbox.subscriber("contacts").take([event])
                db.session.commit()
                done.set()

        feeding.lock_alone()
        worker = threading.Thread(target=feed)
        worker.start()
        assert not done.wait(0.3)
        erasing.erase_address("carol@example.org", actor_id=None)
        assert done.wait(10)
        worker.join()
        assert count(Contact) == 0
