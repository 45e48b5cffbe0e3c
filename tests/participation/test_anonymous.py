"""Anonymous surveys: who took part is on the roll, what was said is in the box, and nothing joins the two."""

import pytest
from sqlalchemy import select, text

from portal.core import tokens
from portal.core.database import db, transaction
from portal.participation import tally
from portal.participation.models import Participation
from portal.participation.queries import activities
from portal.participation.rules import states
from portal.participation.service import acts, changing, confirming, recording
from tests.support import cast, residents, work


@pytest.fixture
def survey(town):
    return kept(access="email", is_anonymous=True)


def kept(**values):
    """A survey as plain values: refusals roll the session back."""
    survey = cast.survey(**values)
    db.session.expunge(survey)
    return survey


def rows(table):
    return [dict(row) for row in db.session.execute(text(f"SELECT * FROM {table}")).mappings()]


def test_the_answer_counts_and_the_receipt_proves_that_somebody_took_part(survey, browser):
    residents.answer(survey, "b")
    confirmed = confirming.confirm(residents.mailed_links()[0])
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=b": 1}
    assert residents.head(survey) == (1, 0)
    page = browser.get(f"/r/{confirmed.receipt_code}")
    assert page.status_code == 200
    assert "À vélo" not in page.text
    assert " à 1 h" not in page.text.replace("\u00a0", " "), (
        "the day is all that is kept: its midnight is no hour to show"
    )


def test_roll_and_ballot_share_no_id_and_no_instant(survey):
    for said in ("a", "b", "b", "c"):
        residents.take_part(survey, said, address=f"{said}{len(rows('participations'))}@example.org")
    residents.figures(survey)
    roll, ballots = rows("participations"), rows("ballots")
    assert len(roll) == len(ballots) == 4
    seen = {
        str(value)
        for row in roll + rows("participation_versions")
        for name, value in row.items()
        if name.endswith("id")
    }
    assert not seen & {str(ballot["id"]) for ballot in ballots}
    assert set(ballots[0]) == {
        "organisation_id",
        "id",
        "activity_id",
        "content",
        "marks",
        "amounts",
        "zone_id",
        "assurance",
        "counted_on",
    }
    assert all((row["counted_at"].hour, row["counted_at"].minute) == (0, 0) for row in roll)
    assert all((row["submitted_at"].hour, row["submitted_at"].minute) == (0, 0) for row in roll)


def test_what_was_said_is_blanked_where_the_person_is(survey):
    residents.take_part(survey, "b")
    residents.answer(survey, "c", address="dave@example.org")
    for version in rows("participation_versions")[:1]:
        assert (version["content"], version["marks"], version["amounts"], version["zone_id"]) == ({}, [], None, None)
        assert version["to_address"] is None


def test_no_instant_of_the_version_tells_when_the_ballot_was_cast(survey):
    residents.take_part(survey, "b")
    [version] = rows("participation_versions")
    assert version["counted_on"] is None
    assert (version["submitted_at"].hour, version["submitted_at"].minute, version["submitted_at"].second) == (0, 0, 0)


def test_no_digest_of_the_answer_stays_beside_the_person(survey):
    """A digest over few possible answers is as good as the answer."""
    residents.take_part(survey, "b")
    [version] = rows("participation_versions")
    assert bytes(version["content_digest"]) == b""


def test_nobody_can_change_withdraw_or_invalidate_afterwards(survey):
    token = residents.take_part(survey, "b")
    participation_id = residents.participation_of(token).id
    for act in (
        lambda: changing.change(token, residents.submission("a", address=None)),
        lambda: changing.withdraw(token),
        lambda: changing.invalidate(participation_id, "Robot"),
    ):
        with pytest.raises(acts.AlreadyOver):
            act()
    assert residents.figures(survey)["q1=b"] == 1


def test_pressing_the_link_again_casts_no_second_ballot(survey):
    residents.answer(survey, "b")
    [link] = residents.mailed_links()
    codes = {confirming.confirm(link).receipt_code for _ in range(3)}
    assert len(codes) == 1
    assert residents.figures(survey)[""] == 1


def test_somebody_elses_answer_to_my_address_goes_with_my_own(survey):
    residents.answer(survey, "b")
    residents.let_letters_go_again()
    residents.answer(survey, "a")
    first, mine = residents.mailed_links()
    confirming.confirm(mine)
    with pytest.raises(acts.LinkOver):
        confirming.confirm(first)
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=a": 1}
    assert all(version["content"] == {} for version in rows("participation_versions"))


def test_the_tally_is_proven_and_rebuilt_while_ballots_wait(survey):
    residents.answer(survey, "b")
    confirming.confirm(residents.mailed_links()[0])
    assert tally.verify(survey.id) == []
    with transaction():
        db.session.execute(text("UPDATE tally_heads SET counted = 7"))
    tally.rebuild(survey.id)
    assert tally.verify(survey.id) == []
    work.do_all()
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=b": 1}


def test_an_account_answers_once_and_nothing_of_it_stays_beside_the_person(town):
    survey = kept(access="account", is_anonymous=True)
    card = activities.card_by_id(survey.id)
    first = residents.submission("b", assurance=states.Assurance.ACCOUNT)
    done = recording.submit(card, first)
    assert recording.submit(card, first) == done, "a double click is one answer"
    with pytest.raises(acts.AlreadyOver):
        recording.submit(card, residents.submission("a", assurance=states.Assurance.ACCOUNT))
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=b": 1}
    [version] = rows("participation_versions")
    assert (version["content"], version["marks"], bytes(version["content_digest"])) == ({}, [], b"")


def test_an_anonymous_survey_for_anyone_keeps_nothing_but_the_ballot(town):
    survey = kept(access="anyone", is_anonymous=True)
    first = residents.submission("b", address=None)
    card = activities.card_by_id(survey.id)
    done = recording.submit(card, first)
    assert recording.submit(card, first) == done, "the same form again is the same answer"
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=b": 1}
    [version] = rows("participation_versions")
    assert (version["content"], version["marks"]) == ({}, [])


def test_the_ids_of_an_anonymous_roll_tell_no_time(browser):
    survey = cast.survey(access="anyone", is_anonymous=True)
    for _ in range(12):
        last = browser.submit(
            browser.submit(browser.get(f"/surveys/{survey.slug}/answer"), q1="a", go="next"), go="next"
        )
        browser.submit(last, go="send")
    ids = list(db.session.scalars(select(Participation.id).where(Participation.activity_id == survey.id)))
    now = tokens.new_id()
    assert len(ids) == 12
    assert any(abs(number - now) > now // 4 for number in ids), "they lie anywhere, not beside the present"
