"""Holding any number, and releasing them: out of the figures and back, in batches, whatever waits for its link too."""

import pytest
from sqlalchemy import text

from portal.core import tenancy
from portal.core.database import db
from portal.core.progress import Progress, State
from portal.participation import tally
from portal.participation.rules.conditions import Conditions
from portal.participation.service import changing, confirming, setting_aside
from tests.support import cast, residents, signers


@pytest.fixture
def petition(town):
    made = cast.petition()
    db.session.expunge(made)
    return made


def do(petition, kind, reason="staff", **conditions):
    wanted = Conditions(**conditions)
    work_id = setting_aside.ask(petition.id, wanted, reason=reason, actor_id=None, kind=kind)
    setting_aside.carry_on(work_id)
    row = tenancy.get(Progress, work_id)
    db.session.refresh(row)
    assert row.state == State.DONE
    assert row.done == row.total
    return row


def states():
    rows = db.session.execute(text("SELECT state, count(*) AS n FROM participations GROUP BY state"))
    return {row.state: row.n for row in rows}


def test_what_is_held_leaves_every_figure_and_released_counts_again(petition, monkeypatch):
    monkeypatch.setattr(setting_aside, "BATCH", 2)
    signers.signed_by(petition, "Ana", "Bea", "Cid", "Dan", "Eve")
    assert do(petition, setting_aside.HOLD, channel="web").done == 5
    assert residents.figures(petition) == {}
    assert states() == {"held": 5}
    assert do(petition, setting_aside.RELEASE, more={"held": "staff"}).done == 5
    assert residents.figures(petition) == {"": 5}
    assert residents.head(petition) == (5, 0)


def test_what_waits_for_its_link_is_held_once_it_is_pressed(petition):
    signers.sign(petition, "Ana", "ana@example.org")
    [link] = residents.mailed_links()
    assert do(petition, setting_aside.HOLD, channel="web").done == 1
    confirming.confirm(link)
    assert states() == {"held": 1}
    assert residents.figures(petition) == {}
    signers.sign(petition, "Bea", "bea@example.org")
    do(petition, setting_aside.HOLD, channel="web", submitted_from=None)
    do(petition, setting_aside.RELEASE, channel="web")
    signers.confirm_all()
    assert residents.figures(petition) == {"": 2}


def test_what_is_held_is_set_aside_without_leaving_a_figure_twice(petition):
    signers.signed_by(petition, "Ana", "Bea")
    do(petition, setting_aside.HOLD, channel="web")
    work = do(petition, setting_aside.ASIDE, reason="Faux noms", channel="web")
    assert residents.figures(petition) == {}
    assert states() == {"invalidated": 2}
    setting_aside.carry_on(setting_aside.ask_back(work.id, actor_id=None))
    assert states() == {"held": 2}
    assert tally.verify(petition.id) == []


def test_what_is_held_stays_held_when_its_owner_changes_or_withdraws_and_comes_back(petition):
    signers.signed_by(petition, "Ana")
    [token] = residents.manage_tokens()
    do(petition, setting_aside.HOLD, channel="web")
    changing.change(token, signers.signing.submission(signers.signature("Ana", "", shows_name=True)))
    assert states() == {"held": 1}
    assert do(petition, setting_aside.ASIDE, reason="Faux noms", more={"network": "192.0.2.0/24"}).done == 1
    assert residents.figures(petition) == {}


def test_a_held_person_who_withdraws_and_comes_back_is_held_again(petition):
    signers.signed_by(petition, "Ana")
    [token] = residents.manage_tokens()
    do(petition, setting_aside.HOLD, channel="web")
    changing.withdraw(token)
    changing.change(token, signers.signing.submission(signers.signature("Ana", "")))
    assert states() == {"held": 1}
    assert residents.figures(petition) == {}
