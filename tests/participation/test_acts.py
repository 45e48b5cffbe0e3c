"""Taking part, step by step: the tally follows each, and a recount proves it after each."""

import datetime as dt

import pytest
from sqlalchemy import text
from werkzeug.exceptions import NotFound

from portal.core import clock, tenancy, tokens
from portal.core.database import db, transaction
from portal.participation.queries import activities, participations
from portal.participation.rules import states
from portal.participation.service import acts, changing, confirming, recording
from tests.support import cast, residents, work


@pytest.fixture
def survey(town):
    survey = cast.survey(access="email")
    db.session.expunge(survey)  # refusals roll the session back
    return survey


def close(survey, ago="1 second"):
    with transaction():
        db.session.execute(
            text(
                "UPDATE activities SET closes_at = now() - CAST(:ago AS interval), opens_at = now() - interval '9 days' WHERE id = :id"
            ),
            {"id": survey.id, "ago": ago},
        )


def backdate(interval):
    with transaction():
        db.session.execute(
            text("UPDATE participation_versions SET submitted_at = submitted_at - CAST(:age AS interval)"),
            {"age": interval},
        )


def test_an_answer_waits_for_its_link_then_counts(survey):
    residents.answer(survey, "a")
    assert residents.figures(survey) == {}
    assert residents.head(survey) == (0, 1)
    confirming.confirm(residents.mailed_links()[0])
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=a": 1}
    assert residents.head(survey) == (1, 0)


def test_change_withdraw_come_back_and_invalidate_move_the_tally_each_time(survey):
    token = residents.take_part(survey, "a")
    assert residents.figures(survey)["q1=a"] == 1
    changing.change(token, residents.submission("b", address=None))
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=b": 1}
    changing.withdraw(token)
    assert residents.figures(survey) == {}
    changing.withdraw(token)
    assert residents.head(survey) == (0, 0), "a second time changes nothing"
    residents.let_letters_go_again()
    assert residents.take_part(survey, "c") == token
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=c": 1}
    participation_id = residents.participation_of(token).id
    assert changing.invalidate(participation_id, "Même personne")
    assert not changing.invalidate(participation_id, "Même personne")
    assert residents.figures(survey) == {}
    assert residents.participation_of(token).invalidated_reason == "Même personne"


def test_who_was_invalidated_cannot_change_or_come_back(survey):
    token = residents.take_part(survey)
    changing.invalidate(residents.participation_of(token).id, "Robot")
    residents.let_letters_go_again()
    residents.answer(survey, "b")
    assert residents.mailed_links() == []
    with pytest.raises(acts.AlreadyOver):
        changing.change(token, residents.submission("b", address=None))


def test_moves_of_one_batch_and_of_many_add_up_alike(survey, town):
    token = residents.take_part(survey, "a")
    for said in ("b", "c", "a", "c"):
        changing.change(token, residents.submission(said, address=None))
    changing.withdraw(token)
    assert residents.figures(survey) == {}
    assert residents.head(survey) == (0, 0)


def test_the_receipt_shows_nothing_of_who_or_what_and_both_secrets_come_with_confirmation(survey, browser):
    residents.answer(survey, "b")
    assert db.session.scalar(text("SELECT count(*) FROM participations WHERE receipt_code IS NOT NULL")) == 0
    confirmed = confirming.confirm(residents.mailed_links()[0])
    page = browser.get(f"/r/{confirmed.receipt_code}")
    assert page.status_code == 200
    assert "carol" not in page.text
    assert "À vélo" not in page.text
    [token] = residents.manage_tokens()
    assert residents.participation_of(token).receipt_code == confirmed.receipt_code
    assert (
        db.session.scalar(
            text("SELECT count(*) FROM participations WHERE encode(manage_digest, 'escape') LIKE :t"), {"t": token}
        )
        == 0
    )


def test_pressing_a_link_twice_is_harmless(survey):
    residents.answer(survey)
    [link] = residents.mailed_links()
    first, second = confirming.confirm(link), confirming.confirm(link)
    assert first.receipt_code == second.receipt_code
    assert residents.figures(survey)[""] == 1
    assert len(work.letters()) == 1, "one letter with the receipt"


def test_opening_the_link_as_scanners_do_confirms_nothing(survey, browser):
    residents.answer(survey)
    [link] = residents.mailed_links()
    for _ in range(3):
        assert browser.get(f"/confirm/{link}").status_code == 200
    assert residents.head(survey)[0] == 0
    assert residents.figures(survey) == {}
    confirming.confirm(link)


def test_who_took_part_gets_a_letter_that_says_so_and_the_page_says_nothing(survey):
    token = residents.take_part(survey)
    residents.let_letters_go_again()
    again = residents.answer(survey, "b", address="Carol@Example.org")
    assert again == acts.Recorded(acts.Outcome.MAILED)
    assert residents.manage_tokens() == [token]
    assert residents.figures(survey)["q1=a"] == 1


