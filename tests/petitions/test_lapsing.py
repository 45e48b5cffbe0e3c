"""What no mailbox confirmed goes after seven days, and nothing else with it."""

import datetime as dt

from portal.consents.models import Tick
from portal.core import clock
from portal.core.database import db
from portal.participation import upkeep
from portal.participation.models import Activity
from portal.petitions.models import Petition, Sponsor
from portal.petitions.queries import forgetting, lapsing
from tests.support import petitioning

WEEK = upkeep.UNCONFIRMED_KEPT


def later() -> dt.datetime:
    return clock.now() + WEEK + dt.timedelta(hours=1)


def test_a_petition_that_its_author_never_confirmed_is_deleted_whole(browser):
    petitioning.start(browser, consent=["information"], age="y")
    upkeep.purge(clock.now())
    assert db.session.query(Petition).count() == 1
    assert lapsing.count_unconfirmed(later() - WEEK) == 1
    upkeep.purge(later())
    assert [db.session.query(table).count() for table in (Petition, Activity, Tick)] == [0, 0, 0]


def test_a_sponsor_who_never_confirmed_goes_and_the_petition_stays(browser):
    _token, link = petitioning.begun(browser)
    petitioning.carry(browser, link, 0)
    petitioning.ask(browser, link, address="late@example.org", consent=["information"], age="y")
    assert db.session.query(Sponsor).count() == 2
    upkeep.purge(later())
    assert [row.name for row in db.session.query(Sponsor)] == ["Sponsor 0 Test"]
    assert db.session.query(Tick).count() == 0
    assert db.session.query(Petition).one().author_name == "Carol Martin"


def test_what_was_agreed_to_on_the_way_goes_with_the_person(browser):
    _token, link = petitioning.begun(browser, consent=["information"], age="y")
    petitioning.carry(browser, link, 0)
    assert db.session.query(Tick).count() == 1
    petition = db.session.query(Petition).one()
    forgetting.erase(petition.author_key, clock.now() + dt.timedelta(minutes=1))
    db.session.commit()
    assert db.session.query(Tick).count() == 0
    assert [row.name for row in db.session.query(Sponsor)] == ["Sponsor 0 Test"]


def test_what_was_agreed_to_goes_six_months_after_the_last_decision(browser):
    petitioning.begun(browser, consent=["information"], age="y")
    upkeep.purge(clock.now() + upkeep.IDENTITIES_KEPT + dt.timedelta(days=2))
    assert db.session.query(Tick).count() == 0
    assert db.session.query(Petition).one().author_name is None
