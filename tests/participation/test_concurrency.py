"""Everybody at once, with real commits: the database's constraints and locks, never luck, keep one person one participation."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import text

from portal.core import drain, tenancy
from portal.core.database import db
from portal.participation import tally
from portal.participation.queries import activities
from portal.participation.service import acts, changing, confirming, recording
from tests.support import cast, residents

THREADS = 8


class Crowd:
    """A town of the test's own, and threads that all act in it at the same moment."""

    def __init__(self, app, town_id):
        self.app, self.town_id = app, town_id

    def all_at_once(self, actions):
        """Run these, at most THREADS at a time, after a common start. Returns what each gave, or how it was refused."""
        ready = threading.Barrier(min(THREADS, len(actions)))
        with ThreadPoolExecutor(THREADS, initializer=ready.wait) as pool:
            return list(pool.map(self._one, actions))

    def _one(self, action):
        with self.app.app_context(), tenancy.use_organisation(self.town_id):
            try:
                return action()
            except acts.Refused as refusal:
                return type(refusal)
            finally:
                db.session.remove()


@pytest.fixture
def crowd(committed_app, committed_database):
    town = cast.organisation()
    with tenancy.use_organisation(town.id):
        yield Crowd(committed_app, town.id)


@pytest.fixture
def survey(crowd):
    made = cast.survey(access="email")
    db.session.expunge(made)
    return made


def count(table, condition="true"):
    db.session.remove()
    return db.session.scalar(text(f"SELECT count(*) FROM {table} WHERE {condition}"))


def test_fifty_posts_of_one_address_are_one_participation_and_one_letter(crowd, survey):
    spellings = [
        "carol@gmail.com",
        "Carol@Gmail.com",
        "c.arol@gmail.com",
        "carol+x@googlemail.com",
        "carol@googlemail.com",
    ]
    posts = [lambda typed=typed: residents.answer(survey, "a", address=typed) for typed in spellings * 10]
    assert set(crowd.all_at_once(posts)) == {acts.Recorded(acts.Outcome.MAILED)}
    assert count("participations") == 1
    assert count("participation_versions") == 50
    assert count("letters") == 1
    residents.figures(survey)
    assert residents.head(survey) == (0, 1)
    confirming.confirm(residents.mailed_links()[0])
    assert residents.figures(survey)[""] == 1


def test_one_form_twenty_times_at_once_is_one_answer(crowd):
    survey = cast.survey(access="anyone")
    form = residents.submission("b", address=None)
    card = activities.card_by_id(survey.id)
    answers = crowd.all_at_once([lambda: recording.submit(card, form)] * 20)
    assert len(set(answers)) == 1
    assert count("participations") == count("participation_versions") == 1
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=b": 1}


def test_one_mailed_form_twenty_times_at_once_is_one_version_and_one_letter(crowd, survey):
    form = residents.submission("b")
    card = activities.card_by_id(survey.id)
    assert len(set(crowd.all_at_once([lambda: recording.submit(card, form)] * 20))) == 1
    assert count("participation_versions") == count("letters") == 1


def test_a_hundred_links_pressed_four_times_each_count_a_hundred(crowd, survey):
    for person in range(100):
        residents.answer(survey, "ab"[person % 2], address=f"resident{person}@example.org")
    links = residents.mailed_links()
    assert len(links) == 100
    drains = [lambda: drain.sweep("tally", seconds=1)] * 8
    presses = [lambda link=link: confirming.confirm(link).receipt_code for link in links] * 4
    codes = [code for code in crowd.all_at_once(presses[:200] + drains + presses[200:]) if isinstance(code, str)]
    assert len(codes) == 400
    assert len(set(codes)) == 100
    assert residents.figures(survey) == {"": 100, "q1": 100, "q1=a": 50, "q1=b": 50}
    assert residents.head(survey) == (100, 0)


def test_two_links_of_one_address_pressed_at_once_count_one(crowd, survey):
    residents.answer(survey, "a")
    residents.let_letters_go_again()
    residents.answer(survey, "b")
    links = residents.mailed_links()
    done = crowd.all_at_once([lambda link=link: confirming.confirm(link).receipt_code for link in links * 4])
    assert done.count(acts.LinkOver) == 4
    assert residents.figures(survey)[""] == 1


@pytest.mark.parametrize("access", ["anyone", "account"])
def test_change_and_withdraw_at_the_same_instant_leave_one_of_the_two(crowd, access):
    survey = cast.survey(access=access)
    address = "carol@example.org" if access == "account" else None
    for _ in range(5):
        token = residents.answer(survey, "a", address=address).manage_token
        acting = [
            lambda token=token: changing.change(token, residents.submission("b", address=None)),
            lambda token=token: changing.withdraw(token),
        ]
        crowd.all_at_once(acting * 4)
        said = residents.figures(survey)
        state = residents.participation_of(token).state
        assert said.get("q1=a", 0) == 0
        with suppress(acts.AlreadyOver):
            changing.withdraw(token)
        assert (state == "counted") == (residents.figures(survey).get("q1=b", 0) < said.get("q1=b", 0))
    assert residents.figures(survey) == {}
    assert residents.head(survey) == (0, 0)


def test_invalidating_while_people_change_never_counts_twice(crowd):
    survey = cast.survey(access="anyone")
    token = residents.answer(survey, "a", address=None).manage_token
    participation_id = residents.participation_of(token).id
    acting = [lambda: changing.change(token, residents.submission("b", address=None))] * 6
    done = crowd.all_at_once([*acting, lambda: changing.invalidate(participation_id, "Robot"), *acting])
    assert True in done
    assert residents.figures(survey) == {}


def test_several_drains_at_once_move_each_event_once(crowd, monkeypatch):
    monkeypatch.setattr(drain, "BATCH", 7)
    survey = cast.survey(access="anyone")
    posts = [lambda: residents.answer(survey, "a", address=None)] * 60
    drains = [lambda: drain.sweep("tally", seconds=2)] * 20
    mixed = [action for group in zip(posts[:20], drains, posts[20:40], posts[40:], strict=True) for action in group]
    crowd.all_at_once(mixed)
    assert residents.figures(survey) == {"": 60, "q1": 60, "q1=a": 60}


def test_rebuilding_while_answers_come_in_and_are_counted_harms_nothing(crowd, monkeypatch):
    monkeypatch.setattr(drain, "BATCH", 5)
    survey = cast.survey(access="anyone")
    posts = [lambda: residents.answer(survey, "a", address=None)] * 40
    others = [lambda: drain.sweep("tally", seconds=1), lambda: tally.rebuild(survey.id)] * 10
    crowd.all_at_once([action for group in zip(posts[:20], others, posts[20:], strict=True) for action in group])
    assert residents.figures(survey) == {"": 40, "q1": 40, "q1=a": 40}