@pytest.mark.parametrize("times", [1, 2, 5])
def test_only_the_version_whose_link_was_pressed_counts_whoever_posted_first(survey, times):
    for _ in range(times):
        residents.answer(survey, "b")  # mallory, with carol's address
        residents.let_letters_go_again()
    residents.answer(survey, "a")
    with transaction():  # the limit of five a day: hers comes a day later
        db.session.execute(text("UPDATE letters SET created_at = created_at - interval '1 day'"))
    mine = residents.submission("a")
    recording.submit(activities.card_by_id(survey.id), mine)
    links = residents.mailed_links()
    confirming.confirm(links[-1])
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=a": 1}
    for other in links[:-1]:
        with pytest.raises(acts.LinkOver):
            confirming.confirm(other)
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=a": 1}


def test_a_wrong_link_counts_nothing(survey):
    residents.answer(survey)
    for forged in ("", "x", tokens.new_link(), "../../etc/passwd", "\0"):
        with pytest.raises(acts.LinkOver):
            confirming.confirm(forged)
    assert residents.figures(survey) == {}


def test_posts_after_closing_are_refused_and_keep_nothing(survey):
    close(survey)
    with pytest.raises(acts.Closed):
        residents.answer(survey)
    assert db.session.scalar(text("SELECT count(*) FROM participation_versions")) == 0
    assert work.letters() == []


def test_what_was_sent_before_closing_counts_for_a_day_after_it(survey):
    residents.answer(survey)
    [link] = residents.mailed_links()
    backdate("1 hour")
    close(survey, "30 minutes")
    confirming.confirm(link)
    assert residents.figures(survey)[""] == 1


def test_after_that_day_the_link_is_over(survey):
    residents.answer(survey)
    [link] = residents.mailed_links()
    backdate("2 days")
    close(survey, "25 hours")
    with pytest.raises(acts.LinkOver):
        confirming.confirm(link)
    assert residents.figures(survey) == {}


def test_nothing_changes_after_closing(survey):
    token = residents.take_part(survey)
    close(survey)
    with pytest.raises(acts.AlreadyOver):
        changing.change(token, residents.submission("b", address=None))
    with pytest.raises(acts.AlreadyOver):
        changing.withdraw(token)
    assert residents.figures(survey)["q1=a"] == 1


def test_a_withdrawn_survey_counts_no_link(survey):
    residents.answer(survey)
    [link] = residents.mailed_links()
    with transaction():
        db.session.execute(text("UPDATE activities SET stage = 'withdrawn' WHERE id = :id"), {"id": survey.id})
    with pytest.raises(acts.LinkOver):
        confirming.confirm(link)


def test_a_personal_link_of_another_town_is_none(survey):
    token = residents.take_part(survey)
    neighbour = cast.organisation("next", cast.NEIGHBOUR)
    with tenancy.use_organisation(neighbour.id):
        with pytest.raises(NotFound):
            changing.withdraw(token)
        with pytest.raises(acts.LinkOver):
            confirming.confirm(token)


def test_the_same_form_with_other_words_is_refused_and_keeps_nothing(survey):
    first = residents.submission("a")
    card = activities.card_by_id(survey.id)
    recording.submit(card, first)
    again = residents.submission("b", submission_id=first.submission_id)
    with pytest.raises(acts.OtherContent):
        recording.submit(card, again)
    elsewhere = residents.submission("a", submission_id=first.submission_id, address="dave@example.org")
    with pytest.raises(acts.OtherContent):
        recording.submit(card, elsewhere)
    assert db.session.scalar(text("SELECT count(*) FROM participations")) == 1
    assert residents.figures(survey) == {}
    assert residents.head(survey) == (0, 1)


def test_an_account_answers_at_once_and_finds_its_answer_again(town):
    survey = cast.survey(access="account")
    known = {"assurance": states.Assurance.ACCOUNT}
    first = residents.answer(survey, "a", **known)
    assert residents.figures(survey)["q1=a"] == 1
    second = residents.answer(survey, "b", **known)
    assert second == first, "the same participation"
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=b": 1}
    changing.withdraw(first.manage_token)
    assert residents.figures(survey) == {}
    residents.answer(survey, "c", **known)
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=c": 1}


def test_nobody_answers_for_an_account_without_one(town):
    survey = cast.survey(access="account")
    with pytest.raises(acts.NotSignedIn):
        residents.answer(survey, address=None)
    assert residents.figures(survey) == {}


def test_a_level_that_cannot_be_checked_yet_is_refused(town):
    with pytest.raises(acts.NotAvailable):
        residents.answer(cast.survey(access="verified"))


def test_the_receipts_file_adds_up_to_the_figure(survey):
    for person in range(7):
        token = residents.take_part(survey, address=f"resident{person}@example.org")
    changing.withdraw(token)
    residents.answer(survey, address="undecided@example.org")
    residents.figures(survey)
    rows = [(row.digest, row.state) for row in participations.receipts(survey.id)]
    assert len({digest for digest, _ in rows}) == len(rows) == 7
    assert sum(state == "counted" for _, state in rows) == residents.head(survey)[0] == 6


def test_the_day_of_a_participation_is_the_towns(survey):
    residents.take_part(survey)
    residents.figures(survey)
    day = db.session.scalar(text("SELECT day FROM tally_days"))
    assert abs(day - clock.now().date()) <= dt.timedelta(days=1)
