"""Sudden crowds: seen once per hour, by the petition's own past, shown or held."""

import datetime as dt

import pytest
from sqlalchemy import text

from portal.core import clock, limits
from portal.core.database import db
from portal.participation.service import setting_aside
from portal.participation.service.acts import Trace
from portal.petitions.queries import bursts
from portal.petitions.rules import fraud
from portal.petitions.rules.fraud import Verdict, What
from portal.petitions.service import guarding, watching
from tests.support import cast, residents, signers

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def petition(app, town, monkeypatch):
    monkeypatch.setattr(fraud, "BURST_LEAST", 4)
    app.extensions.pop("petition_guards", None)
    app.extensions["signatures"] = limits.Window(guarding.HOUR)
    made = cast.petition()
    db.session.expunge(made)
    return made


def crowd(petition, number, network="192.0.2.7", domain="example.org"):
    for place in range(number):
        name = f"Nom {chr(97 + place)}{chr(97 + len(network))}"
        signers.sign(petition, name, f"{network[-1]}{place}@{domain}", trace=Trace(network=network))


def next_hour():
    return clock.now().replace(minute=0, second=0, microsecond=0) + HOUR


def seen():
    return [(row.what, row.value, row.number, row.expected) for row in bursts.waiting()]


def test_many_from_a_network_nobody_knew_are_a_crowd_seen_once(petition):
    crowd(petition, 5)
    assert watching.watch(next_hour())
    assert seen() == [("network", "192.0.2.7/32", 5, 0)]
    assert not watching.watch(next_hour())
    assert len(seen()) == 1


def test_few_are_none(petition):
    crowd(petition, 3)
    watching.watch(next_hour())
    assert seen() == []


def test_the_usual_share_is_none_however_busy_the_hour(petition):
    crowd(petition, 8)
    crowd(petition, 8, "198.51.100.9")
    week = f"{24 * 3600 * 1000}::bigint << 21"
    db.session.execute(text(f"UPDATE participation_traces SET version_id = version_id - ({week})"))
    crowd(petition, 6, "192.0.2.7", "example.net")
    crowd(petition, 5, "198.51.100.9", "example.net")
    watching.watch(next_hour())
    assert seen() == []
    crowd(petition, 6, "203.0.113.1", "example.net")
    db.session.execute(text("UPDATE petition_guards SET watched_until = NULL"))
    watching.watch(next_hour())
    assert seen() == [("network", "203.0.113.1/32", 6, 0)]


def test_what_is_allowed_is_not_even_shown(petition):
    guarding.add_line(Verdict.ALLOW, What.NETWORK, "192.0.2.0/24")
    crowd(petition, 5)
    watching.watch(next_hour())
    assert seen() == []


def test_where_the_organisation_wants_so_a_crowd_is_held_but_for_whom_it_allows(petition):
    guarding.change_settings(holds_bursts=True)
    guarding.add_line(Verdict.ALLOW, What.DOMAIN, "mairie.example")
    crowd(petition, 5)
    signers.sign(petition, "Le Maire", "maire@mairie.example", trace=Trace(network="192.0.2.7"))
    signers.confirm_all()
    assert residents.figures(petition) == {"": 6}
    watching.watch(next_hour())
    [burst] = bursts.waiting()
    setting_aside.carry_on(burst.work_id)
    assert residents.figures(petition) == {"": 1}
    reasons = set(db.session.scalars(text("SELECT held_reason FROM participation_versions")))
    assert reasons == {"burst", None}


def test_hours_that_nobody_watched_are_caught_up_and_then_there_is_rest(petition):
    latest = next_hour()
    watching.watch(latest)
    taken = 0
    while watching.watch(latest + 5 * HOUR):
        taken += 1
    assert taken == 5
    while watching.watch(latest + 500 * HOUR):
        taken += 1
    assert taken == 5 + 24


def test_the_clock_looks_once_an_hour(app, petition, monkeypatch):
    app.extensions.pop("bursts_watched", None)
    looked = []
    monkeypatch.setattr(watching, "watch", looked.append)
    watching.tick()
    watching.tick()
    assert len(looked) == 1
    later = clock.now() + HOUR
    monkeypatch.setattr(watching.clock, "now", lambda: later)
    watching.tick()
    assert len(looked) == 2


def test_a_crowd_that_somebody_looked_at_waits_no_longer(petition):
    crowd(petition, 5)
    watching.watch(next_hour())
    watching.look_at(bursts.waiting()[0].id, actor_id=None)
    assert seen() == []
    assert len(bursts.of_petition(petition.id)) == 1
