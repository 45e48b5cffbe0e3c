"""Thresholds: reached by the count alone, reverted when too few are left, answered once."""

import pytest

from portal.core import clock
from portal.participation.models import Participation
from portal.participation.rules import states as activity_states
from portal.participation.service import activities, changing
from portal.petitions.queries import promises
from portal.petitions.service import promising, sessions
from tests.support import cast, signers, work


@pytest.fixture
def petition(town):
    return cast.petition()


def milestones(petition):
    work.do_all()
    return promises.milestones(petition.id)


def set_aside_one(database, petition):
    row = database.session.query(Participation).filter_by(activity_id=petition.id, state="counted").first()
    changing.invalidate(row.id, "Signature en double.")


def test_the_count_reaches_a_threshold_once(petition, database):
    threshold = cast.threshold(2)
    signers.signed_by(petition, "Carol Martin")
    assert milestones(petition) == []
    signers.signed_by(petition, "Dave Durand")
    [row] = milestones(petition)
    assert (row.threshold_id, row.number, row.reverted_at) == (threshold.id, 2, None)
    reached_at = row.reached_at
    promising.follow(petition.id)
    signers.signed_by(petition, "Eve Noir")
    assert [each.reached_at for each in milestones(petition)] == [reached_at]


def test_signatures_set_aside_revert_it_and_new_ones_reach_it_again(petition, database):
    cast.threshold(2)
    signers.signed_by(petition, "Carol Martin", "Dave Durand")
    [row] = milestones(petition)
    promising.acknowledge(row.id, note="Voirie")
    set_aside_one(database, petition)
    [row] = milestones(petition)
    assert row.reverted_at is not None
    assert row.acknowledged_at is not None, "what was recorded stays"
    signers.signed_by(petition, "Eve Noir")
    [row] = milestones(petition)
    assert row.reverted_at is None


def test_an_official_answer_stops_the_clocks_that_run(petition, database):
    cast.threshold(1)
    cast.threshold(50)
    signers.signed_by(petition, "Carol Martin")
    work.do_all()
    answer = activities.answer(
        petition.id, decision=activity_states.Decision.ACCEPTED, author="Le maire", body={"fr": "Oui."}
    )
    [row] = milestones(petition)
    assert row.answer_id == answer.id
    first = row.answered_at
    activities.answer(
        petition.id, decision=activity_states.Decision.PARTLY, author="Le maire", body={"fr": "Oui, mais."}
    )
    [row] = milestones(petition)
    assert (row.answer_id, row.answered_at) == (answer.id, first), "a correction is no second answer"


def test_a_recorded_answer_survives_the_loss_of_its_threshold(petition, database):
    cast.threshold(1)
    signers.signed_by(petition, "Carol Martin")
    work.do_all()
    activities.answer(petition.id, decision=activity_states.Decision.ACCEPTED, author="Le maire", body={"fr": "Oui."})
    work.do_all()
    set_aside_one(database, petition)
    [row] = milestones(petition)
    assert row.reverted_at is not None
    assert row.answered_at is not None


def test_a_session_may_be_set_and_recorded_later(petition):
    cast.threshold(1, promise="debate")
    signers.signed_by(petition, "Carol Martin")
    [row] = milestones(petition)
    on = clock.now().date()
    sessions.set_session(row.id, on)
    sessions.set_session(row.id, on, note="Adopté", url="https://town.example/pv")
    [row] = milestones(petition)
    assert (row.session_on, row.session_note) == (on, "Adopté")


def test_a_survey_s_figures_touch_no_threshold(town):
    cast.threshold(1)
    survey = cast.survey()
    signers.residents.answer(survey, address=None)
    assert milestones(survey) == []
