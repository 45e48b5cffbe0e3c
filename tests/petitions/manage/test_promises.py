"""Promises in the settings, and how staff keep them."""

import datetime as dt

from portal.core.database import db
from portal.petitions.models import Milestone, Threshold
from portal.petitions.service import opening
from tests.support import cast, signers, work

FILLED = {
    "label_fr": "Réponse écrite du maire",
    "promise": "answer",
    "by": "number",
    "number": "2",
    "acknowledge_days": "10",
    "answer_days": "40",
    "is_active": "y",
}


def milestones():
    db.session.expire_all()
    return list(db.session.scalars(db.select(Milestone)))


def test_a_promise_is_made_and_reached_by_those_who_have_the_signatures(desk):
    petition = cast.petition()
    signers.signed_by(petition, "Ana Un", "Bea Deux")
    work.do_all()
    page = desk.get("/manage/settings/petitions/thresholds/new")
    assert desk.submit(page, **(FILLED | {"number": ""})).status_code == 422
    assert desk.submit(page, **(FILLED | {"answer_days": "3"})).status_code == 422
    assert desk.submit(page, **FILLED).status_code == 303
    work.do_all()
    assert [row.number for row in milestones()] == [2]
    [threshold] = db.session.scalars(db.select(Threshold)).all()
    page = desk.get(f"/manage/settings/petitions/thresholds/{threshold.id}")
    assert desk.submit(page, number="500").status_code == 303
    work.do_all()
    assert [(row.number, row.reverted_at) for row in milestones()] == [(2, None)], "what was promised then"


def test_the_electors_make_a_share_a_number(desk, town):
    page = desk.get("/manage/settings/petitions/")
    assert desk.submit(page, electors="-3").status_code == 422
    assert desk.submit(page, electors="1001").status_code == 303
    page = desk.get("/manage/settings/petitions/thresholds/new")
    assert desk.submit(page, **(FILLED | {"by": "share", "number": "", "one_in": "10"})).status_code == 303
    assert "101" in desk.get("/manage/settings/petitions/").text
    petition = cast.petition(is_statutory=True)
    assert opening.deciding.queries.petition(petition.id).electors == 1001


def test_staff_acknowledge_set_the_session_and_record_it(desk):
    petition = cast.petition()
    cast.threshold(1, promise="debate")
    signers.signed_by(petition, "Ana Un")
    work.do_all()
    [row] = milestones()
    path = f"/manage/petitions/{petition.id}/milestones/{row.id}"
    page = desk.get(f"{path}/acknowledge")
    assert desk.submit(page, service="").status_code == 422
    assert desk.submit(page, service="Voirie <i>").status_code == 303
    assert "Voirie &lt;i&gt;" in desk.get(f"/manage/petitions/{petition.id}").text
    page = desk.get(f"{path}/session")
    assert desk.submit(page, on="hier").status_code == 422
    assert desk.submit(page, on="2026-10-01", url="javascript:alert(1)").status_code == 422
    assert desk.submit(page, on="2026-10-01", decision="partly", url="https://ville.example/pv").status_code == 303
    [row] = milestones()
    assert (row.session_on, row.session_decision) == (dt.date(2026, 10, 1), "partly")
    assert row.acknowledged_at
    other = cast.petition(ask="Autre")
    assert desk.get(f"/manage/petitions/{other.id}/milestones/{row.id}/session").status_code == 404


def test_a_correction_of_the_service_leaves_the_day_of_the_acknowledgement(desk):
    petition = cast.petition()
    cast.threshold(1)
    signers.signed_by(petition, "Ana Un")
    work.do_all()
    path = f"/manage/petitions/{petition.id}/milestones/{milestones()[0].id}/acknowledge"
    desk.submit(desk.get(path), service="Voirie")
    first = milestones()[0].acknowledged_at
    desk.submit(desk.get(path), service="Espaces verts")
    row = milestones()[0]
    assert (row.acknowledged_at, row.acknowledged_note) == (first, "Espaces verts")
