"""What of a signature goes, and when; its figures stay."""

import datetime as dt

import pytest
from sqlalchemy import text

from portal.core import clock
from portal.core.database import db, transaction
from portal.participation import tally, upkeep
from portal.participation.queries import tallies
from tests.support import cast, signers, work


@pytest.fixture
def petition(town, database):
    made = cast.petition()
    signers.signed_by(made, "Carol Martin", "Dave Durand")
    signers.sign(made, "Eve Noir", "eve@example.org")
    work.do_all()
    with transaction():
        db.session.execute(text("UPDATE activities SET closes_at = now() - interval '1 second'"))
    db.session.expunge_all()
    return made


def after(**time):
    return clock.now() + dt.timedelta(**time)


def rows(table, condition="true"):
    return db.session.scalar(text(f"SELECT count(*) FROM {table} WHERE {condition}"))


def test_networks_go_thirty_days_after_closing(petition):
    upkeep.purge(after(days=29))
    assert rows("participation_traces") == 2, "that of the unconfirmed signature went with it"
    assert upkeep.would_purge(after(days=31))["traces"] == 2
    upkeep.purge(after(days=31))
    assert rows("participation_traces") == 0
    assert rows("participation_versions", "content ? 'name'") == 2


def test_names_and_postcodes_go_six_months_after_closing_and_figures_stay(petition):
    upkeep.purge(after(days=190))
    assert rows("participation_versions", "content ? 'name' OR content ? 'postcode' OR to_address IS NOT NULL") == 0
    assert rows("participations", "name_hash IS NOT NULL OR place_hash IS NOT NULL") == 0
    work.do_all()
    assert tallies.head(petition.id).counted == 2
    assert tally.verify(petition.id) == []
