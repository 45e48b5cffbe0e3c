"""Petitions as they reach the moderators."""

import datetime as dt
import uuid

import pytest

from portal.accounts.rules import Role
from portal.core import clock
from portal.core.database import db
from portal.petitions.models import Sponsor
from portal.petitions.service import deciding, starting
from portal.petitions.service.starting import Texts
from tests.support import cast


@pytest.fixture
def bob(browser):
    """The back office, as a moderator sees it."""
    browser.sign_in(cast.staff(Role.MODERATOR))
    return browser


@pytest.fixture
def submitted(town):
    return submit


def submit(ask="Ouvrir la piscine le dimanche", *, days_ago=0, **author):
    """A resident's petition with its five sponsors, in the hands of the moderators."""
    said = {"author_name": "Carol Martin", "author_address": "carol@example.org", "author_postcode": "14000"}
    activity = starting.begin(
        Texts(ask=ask, background="Elle ferme le samedi soir."),
        language="fr",
        submission_id=uuid.uuid4(),
        author_confirmed_at=clock.now(),
        **(said | author),
    )
    for number in range(5):
        key = uuid.uuid4().bytes
        row = Sponsor(activity_id=activity.id, person_key=key, name=f"Parrain {number}", confirmed_at=clock.now())
        row.address = f"parrain{number}@example.org"
        db.session.add(row)
    db.session.commit()
    assert deciding.submit(activity.id)
    if days_ago:
        row = deciding.queries.petition(activity.id)
        row.submitted_at = clock.now() - dt.timedelta(days=days_ago)
        db.session.commit()
    return activity
