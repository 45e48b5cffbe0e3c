"""The whole demonstration, loaded once for all these tests into a database of its own."""

import stat

import pytest
from sqlalchemy import func, select

import portal.demo
from portal.accounts import rules as accounts
from portal.accounts.models import User
from portal.core import clock, tenancy
from portal.core.database import db
from portal.demo import signing_in
from portal.organisations import queries as organisations
from portal.participation.models import Activity, OfficialAnswer, Project
from portal.participation.rules.states import ActivityState


@pytest.fixture
def demonstration(committed_app):
    made = portal.demo.load(committed_app)
    with committed_app.app_context():
        yield made


def town():
    return tenancy.use_organisation(organisations.find_by_slug("saint-aurelien").id)


def test_it_holds(demonstration, committed_settings):
    with town():
        assert db.session.scalar(select(func.count()).select_from(Project)) == 3
        surveys = db.session.scalars(select(Activity).order_by(Activity.id)).all()
        states = [survey.state_at(clock.now()) for survey in surveys]
        answered = {row.activity_id: row.decision for row in db.session.scalars(select(OfficialAnswer))}
        assert states == [ActivityState.OPEN] * 2 + [ActivityState.SCHEDULED] + [ActivityState.CLOSED] * 3
        assert [answered.get(survey.id) for survey in surveys] == [None, None, None, "partly", "refused", None]
        assert sorted(survey.access for survey in surveys) == ["account", "anyone", "email", "email", "email", "email"]
        assert [survey.is_anonymous for survey in surveys].count(True) == 1
        roles = set(db.session.scalars(select(User.role)))
        assert roles == set(accounts.Role) - {accounts.Role.RESIDENT}
    kept = committed_settings.data_dir / signing_in.FILE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert signing_in.kept(committed_settings.data_dir) == demonstration
