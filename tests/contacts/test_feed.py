"""Whoever took part and agreed is in the contact base: once, with source, proof, interests and zone."""

import datetime as dt

import pytest
from sqlalchemy import select, text

from portal.consents.models import Wording
from portal.contacts.models import ConsentEvent, Contact, ContactSource, Interest, TimelineEntry, Tombstone
from portal.core import clock, tenancy
from portal.core.database import db
from portal.participation.models import Participation, ParticipationVersion
from portal.participation.service import changing, keys
from portal.territory import queries as territory
from tests.support import cast, consented, work


def rows(model):
    return list(db.session.scalars(select(model).order_by(model.id)))


@pytest.fixture
def survey(town):
    return cast.survey(access="account", themes=["mobilités", "rivière"])


def test_a_consented_participation_becomes_a_contact_with_its_proof(survey):
    gare = territory.territory().find("gare")
    consented.take_part(survey, "Carol.K@Example.org", zone_id=gare.id)
    work.do_all()

    [contact] = rows(Contact)
    assert (contact.canonical_address, contact.address) == ("carol.k@example.org", "Carol.K@Example.org")
    assert (contact.zone_id, contact.language) == (gare.id, "fr")
    assert contact.provenance["zone_id"]["source"] == "participation"
    assert contact.provenance["address"]["is_confirmed"] is True
    [event] = rows(ConsentEvent)
    assert (event.event, event.channel, event.method, event.basis) == ("granted", "email", "online", "consent")
    assert (event.form, event.form_version) == (f"survey {survey.id}", "1")
    assert db.session.get(Wording, (contact.organisation_id, event.wording_id)).text == consented.WORDS
    assert db.session.get(Wording, (contact.organisation_id, event.notice_id)).text == consented.NOTICE
    [source] = rows(ContactSource)
    [moment] = rows(TimelineEntry)
    assert source.subject_id == moment.subject_id == event.evidence["participation"]
    assert moment.parts["title"] == survey.title
    assert sorted(interest.theme for interest in rows(Interest)) == ["mobilités", "rivière"]


def test_without_consent_nothing_is_written(survey):
    consented.take_part(survey, "dave@example.org", is_consented=False)
    work.do_all()
    assert rows(Contact) == rows(ConsentEvent) == rows(TimelineEntry) == rows(Interest) == []


@pytest.mark.parametrize("has_withdrawn", [False, True])
def test_who_agrees_when_they_answer_again_is_heard(survey, has_withdrawn):
    """Somebody signed in changes their answer, or comes back after they took it back, and ticks a box this time."""
    consented.take_part(survey, "dave@example.org", is_consented=False)
    work.do_all()
    participation = db.session.scalars(select(Participation)).one()
    if has_withdrawn:
        changing.withdraw(keys.manage_token(participation.id))
    version_id = consented.take_part(survey, "dave@example.org")
    work.do_all()
    [contact], [event] = rows(Contact), rows(ConsentEvent)
    assert (contact.address, event.event) == ("dave@example.org", "granted")
    kept = db.session.scalar(select(ParticipationVersion.to_address).where(ParticipationVersion.id == version_id))
    assert kept == "dave@example.org"


def test_an_address_that_nobody_confirmed_stays_out(town):
    survey = cast.survey(access="account")
    consented.take_part(survey, "dave@example.org", channel="import")
    db.session.execute(text("UPDATE participations SET assurance = 'none'"))
    work.do_all()
    assert rows(Contact) == []


def test_an_event_replayed_by_hand_adds_nothing(survey):
    version_id = consented.take_part(survey, "carol@example.org")
    work.do_all()
    consented.replay(version_id)
    counts = [len(rows(model)) for model in (Contact, ConsentEvent, TimelineEntry, ContactSource, Interest)]
    assert counts == [1, 1, 1, 1, 2]


def test_several_acts_of_one_person_in_one_batch_make_one_contact(survey):
    other = cast.survey(access="account", title={"fr": "Autre"}, themes=["rivière", "écoles"])
    gare, lande = (territory.territory().find(key).id for key in ("gare", "lande"))
    consented.take_part(survey, "carol+town@gmail.com", zone_id=gare)
    consented.take_part(other, "Ca.Rol@gmail.com", "consultations", zone_id=lande)
    work.do_all()

    [contact] = rows(Contact)
    assert (contact.canonical_address, contact.address, contact.zone_id) == (
        "carol@gmail.com",
        "Ca.Rol@gmail.com",
        lande,
    )
    assert len(rows(ConsentEvent)) == len(rows(ContactSource)) == len(rows(TimelineEntry)) == 2
    assert sorted(interest.theme for interest in rows(Interest)) == ["mobilités", "rivière", "écoles"]


def test_what_is_older_does_not_replace_what_is_fresher(survey):
    other = cast.survey(access="account", title={"fr": "Autre"})
    gare, lande = (territory.territory().find(key).id for key in ("gare", "lande"))
    consented.take_part(survey, "carol@example.org", zone_id=gare)
    work.do_all()
    older = consented.take_part(other, "CAROL@example.org", zone_id=lande)
    past = clock.now() - dt.timedelta(days=30)
    db.session.execute(
        text("UPDATE participations SET counted_at = :past WHERE activity_id = :id"), {"past": past, "id": other.id}
    )
    db.session.execute(text("UPDATE ticks SET ticked_at = :past WHERE subject_id = :id"), {"past": past, "id": older})
    work.do_all()
    [contact] = rows(Contact)
    assert (contact.address, contact.zone_id) == ("carol@example.org", gare)


def test_a_late_event_does_not_revive_an_erased_person_but_a_new_act_does(survey):
    key = keys.person_key("carol@example.org")
    late = consented.take_part(survey, "carol@example.org")
    db.session.add(Tombstone(organisation_id=tenancy.current_organisation_id(), person_key=key))
    db.session.commit()
    work.do_all()
    consented.replay(late)
    assert rows(Contact) == rows(ConsentEvent) == []

    other = cast.survey(access="account", title={"fr": "Autre"})
    consented.take_part(other, "carol@example.org")
    past = clock.now() - dt.timedelta(days=1)
    db.session.execute(text("UPDATE contact_tombstones SET erased_at = :past"), {"past": past})
    db.session.execute(text("DELETE FROM outbox WHERE (payload ->> 'version_id')::bigint = :late"), {"late": late})
    work.do_all()
    assert [contact.address for contact in rows(Contact)] == ["carol@example.org"]


def test_a_participation_taken_back_leaves_the_consent_and_takes_its_interests(survey):
    consented.take_part(survey, "carol@example.org")
    work.do_all()
    participation = db.session.scalar(select(Participation))
    changing.withdraw(keys.manage_token(participation.id))
    work.do_all()
    assert [moment.kind for moment in rows(TimelineEntry)] == ["took_part", "withdrew"]
    assert rows(Interest) == []
    assert [event.event for event in rows(ConsentEvent)] == ["granted"]


def test_nothing_crosses_to_the_political_neighbour(survey):
    office = cast.organisation("office", cast.NEIGHBOUR, regime="political")
    consented.take_part(survey, "carol@example.org")
    work.do_all()
    with tenancy.use_organisation(office.id):
        assert rows(Contact) == []


def test_an_anonymous_survey_tells_that_somebody_took_part_and_not_where_they_live(town):
    survey = cast.survey(access="account", is_anonymous=True)
    consented.take_part(survey, "carol@example.org", zone_id=territory.territory().find("gare").id)
    work.do_all()
    [contact] = rows(Contact)
    assert contact.zone_id is None
    [moment] = rows(TimelineEntry)
    assert moment.kind == "took_part"
