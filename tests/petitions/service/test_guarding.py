"""What is held while it is signed: nothing shows outside, nothing is counted, and no look costs a round trip."""

import pytest
from sqlalchemy import event, text

from portal.core import limits
from portal.core.database import db
from portal.participation.queries import tallies
from portal.petitions.queries import guarding as queries
from portal.petitions.rules.fraud import Verdict, What
from portal.petitions.service import guarding
from tests.support import cast, residents, signers, work

FILLED = {"name": "Carol Martin", "address": "carol@example.org", "postcode": "14000"}


@pytest.fixture
def petition(app, town):
    app.extensions.pop("petition_guards", None)
    app.extensions["signatures"] = limits.Window(guarding.HOUR)
    made = cast.petition()
    db.session.expunge(made)
    return made


def reason(petition, address="carol@example.org", network="192.0.2.7"):
    return guarding.held_reason(petition.id, address, network)


def states():
    return sorted(db.session.scalars(text("SELECT state FROM participations")))


def test_blocked_people_get_every_page_and_letter_and_wait(petition, browser):
    guarding.add_line(Verdict.BLOCK, What.NETWORK, "127.0.0.0/8")
    sent = browser.submit(browser.get(f"/petitions/{petition.slug}/sign"), **FILLED)
    assert (sent.status_code, sent.location) == (303, f"/sent/{petition.id}")
    work.do_all()
    [letter] = work.letters()
    receipt = browser.submit(browser.get(work.link_in(letter, "/confirm/")))
    assert "compt" in browser.get(receipt.location).text
    work.do_all()
    assert (tallies.head(petition.id).counted, tallies.head(petition.id).pending) == (0, 0)
    assert states() == ["held"]


def test_each_sort_of_line_holds_and_what_is_allowed_is_not(petition):
    guarding.add_line(Verdict.BLOCK, What.DOMAIN, "@Spam.Example")
    guarding.add_line(Verdict.BLOCK, What.ADDRESS, "Dave+x@gmail.com", note="Trois fois prévenu")
    assert reason(petition, "x@mail.spam.example") == "blocked"
    assert reason(petition, "d.a.v.e@gmail.com") == "blocked"
    assert reason(petition) is None
    assert reason(petition, "x@mailinator.com") == "disposable"
    guarding.add_line(Verdict.ALLOW, What.NETWORK, "192.0.2.0/24")
    assert reason(petition, "x@mailinator.com") is None


def test_addresses_are_listed_as_keyed_hashes_only(petition):
    guarding.add_line(Verdict.BLOCK, What.ADDRESS, "dave@example.org")
    [line] = queries.lines()
    assert "dave" not in f"{line.value}{line.note}"
    with pytest.raises(ValueError, match="address"):
        guarding.add_line(Verdict.BLOCK, What.ADDRESS, "dave")


def test_a_line_changes_sides_and_goes(petition):
    line = guarding.add_line(Verdict.BLOCK, What.NETWORK, "192.0.2.7")
    assert guarding.add_line(Verdict.ALLOW, What.NETWORK, "192.0.2.7/32").id == line.id
    assert reason(petition) is None
    guarding.add_line(Verdict.BLOCK, What.NETWORK, "192.0.2.7")
    assert reason(petition) == "blocked"
    guarding.remove_line(line.id)
    assert reason(petition) is None


def test_past_the_limit_of_a_network_the_next_ones_wait_and_nobody_is_refused(petition):
    other = cast.petition(ask="Des bancs")
    guarding.change_settings(signatures_an_hour=3)
    assert [reason(petition) for _each in range(5)] == [None, None, None, "crowd", "crowd"]
    assert reason(other) is None
    assert reason(petition, network="192.0.2.8") is None
    assert reason(petition, network=None) is None


def test_settings_hold_or_let_disposable_mailboxes_through(petition):
    guarding.change_settings(holds_disposable=False)
    assert reason(petition, "x@mailinator.com") is None


def test_once_the_lists_are_known_deciding_asks_the_base_nothing(petition):
    reason(petition)
    asked = []
    listen = lambda *given: asked.append(given[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        reason(petition, "x@mailinator.com")
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    assert asked == []


def test_what_is_held_is_released_and_counted(petition):
    guarding.add_line(Verdict.BLOCK, What.NETWORK, "192.0.2.7")
    trace = signers.Trace(network="192.0.2.7", held_reason=reason(petition))
    signers.sign(petition, trace=trace)
    signers.confirm_all()
    assert residents.figures(petition) == {}
    assert states() == ["held"]
