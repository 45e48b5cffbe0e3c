"""Signatures on paper: each line is a participation, one person is one, and staff decide about doubles."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import text

from portal.core import attachments, clock
from portal.core.database import db
from portal.core.errors import Refused
from portal.participation import tally, upkeep
from portal.participation.queries import activities, tallies
from portal.participation.service import acts
from portal.participation.service.paper import Known
from portal.petitions.queries import paper as queries
from portal.petitions.service import paper, signing
from portal.petitions.service.paper import NewSheet, Written
from tests.support import cast, signers, work

BOB = 7


@pytest.fixture
def petition(town, database):
    made = cast.petition()
    database.session.expunge(made)
    return made


@pytest.fixture
def card(petition):
    return activities.card_by_id(petition.id)


def written(name="Carol Martin", place="12 rue des Halles, 14000 Vire", **values):
    return Written(submission_id=uuid.uuid4(), name=name, place=place, **values)


def sheet_of(card, **values):
    return paper.add_sheet(card, NewSheet(**({"received_on": acts.today()} | values)), actor_id=None)


def counted(petition):
    work.do_all()
    assert tally.verify(petition.id) == []
    return tallies.head(petition.id).counted


def test_lines_count_as_paper_beside_signatures_of_the_web(petition, card):
    signers.signed_by(petition, "Dave Durand")
    sheet = sheet_of(card)
    entered = paper.enter(card, sheet.id, [written(), written("Eve Noir")])
    assert (entered.counted, entered.known) == (2, ())
    assert counted(petition) == 3
    assert {cell.assurance: cell.n for cell in tallies.cells(petition.id) if not cell.mark} == {"email": 1, "paper": 2}


def test_the_same_person_on_two_sheets_is_one(petition, card):
    first, second = sheet_of(card), sheet_of(card)
    paper.enter(card, first.id, [written()])
    entered = paper.enter(
        card, second.id, [written("MARTIN carol", "12, rue des halles 14000 VIRE"), written("Eve Noir")]
    )
    assert entered.known == (("MARTIN carol", first.id),)
    assert counted(petition) == 2


def test_the_same_person_twice_in_one_page_is_one(petition, card):
    sheet = sheet_of(card)
    assert paper.enter(card, sheet.id, [written(), written("Cârol Martin")]).counted == 1
    assert counted(petition) == 1


def test_a_line_sent_twice_changes_nothing(petition, card):
    sheet, line = sheet_of(card), written()
    paper.enter(card, sheet.id, [line])
    assert paper.enter(card, sheet.id, [line]) == paper.Entered(0, ())
    assert len(queries.lines(sheet.id)) == 1


def test_whoever_signed_on_the_web_too_is_shown_and_the_paper_may_be_set_aside(petition, card):
    signers.signed_by(petition, "Carol Martin")
    sheet = sheet_of(card)
    paper.enter(card, sheet.id, [written("Martin Carol"), written("Carol Martin", "59000 Lille"), written("Eve Noir")])
    [pair] = queries.doubles(petition.id)
    assert (pair.name, pair.other_name, pair.other_sheet_id) == ("Martin Carol", "Carol Martin", None)
    paper.set_double_aside(petition.id, pair.participation_id, actor_id=None)
    assert queries.doubles(petition.id) == []
    assert counted(petition) == 3


def test_an_address_without_a_postcode_is_compared_by_name_alone(petition, card):
    signers.signed_by(petition, "Carol Martin")
    paper.enter(card, sheet_of(card).id, [written(place="rue des Halles")])
    assert len(queries.doubles(petition.id)) == 1


def test_two_who_were_kept_come_back_only_with_somebody_new(petition, card):
    signers.signed_by(petition, "Carol Martin")
    paper.enter(card, sheet_of(card).id, [written()])
    [pair] = queries.doubles(petition.id)
    paper.keep_both(petition.id, pair.participation_id, actor_id=None)
    assert queries.doubles(petition.id) == []
    signers.sign(petition, "Carol Martin", "other@example.org")
    signers.confirm_all()
    [again] = queries.doubles(petition.id)
    assert again.other_id != pair.other_id


def test_doubles_between_sheets_show_the_later_line(petition, card):
    first, second = sheet_of(card), sheet_of(card)
    paper.enter(card, first.id, [written()])
    paper.enter(card, second.id, [written(place="3 place du Marché 14000 Vire")])
    [pair] = queries.doubles(petition.id)
    assert (pair.sheet_id, pair.other_sheet_id) == (second.id, first.id)


def test_a_corrected_line_is_somebody_else_from_then_on(petition, card):
    zone = cast.territory.territory().find("gare")
    sheet = sheet_of(card)
    paper.enter(card, sheet.id, [written("Carol Matrin"), written("Eve Noir")])
    line = queries.lines(sheet.id)[-1]
    paper.correct(card, sheet.id, line.participation_id, written(zone_id=zone.id), actor_id=BOB)
    assert queries.line(sheet.id, line.participation_id).name == "Carol Martin"
    assert counted(petition) == 2
    assert {cell.zone_id: cell.n for cell in tallies.cells(petition.id)} == {0: 1, zone.id: 1}
    with pytest.raises(Known):
        paper.correct(card, sheet.id, line.participation_id, written("Eve Noir"), actor_id=BOB)
    assert paper.enter(card, sheet.id, [written("Carol Matrin")]).counted == 1, "the wrong name is free again"


def test_a_line_taken_out_lets_its_person_be_read_elsewhere(petition, card):
    first, second = sheet_of(card), sheet_of(card)
    paper.enter(card, first.id, [written()])
    paper.remove(petition.id, first.id, queries.lines(first.id)[0].participation_id, actor_id=BOB)
    assert counted(petition) == 0
    assert paper.enter(card, second.id, [written()]).counted == 1
    assert counted(petition) == 1


def test_a_sheet_set_aside_takes_its_lines_with_it_and_takes_no_more(petition, card):
    sheet, other = sheet_of(card), sheet_of(card)
    paper.enter(card, sheet.id, [written(), written("Eve Noir")])
    assert paper.set_sheet_aside(petition.id, sheet.id, "Une seule écriture", actor_id=BOB) == 2
    assert paper.set_sheet_aside(petition.id, sheet.id, "Encore", actor_id=BOB) == 0
    assert counted(petition) == 0
    assert {row.invalidated_reason for row in queries.lines(sheet.id)} == {"Une seule écriture"}
    with pytest.raises(Refused, match=r"set aside|écartée"):
        paper.enter(card, sheet.id, [written("Fay Roux")])
    assert paper.enter(card, other.id, [written()]).counted == 1
    said = db.session.scalars(text("SELECT action FROM audit_entries WHERE action LIKE 'petition.sheet%' ORDER BY id"))
    assert list(said) == ["petition.sheet_added", "petition.sheet_added", "petition.sheet_set_aside"]


def test_sheets_of_tomorrow_or_after_the_closing_are_refused(town):
    day = dt.timedelta(days=1)
    made = cast.petition(opens_in=-9 * day, closes_at=clock.now() - 3 * day)
    card = activities.card_by_id(made.id)
    with pytest.raises(Refused):
        sheet_of(card, received_on=acts.today() + day)
    with pytest.raises(Refused):
        sheet_of(card, received_on=acts.today())
    sheet = sheet_of(card, received_on=acts.today() - 4 * day)
    assert paper.enter(card, sheet.id, [written()]).counted == 1, "typing may go on after the closing"
    work.do_all()
    assert [row.day for row in tallies.days(card.id)] == [acts.today() - 4 * day]


def test_only_an_accepted_petition_has_sheets(town):
    draft = cast.petitions.draft(cast.Texts(ask="Des bancs", background="Partout."))
    with pytest.raises(Refused):
        sheet_of(activities.card_by_id(draft.id))


def test_names_and_scans_go_six_months_after_closing_and_figures_stay(town, app):
    closes_at = clock.now() + dt.timedelta(seconds=5)
    made = cast.petition(closes_at=closes_at)
    sheet_id, _line = signers.on_paper(made, "Carol Martin", "Eve Noir", place="12 rue des Halles")
    folder = app.extensions["settings"].data_dir / attachments.FOLDER / str(town.id)
    assert any(folder.rglob("*")), "the scan is kept"
    upkeep.purge(clock.now() + dt.timedelta(days=200))
    assert counted(made) == 2
    assert {(row.name, row.place) for row in queries.lines(sheet_id)} == {(None, None)}
    assert not any(path.is_file() for path in folder.rglob("*"))
    assert (queries.sheet(made.id, sheet_id).place, queries.sheet(made.id, sheet_id).attachment_id) == ("", None)


def test_what_a_line_says_of_the_person_is_name_and_place_only(petition, card):
    assert signing.content(signers.signature()).keys() == {"name", "postcode", "shows_name"}
    assert paper.submission(written()).content == {
        "name": "Carol Martin",
        "postcode": "14000",
        "address": "12 rue des Halles, 14000 Vire",
        "shows_name": False,
    }
    assert "address" not in paper.submission(written(place="14000")).content
