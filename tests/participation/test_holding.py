"""What looks like fraud waits: in no figure, and nothing shows outside until somebody has looked."""

import pytest
from sqlalchemy import func, select

from portal.contacts.models import Contact
from portal.core import tokens
from portal.core.database import db
from portal.participation.models import Participation
from portal.participation.queries import participations
from portal.participation.service import acts, changing, confirming
from portal.participation.service.acts import Trace
from tests.support import cast, consented, residents, signers, work

SUSPICIOUS = Trace(network="192.0.2.7", held_reason="burst")


@pytest.fixture
def petition(town):
    made = cast.petition()
    db.session.expunge(made)
    return made


def held(petition):
    """The personal link of somebody whose confirmed signature is held."""
    signers.sign(petition, trace=SUSPICIOUS)
    confirming.confirm(residents.mailed_links()[-1])
    return residents.manage_tokens()[-1]


def figures(petition):
    residents.figures(petition)
    return residents.head(petition)


def test_a_held_signature_is_in_no_figure_and_its_owner_sees_every_page_as_usual(petition, browser):
    token = held(petition)
    assert figures(petition) == (0, 0)
    row = residents.participation_of(token)
    assert row.state == "held"
    page = browser.get(f"/r/{row.receipt_code}")
    assert "Votre signature est comptée" in page.text
    assert browser.get(f"/my/{token}").status_code == 200
    [receipt] = participations.receipts(petition.id)
    assert receipt.state == "pending", "the public list still adds up"


def test_pressing_twice_and_signing_again_are_answered_as_ever(petition):
    signers.sign(petition, trace=SUSPICIOUS)
    [link] = residents.mailed_links()
    codes = {confirming.confirm(link).receipt_code for _ in range(2)}
    assert len(codes) == 1
    residents.let_letters_go_again()
    work.letters()
    assert signers.sign(petition) == acts.Recorded(acts.Outcome.MAILED)
    assert residents.mailed_links() == []
    assert figures(petition) == (0, 0)


def test_it_counts_once_somebody_let_it_through(petition):
    row = residents.participation_of(held(petition))
    assert residents.release(row)
    assert figures(petition) == (1, 0)
    assert not residents.release(row)


def test_a_counted_one_may_be_held_and_let_through_again(petition):
    signers.signed_by(petition, "Carol Martin")
    row = residents.participation_of(residents.manage_tokens()[-1])
    assert residents.hold(row, "burst")
    assert figures(petition) == (0, 0)
    assert residents.release(row)
    assert figures(petition) == (1, 0)


def test_one_that_waits_for_its_link_is_held_once_it_is_pressed(petition):
    signers.sign(petition)
    [link] = residents.mailed_links()
    row = db.session.query(Participation).one()
    assert residents.hold(row, "domain")
    assert figures(petition) == (0, 1)
    confirming.confirm(link)
    assert figures(petition) == (0, 0)
    assert residents.release(row)
    assert figures(petition) == (1, 0)


def test_what_somebody_suspicious_wrote_in_my_name_does_not_hold_mine(petition):
    signers.sign(petition, "Carol Martin", trace=SUSPICIOUS)
    residents.let_letters_go_again()
    signers.sign(petition, "Carol Martin")
    confirming.confirm(residents.mailed_links()[-1])
    assert figures(petition) == (1, 0)


def test_a_held_one_may_be_changed_taken_back_or_set_aside(petition):
    token = held(petition)
    row = residents.participation_of(token)
    changing.change(token, residents.submission(address=None, marks=[]))
    assert figures(petition) == (0, 0)
    assert residents.participation_of(token).state == "held"
    changing.withdraw(token)
    assert figures(petition) == (0, 0)
    residents.release(row)
    assert figures(petition) == (0, 0), "what was taken back stays so"
    other = held_by(petition, "dave@example.org")
    assert changing.invalidate(residents.participation_of(other).id, "Signature en série.")
    assert figures(petition) == (0, 0)


def held_by(petition, address):
    signers.sign(petition, "Dave Durand", address, trace=SUSPICIOUS)
    confirming.confirm(residents.mailed_links()[-1])
    return residents.manage_tokens()[-1]


def test_a_change_of_a_held_one_stays_held_until_it_is_let_through(petition):
    token = held(petition)
    changing.change(token, residents.submission(address=None, marks=[]))
    row = residents.participation_of(token)
    assert row.manage_digest == tokens.digest(token)
    assert residents.release(row)
    assert figures(petition) == (1, 0)


def test_who_agreed_and_changed_their_words_while_held_reaches_the_base_once_let_through(petition):
    """The tick stays on the version it was made on; the change of words adds another."""
    signers.sign(petition, trace=SUSPICIOUS, ticked=consented.ticked())
    confirming.confirm(residents.mailed_links()[-1])
    token = residents.manage_tokens()[-1]
    changing.change(token, residents.submission(address=None, marks=[]))
    work.do_all()
    assert db.session.scalar(select(func.count()).select_from(Contact)) == 0
    assert residents.release(residents.participation_of(token))
    work.do_all()
    assert db.session.scalars(select(Contact.canonical_address)).all() == ["carol@example.org"]
