"""Typing sheets: a keyboard and no script are enough; scans leave as nothing but files, to who may read names."""

import io
import json

import pytest

from portal.accounts.rules import Role
from portal.participation.service import acts
from portal.petitions.queries import paper
from tests.support import cast, shared_data, signers, work

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def petition(town, database):
    made = cast.petition()
    database.session.expunge(made)
    return made


def new_sheet(desk, petition, **values):
    page = desk.get(f"/manage/petitions/{petition.id}/paper/new")
    return desk.submit(page, **({"received_on": acts.today().isoformat(), "place": "Marché", "scan": ""} | values))


def test_a_sheet_is_added_and_typed_line_by_line(desk, petition):
    sheet = new_sheet(desk, petition).location
    page = desk.submit(desk.get(sheet), **{"name-0": "Carol Martin", "place-0": "14000 Vire", "zone-0": "gare"})
    assert page.status_code == 303
    page = desk.get(page.location)
    assert "Carol Martin" in page.text
    assert "autofocus" in page.text
    page = desk.get(desk.submit(page, **{"name-0": "Carol Martin", "place-0": "14000 Vire"}).location)
    assert page.text.count("14000 Vire") == 1, "one person is one line"
    work.do_all()
    assert "1" in desk.get(f"/manage/petitions/{petition.id}/paper").text


def test_ten_lines_at_once_keep_the_place_of_what_is_wrong(desk, petition):
    sheet = new_sheet(desk, petition).location
    page = desk.get(f"{sheet}?lines=10")
    names = {"name-0": "Carol Martin", "place-0": "14000", "name-3": "Eve Noir", "place-3": ""}
    wrong = desk.submit(page, **names)
    assert wrong.status_code == 422
    assert 'href="#place-3"' in wrong.text
    assert paper.lines(int(sheet.rsplit("/", 1)[1])) == [], "nothing is kept of a page with a mistake"
    fine = desk.submit(wrong, **{"place-3": "59000 Lille"})
    assert fine.status_code == 303
    assert len(paper.lines(int(sheet.rsplit("/", 1)[1]))) == 2


def test_an_empty_page_says_what_is_missing(desk, petition):
    page = desk.submit(desk.get(new_sheet(desk, petition).location))
    assert page.status_code == 422


def test_a_scan_is_served_as_a_file_that_runs_nothing(desk, petition):
    sheet = new_sheet(desk, petition, scan=(io.BytesIO(PNG), "Liste de Mme Durand.svg")).location
    served = desk.get(f"{sheet}/scan")
    assert served.data == PNG
    assert served.mimetype == "image/png"
    assert served.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert served.headers["Cache-Control"] == "private, no-store"
    assert "Durand" not in served.headers["Content-Disposition"]
    page = desk.post(f"{sheet}/scan", {"scan": (io.BytesIO(signers.SCAN), "b.pdf")})
    assert page.status_code == 303
    served = desk.get(f"{sheet}/scan")
    assert served.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("data", [b"<svg onload=alert(1)>", b"MZ\x90", b"GIF89a", b" %PDF-1.4"])
def test_other_files_are_refused(desk, petition, data):
    answer = new_sheet(desk, petition, scan=(io.BytesIO(data), "scan.pdf"))
    assert answer.status_code == 422
    assert paper.sheets(petition.id) == []


def test_who_may_not_read_names_sees_no_sheet(app, browser, petition):
    sheet, _line = signers.on_paper(petition, "Carol Martin")
    browser.sign_in(cast.staff(Role.EDITOR))
    for path in ("", "/new", f"/{sheet}", f"/{sheet}/scan", "/doubles"):
        assert browser.get(f"/manage/petitions/{petition.id}/paper{path}").status_code == 403


def test_a_line_is_corrected_and_taken_out(desk, petition):
    sheet, line = signers.on_paper(petition, "Carol Matrin")
    path = f"/manage/petitions/{petition.id}/paper/{sheet}/lines/{line}"
    assert desk.submit(desk.get(path), **{"name-0": "=HYPERLINK()"}).status_code == 422
    assert desk.submit(desk.get(path), **{"name-0": "Carol Martin"}).status_code == 303
    assert paper.line(sheet, line).name == "Carol Martin"
    assert desk.submit(desk.get(path), 1).status_code == 303
    assert paper.counted_ids(sheet) == []


def test_two_lines_of_one_name_on_one_sheet_cannot_be_made_one(desk, petition):
    sheet, line = signers.on_paper(petition, "Eve Noir", "Carol Martin")
    path = f"/manage/petitions/{petition.id}/paper/{sheet}/lines/{line}"
    assert desk.submit(desk.get(path), **{"name-0": "Eve Noir"}).status_code == 409


def test_a_sheet_is_set_aside_after_its_lines_were_counted(desk, petition):
    sheet, _line = signers.on_paper(petition, "Carol Martin", "Eve Noir")
    path = f"/manage/petitions/{petition.id}/paper/{sheet}/aside"
    page = desk.get(path)
    assert "2" in page.text
    assert desk.submit(page, reason="").status_code == 422
    assert desk.submit(page, reason="Une seule écriture").status_code == 303
    assert "Une seule écriture" in desk.get(f"/manage/petitions/{petition.id}/paper/{sheet}").text
    assert paper.counted_ids(sheet) == []


def test_doubles_are_decided_by_a_person(desk, petition):
    signers.signed_by(petition, "Carol Martin", "Eve Noir")
    signers.on_paper(petition, "Carol Martin", "Eve Noir")
    path = f"/manage/petitions/{petition.id}/paper/doubles"
    page = desk.get(path)
    assert desk.submit(page, 0).status_code == 303
    assert desk.submit(desk.get(path), 1).status_code == 303
    assert paper.doubles(petition.id) == []
    work.do_all()


def test_hostile_text_is_a_text_or_a_refusal(desk, petition):
    texts = json.loads(shared_data.shared_data("G_hostile", "blns.json").read_text("utf-8"))
    sheet = new_sheet(desk, petition).location
    for text in texts[::4]:
        answer = desk.post(sheet, {"lines": "1", "name-0": text, "place-0": text})
        assert answer.status_code in (303, 422), text
    assert desk.get(sheet).status_code == 200
