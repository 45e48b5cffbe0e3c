"""Many acts at once, with instants of their own: the same people, receipts and figures as posts would have made."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from portal.consents.models import Tick
from portal.consents.queries import purposes
from portal.consents.service import Ticked
from portal.core.database import db
from portal.participation import tally
from portal.participation.models import Ballot, Participation, ParticipationVersion
from portal.participation.queries import activities, tallies
from portal.participation.rules import states
from portal.participation.service import importing
from portal.participation.service.acts import Submission
from portal.participation.service.importing import Fate, PastAct
from tests.support import cast, work

LONG_AGO = dt.datetime(2026, 3, 5, 21, 30, tzinfo=dt.UTC)


def act(
    address: str | None = None, said: str = "a", *, happened_at: dt.datetime = LONG_AGO, **values: object
) -> PastAct:
    submission = Submission(
        submission_id=values.pop("submission_id", None) or uuid.uuid4(),
        content={"form": 1, "answers": {"q1": said}},
        marks=["q1", f"q1={said}"],
        address=address,
        channel=states.Channel.IMPORT,
        assurance=states.Assurance.EMAIL if address else states.Assurance.NONE,
        **values,
    )
    return PastAct(submission=submission, happened_at=happened_at)


def test_a_batch_counts_on_the_days_it_was_said(town):
    survey = activities.card_by_id(cast.survey(access="email").id)
    later = LONG_AGO + dt.timedelta(hours=2)  # 23:30 in UTC is already tomorrow in Paris
    fates = importing.record_many(survey, [act("a@example.org"), act("b@example.org", happened_at=later)])
    assert fates == [Fate.COUNTED, Fate.COUNTED]
    work.do_all()
    assert [(str(row.day), row.n) for row in tallies.days(survey.id)] == [("2026-03-05", 1), ("2026-03-06", 1)]
    rows = db.session.scalars(select(Participation).order_by(Participation.counted_at)).all()
    assert [row.counted_at for row in rows] == [LONG_AGO, later]
    assert {row.channel for row in rows} == {"import"}
    assert all(row.receipt_code and row.manage_digest for row in rows)
    assert tally.verify(survey.id) == []


def test_one_person_stays_one_participation(town):
    survey = activities.card_by_id(cast.survey(access="email").id)
    twice = [act("carol@example.org"), act("Carol@Example.org", said="b")]
    assert importing.record_many(survey, twice) == [Fate.COUNTED, Fate.TOOK_PART]
    assert importing.record_many(survey, [act("carol@example.org")]) == [Fate.TOOK_PART]
    work.do_all()
    assert tallies.head(survey.id).counted == 1


def test_importing_the_same_again_changes_nothing(town):
    survey = activities.card_by_id(cast.survey(access="anyone").id)
    form = uuid.uuid4()
    first = act(submission_id=form)
    assert importing.record_many(survey, [first, first, act()]) == [Fate.COUNTED, Fate.SAME, Fate.COUNTED]
    assert importing.record_many(survey, [first]) == [Fate.SAME]
    assert importing.record_many(survey, [act(said="c", submission_id=form)]) == [Fate.OTHER_CONTENT]
    work.do_all()
    assert tallies.head(survey.id).counted == 2
    assert tally.verify(survey.id) == []


def test_an_activity_for_anyone_knows_nobody(town):
    survey = activities.card_by_id(cast.survey(access="anyone").id)
    ticked = Ticked({purposes()[0].id: "I agree."}, "en", "Notice")
    fates = importing.record_many(survey, [act("carol@example.org", ticked=ticked), act("carol@example.org")])
    assert fates == [Fate.COUNTED, Fate.COUNTED]
    assert db.session.scalars(select(ParticipationVersion.to_address)).all() == [None, None]
    assert db.session.scalars(select(Tick)).all() == []


def test_an_anonymous_act_leaves_a_ballot_and_a_day(town):
    survey = activities.card_by_id(cast.survey(access="email", is_anonymous=True).id)
    carol = act("carol@example.org", said="b")
    importing.record_many(survey, [carol])
    assert importing.record_many(survey, [carol]) == [Fate.SAME]
    work.do_all()
    version = db.session.scalars(select(ParticipationVersion)).one()
    assert version.content_digest == b""
    assert version.submitted_at.hour == 0
    assert (version.content, version.marks, version.zone_id, version.to_address) == ({}, [], None, None)
    person = db.session.scalars(select(Participation)).one()
    assert (person.counted_at.hour, person.counted_at.minute) == (0, 0)
    ballot = db.session.scalars(select(Ballot).where(Ballot.activity_id == survey.id)).one()
    assert ballot.content["answers"] == {"q1": "b"}
    assert str(ballot.counted_on) == "2026-03-05"
    assert tally.verify(survey.id) == []


@pytest.mark.parametrize("access", ["email", "account"])
def test_beside_a_person_of_an_anonymous_activity_nothing_is_made_from_the_answer(town, access):
    survey = activities.card_by_id(cast.survey(access=access, is_anonymous=True).id)
    ticked = Ticked({purposes()[0].id: "I agree."}, "en", "Notice")
    form = uuid.uuid5(uuid.NAMESPACE_URL, "carol@example.org said b")  # as a file may make it
    past = [act("carol@example.org", "b", submission_id=form, ticked=ticked), act("dave@example.org")]
    importing.record_many(survey, past)
    assert importing.record_many(survey, past[:1]) == [Fate.SAME]
    work.do_all()
    versions = db.session.scalars(select(ParticipationVersion)).all()
    assert {version.to_address for version in versions} == {"carol@example.org", None}
    assert {version.content_digest for version in versions} == {b""}
    assert form not in {version.submission_id for version in versions}
    people = db.session.scalars(select(Participation)).all()
    moments = {row.id >> 21 for row in [*versions, *people]}
    assert len(moments) == 4, "ids say nothing of the order in which they came"
    assert tally.verify(survey.id) == []


def test_ticks_are_kept_with_their_words_and_their_instant(town):
    survey = activities.card_by_id(cast.survey(access="email").id)
    purpose = purposes()[0].id
    ticked = Ticked({purpose: "I agree."}, "en", "Notice")
    importing.record_many(survey, [act("carol@example.org", ticked=ticked), act("bob@example.org")])
    tick = db.session.scalars(select(Tick)).one()
    assert (tick.purpose_id, tick.ticked_at) == (purpose, LONG_AGO)
    kept = db.session.scalars(select(ParticipationVersion.to_address).order_by(ParticipationVersion.to_address)).all()
    assert kept == ["bob@example.org", "carol@example.org"]


def test_any_number_goes_batch_by_batch(town):
    survey = activities.card_by_id(cast.survey(access="anyone", opens_in=-400 * cast.HOUR).id)
    batches = list(importing.record_in_batches(survey, (act() for _ in range(1250)), size=500))
    assert [len(batch) for batch in batches] == [500, 500, 250]
    work.do_all()
    assert tallies.head(survey.id).counted == 1250
    assert tally.verify(survey.id) == []
