"""By what signatures are found: the same conditions count, hold, set aside; thresholds follow."""

import datetime as dt

import pytest
from sqlalchemy import text

from portal.core import clock
from portal.core.database import db
from portal.participation import kinds
from portal.participation.queries import activities
from portal.participation.rules.conditions import Conditions
from portal.participation.service import setting_aside
from portal.participation.service.acts import Trace
from portal.petitions.queries import promises
from tests.support import cast, residents, signers


@pytest.fixture
def petition(town):
    made = cast.petition()
    db.session.expunge(made)
    return made


def sign(petition, name, network="192.0.2.7", domain="example.org", **values):
    signers.sign(petition, name, f"{name.split()[0].lower()}@{domain}", trace=Trace(network=network), **values)
    signers.confirm_all()


def found(petition, **typed):
    read = {each.name: each.read for each in kinds.kind("petition").criteria}
    more = {name: read[name](value) for name, value in typed.items()}
    return setting_aside.count(activities.get(petition.id), Conditions(more=more))


def test_ranges_of_both_families_find_what_is_in_them(petition):
    sign(petition, "Ana", "192.0.2.7")
    sign(petition, "Bea", "192.0.3.7")
    sign(petition, "Cid", "2001:db8:0:1::/64")
    sign(petition, "Dan", "2001:db8:0:2::/64")
    ranges = {
        "192.0.2.7": 1,
        "192.0.2.0/24": 1,
        "192.0.2.0/23": 2,
        "192.0.2.8": 0,
        "2001:db8:0:1::5": 1,
        "2001:db8::/48": 2,
        "2001:db8:0:2::/64": 1,
        "2001:db8:1::/48": 0,
        "0.0.0.0/0": 2,
        "::/0": 2,
    }
    assert {typed: found(petition, network=typed) for typed in ranges} == ranges


def test_domain_address_name_and_hour_find_theirs(petition):
    sign(petition, "Ana Martin", domain="spam.example")
    sign(petition, "Béa Durand", domain="gmail.com")
    assert found(petition, domain="@SPAM.example") == 1
    assert found(petition, address="B.E.A+x@gmail.com") == 0
    assert found(petition, address="béa@gmail.com") == 1
    assert found(petition, name="durand  BEA") == 1
    assert found(petition, name="durand") == 0
    now = clock.now()
    assert found(petition, hour=now.isoformat()) == 2
    assert found(petition, hour=(now - dt.timedelta(hours=1)).isoformat()) == 0
    assert found(petition, domain="gmail.com", network="192.0.2.7") == 1


def test_what_cannot_be_read_is_said(petition):
    for typed in ({"network": "x"}, {"domain": "x"}, {"address": "x"}, {"hour": "x"}, {"held": "x"}):
        with pytest.raises(ValueError, match=r".*"):
            found(petition, **typed)


def test_a_threshold_falls_when_too_few_are_left_and_comes_back_with_them(petition):
    cast.threshold(2)
    sign(petition, "Ana")
    sign(petition, "Bea", "198.51.100.1")
    residents.figures(petition)
    [milestone] = promises.milestones(petition.id)
    assert milestone.reverted_at is None
    wanted = Conditions(more={"network": "198.51.100.0/24"})
    work_id = setting_aside.ask(petition.id, wanted, reason="Faux noms", actor_id=None)
    setting_aside.carry_on(work_id)
    residents.figures(petition)
    [milestone] = promises.milestones(petition.id)
    assert milestone.reverted_at is not None
    setting_aside.carry_on(setting_aside.ask_back(work_id, actor_id=None))
    residents.figures(petition)
    [milestone] = promises.milestones(petition.id)
    assert milestone.reverted_at is None


def test_a_changed_signature_is_found_by_where_it_came_from(petition):
    sign(petition, "Ana")
    [token] = residents.manage_tokens()
    signers.signing.change(token, signers.signature("Ana", "", shows_name=True, trace=None))
    assert found(petition, network="192.0.2.7") == 1
    assert db.session.scalar(text("SELECT count(*) FROM participation_traces")) == 2
