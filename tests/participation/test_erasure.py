"""An erased person is taken out of their participations, and every figure stays true."""

import uuid

import pytest
from sqlalchemy import select, text

from portal.consents.models import Tick
from portal.contacts.events import PersonErased
from portal.core import clock, outbox
from portal.core.database import db
from portal.participation import tally
from portal.participation.models import Participation, ParticipationVersion
from portal.participation.queries import activities, tallies
from portal.participation.service import confirming, keys, recording
from portal.participation.service.acts import LinkOver, Submission
from tests.support import cast, consented, work


def erase(address):
    event = PersonErased(person_key=keys.person_key(address).hex(), erased_at=clock.database_now().isoformat())
    outbox.publish(event)
    db.session.commit()
    work.do_all()


def read(version):
    """The version as it is now: the drain leaves nothing in the session."""
    return db.session.scalar(select(ParticipationVersion).where(ParticipationVersion.id == version.id))


def answer(survey, address, **answers):
    content = {"form": 1, "answers": {"q1": "a", "q3": "Ma maison, 3 rue des Halles"} | answers}
    submission = Submission(
        submission_id=uuid.uuid4(),
        content=content,
        marks=["q1", "q1=a", "q3"],
        address=address,
        ticked=consented.ticked(),
    )
    recording.submit(activities.card_by_id(survey.id), submission)
    return db.session.scalar(
        select(ParticipationVersion).where(ParticipationVersion.submission_id == submission.submission_id)
    )


def press_link(letter):
    confirming.confirm(work.link_in(letter, "/confirm/").rsplit("/", 1)[1])


@pytest.fixture
def survey(town):
    return cast.survey(access="email")


def test_address_words_and_ticks_go_and_the_figures_stay(survey):
    version = answer(survey, "carol@example.org", q2=4)
    press_link(work.letters()[0])
    work.do_all()
    before = tallies.cells(survey.id)
    erase("carol@example.org")

    version = read(version)
    assert (version.to_address, version.link_digest, version.content_digest) == (None, None, b"")
    assert version.content == {"form": 1, "answers": {"q1": "a", "q2": 4}}
    assert version.marks == ["", "q1", "q1=a", "q3"]
    assert db.session.scalars(select(Tick)).all() == []
    assert tallies.cells(survey.id) == before
    assert tally.verify(survey.id) == []


def test_the_words_of_other_go_and_the_choice_stays(survey):
    version = answer(survey, "carol@example.org", q1={"chosen": "~other", "other": "chez Carol"})
    press_link(work.letters()[0])
    erase("carol@example.org")
    assert read(version).content["answers"]["q1"] == {"chosen": "~other", "other": ""}


def test_the_key_still_refuses_a_second_participation(survey):
    answer(survey, "carol@example.org")
    press_link(work.letters()[0])
    erase("carol@example.org")
    answer(survey, "Carol@Example.org")
    work.do_all()
    assert tallies.head(survey.id).counted == 1
    assert len(db.session.scalars(select(Participation)).all()) == 1


def test_what_waited_for_its_link_is_emptied_and_its_letter_does_not_leave(survey):
    version = answer(survey, "carol@example.org")
    erase("carol@example.org")
    version = read(version)
    assert (version.content, version.is_voided, version.to_address) == ({}, True, None)
    assert work.letters() == []


def test_a_link_that_was_in_the_mailbox_leads_nowhere_afterwards(survey):
    answer(survey, "carol@example.org")
    [letter] = work.letters()
    erase("carol@example.org")
    with pytest.raises(LinkOver):
        press_link(letter)


def test_somebody_else_and_what_comes_later_are_left_alone(survey):
    other = answer(survey, "dave@example.org")
    late = cast.survey(access="email", title={"fr": "Plus tard"})
    erase("carol@example.org")
    after = answer(late, "carol@example.org")
    event = PersonErased(
        person_key=keys.person_key("carol@example.org").hex(),
        erased_at=db.session.scalar(text("SELECT now() - interval '1 minute'")).isoformat(),
    )
    outbox.publish(event)
    db.session.commit()
    work.do_all()
    other, after = read(other), read(after)
    assert (other.to_address, after.to_address) == ("dave@example.org", "carol@example.org")


def test_erasing_twice_changes_nothing_more(survey):
    version = answer(survey, "carol@example.org")
    press_link(work.letters()[0])
    erase("carol@example.org")
    erase("carol@example.org")
    assert read(version).content == {"form": 1, "answers": {"q1": "a"}}
