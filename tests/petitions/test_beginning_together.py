"""Everybody begins and carries at once, with real commits: locks, never luck."""

import uuid

import pytest

from portal.core import tenancy
from portal.core.database import db
from portal.petitions.models import Petition
from portal.petitions.service import authoring, links, sponsoring
from portal.petitions.service.carriers import Carrier
from portal.petitions.service.starting import Texts
from tests.participation.test_concurrency import Crowd, count
from tests.support import cast, work

AUTHOR = Carrier(name="Carol Martin", address="carol@example.org", postcode="14000")
SAID = Texts(ask="Une fontaine sur la place", background="L’été, personne ne s’y arrête.")


@pytest.fixture
def crowd(committed_app, committed_database):
    town = cast.organisation()
    with tenancy.use_organisation(town.id):
        yield Crowd(committed_app, town.id)


def begun() -> int:
    activity_id = authoring.start(SAID, AUTHOR, submission_id=uuid.uuid4()).id
    authoring.confirm(links.author_token(activity_id))
    return activity_id


def person(number: int) -> Carrier:
    return Carrier(name=f"Person {chr(97 + number)}", address=f"p{number}@example.org", postcode="14000")


def press(link: str) -> bool:
    try:
        sponsoring.confirm(link)
    except sponsoring.NotWanted:
        return False
    return True


def test_one_form_sent_twenty_times_at_once_is_one_petition_and_one_letter(crowd):
    form = uuid.uuid4()
    crowd.all_at_once([lambda: bool(authoring.start(SAID, AUTHOR, submission_id=form)) for _time in range(20)])
    assert count("petitions") == 1
    assert count("activities") == 1
    assert count("letters") == 1


def test_one_address_that_offers_itself_twenty_times_at_once_is_one_sponsor_and_one_letter(crowd):
    activity_id = begun()
    crowd.all_at_once([lambda: sponsoring.ask(activity_id, person(0)) for _time in range(20)])
    assert count("petition_sponsors") == 1
    assert count("letters", "subject_type = 'petition_sponsor'") == 1


def test_of_twenty_five_links_pressed_at_once_twenty_count_and_it_is_submitted_once(crowd):
    activity_id = begun()
    for number in range(25):
        sponsoring.ask(activity_id, person(number))
    letters = [letter for letter in work.letters() if "/carry/" in work.text_of(letter)]
    mailed = [work.link_in(letter, "/carry/").rsplit("/", 1)[1] for letter in letters]
    assert len(mailed) == 25
    pressed = crowd.all_at_once([lambda link=link: press(link) for link in mailed])
    assert sum(pressed) == 20
    assert count("petition_sponsors", "confirmed_at IS NOT NULL") == 20
    assert count("petition_decisions", "act = 'submitted'") == 1
    db.session.expire_all()
    assert db.session.query(Petition).one().standing == "moderation"
