"""What the council decided: recorded in versions, each told once to those who asked, who are told the answer later."""

import datetime as dt

import pytest
from sqlalchemy import text

from portal.consents import offers
from portal.consents import service as consents
from portal.consents.service import Ticked
from portal.core import clock, outbox
from portal.core.database import db, transaction
from portal.core.errors import Refused
from portal.participation import upkeep
from portal.participation.queries import answering
from portal.participation.service import activities, acts
from portal.petitions.queries import promises
from portal.petitions.service import sessions
from tests.support import cast, signers, work

ANSWER = {"decision": "accepted", "author": "Alice Martin, maire", "body": {"fr": "Nous le ferons."}}
HOSTILE = "Adopté <b>à l’unanimité</b>"


@pytest.fixture
def petition(town):
    """Two who want to know, one who does not; the council's debate is owed."""
    consents.offer_answers()
    cast.threshold(1, promise="debate")
    made = cast.petition()
    wish = Ticked(offers.words_of(["answer"], "fr"), "fr", "Notice")
    for name, ticked in {"carol": wish, "dan": wish, "erin": None}.items():
        signers.sign(made, f"{name.title()} Martin", f"{name}@example.org", ticked=ticked)
    signers.confirm_all()
    told()
    return made


def told():
    work.do_all()
    return {letter["To"]: work.text_of(letter) for letter in work.letters()}


def record(petition, **values):
    [row] = promises.milestones(petition.id)
    sessions.set_session(row.id, acts.today(), **({"decision": "partly", "note": HOSTILE} | values))


def test_who_asked_is_told_each_version_once_and_nobody_else(petition):
    record(petition, decision="")
    assert told() == {}, "announced, it is no record"
    record(petition, url="https://town.example/pv")
    letters = told()
    assert sorted(letters) == ["carol@example.org", "dan@example.org"]
    assert "https://town.example/pv" in letters["carol@example.org"]
    assert "remplace" not in letters["carol@example.org"]
    record(petition, url="https://town.example/pv")
    assert told() == {}, "the same words again are no other version"
    record(petition, decision="accepted")
    assert "remplace" in told()["dan@example.org"]
    first = promises.find_record(promises.milestones(petition.id)[0].id)
    with transaction():
        outbox.publish(sessions.SessionRecorded(activity_id=petition.id, record_id=first.id))
    assert told() == {}, "the same version again tells nobody"
    assert answering.count_told(first.id, sessions.SUBJECT) == 2


def test_many_people_are_told_batch_after_batch(petition, monkeypatch):
    monkeypatch.setattr(sessions.answering, "BATCH", 1)
    record(petition)
    assert len(told()) == 2


def test_the_answer_is_told_later_too(petition):
    record(petition)
    told()
    activities.answer(petition.id, **ANSWER)
    assert sorted(told()) == ["carol@example.org", "dan@example.org"]


def test_a_wish_that_outlives_the_names_is_told_of_the_session_and_kept_for_the_answer(petition):
    record(petition)
    assert len(told()) == 2
    with transaction():
        db.session.execute(text("UPDATE activities SET closes_at = now() + interval '1 second'"))
    upkeep.purge(clock.now() + dt.timedelta(days=200))
    assert db.session.scalar(text("SELECT count(*) FROM answer_wishes")) == 2, "only the answer fulfils it"
    record(petition, note="Corrigé")
    assert sorted(told()) == ["carol@example.org", "dan@example.org"]
    activities.answer(petition.id, **ANSWER)
    assert len(told()) == 2
    due = clock.now() + dt.timedelta(days=184)
    assert upkeep.purge(due)["fulfilled"] == 2, "kept for a correction, then gone"


def test_what_staff_noted_is_words_in_the_letter(petition):
    record(petition)
    work.do_all()
    html = work.letters()[0].get_body(("html",)).get_content()
    assert "<b>à l’unanimité" not in html
    assert "&lt;b&gt;à l’unanimité" in html


def test_nothing_is_decided_before_the_session(petition):
    [row] = promises.milestones(petition.id)
    with pytest.raises(Refused):
        sessions.set_session(row.id, acts.today() + dt.timedelta(days=1), decision="accepted")
    assert promises.find_record(row.id) is None
