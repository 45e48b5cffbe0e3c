"""Lists and limits as staff change them, and crowds that wait for a look."""

import re

import pytest

from portal.core.database import db
from portal.petitions.models import Burst
from portal.petitions.queries import bursts, guarding
from tests.support import cast

URL = "/manage/petitions/fraud"


@pytest.fixture
def fresh(app, desk):
    app.extensions.pop("petition_guards", None)
    return desk


def test_lines_are_added_change_sides_and_go(fresh):
    added = fresh.post(
        f"{URL}/lines", {"verdict": "block", "what": "network", "typed": "203.0.113.9/24", "note": "Ferme"}
    )
    assert added.status_code == 303
    fresh.post(f"{URL}/lines", {"verdict": "allow", "what": "address", "typed": "Carol@example.org"})
    page = fresh.get(URL).text
    assert "203.0.113.0/24" in page
    assert "Ferme" in page
    assert "carol" not in page.lower()
    [line_id] = [row.id for row in guarding.lines() if row.what == "network"]
    assert fresh.post(f"{URL}/lines/{line_id}/remove", {}).status_code == 303
    assert "203.0.113.0/24" not in fresh.get(URL).text
    assert fresh.post(f"{URL}/lines/{line_id}/remove", {}).status_code == 404


def test_what_cannot_be_read_is_said(fresh):
    for what, typed in (("network", "x"), ("domain", "x"), ("address", "x"), ("planet", "Mars"), ("network", "")):
        sent = fresh.post(f"{URL}/lines", {"verdict": "block", "what": what, "typed": typed})
        assert sent.status_code == 422, what
    assert fresh.post(f"{URL}/limits", {"signatures_an_hour": "0"}).status_code == 422


def test_limits_are_changed(fresh):
    assert fresh.post(f"{URL}/limits", {"signatures_an_hour": "500", "holds_bursts": "y"}).status_code == 303
    guard = guarding.guard()
    assert (guard.signatures_an_hour, guard.holds_disposable, guard.holds_bursts) == (500, False, True)
    assert re.search(r'name="signatures_an_hour" value="500"', fresh.get(URL).text)


def test_crowds_wait_on_the_first_page_until_somebody_looked(fresh):
    petition = cast.petition()
    crowd = {"what": "network", "value": "192.0.2.7/32", "number": 80, "expected": 3}
    db.session.add(Burst(activity_id=petition.id, hour=petition.opens_at, **crowd))
    db.session.commit()
    assert URL in fresh.get("/manage/").text
    page = fresh.get(URL)
    assert "192.0.2.7/32" in page.text
    assert f"/manage/petitions/{petition.id}/search?more-network=192.0.2.7" in page.text
    assert "192.0.2.7/32" in fresh.get(f"/manage/petitions/{petition.id}/search").text
    [row] = bursts.waiting()
    assert fresh.post(f"{URL}/crowds/{row.id}", {}).status_code == 303
    assert URL not in fresh.get("/manage/").text
