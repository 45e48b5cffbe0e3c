"""After closing: figures are provisional for a day, and everybody reads how long people have been waiting for an answer."""

import datetime as dt

import pytest
from sqlalchemy import text

from portal.core import clock
from portal.core.database import db, transaction
from portal.participation.rules import states
from portal.participation.service import activities
from tests.support import cast, residents, work

ANSWER = {"decision": "refused", "author": "Alice Martin, maire", "body": {"fr": "Non."}}


@pytest.fixture
def survey(town):
    """One answer counts, one waits for its link."""
    made = cast.survey(access="email")
    residents.take_part(made)
    residents.answer(made, "b", address="dave@example.org")
    residents.figures(made)
    return made


def closed(survey, *, ago, promised=None):
    with transaction():
        values = {"ago": ago, "due": promised, "id": survey.id}
        db.session.execute(
            text(
                "UPDATE activities SET opens_at = now() - interval '1 year', closes_at = now() - CAST(:ago AS interval), "
                "answer_due_on = CAST(:due AS date) WHERE id = :id"
            ),
            values,
        )
    db.session.expire_all()


@pytest.mark.parametrize("access", ["anyone", "account"])
def test_what_needs_no_link_is_final_at_closing(access):
    now = clock.now()
    level = states.AccessLevel(access)
    assert states.provisional_until(states.ActivityState.CLOSED, level, now, now) is None


def test_figures_are_provisional_for_a_day_and_say_so(survey, browser):
    results = f"/surveys/{survey.slug}/results"
    api = f"/api/v1/activities/{survey.id}/results"
    assert "Provisoire" not in browser.get(results).text
    closed(survey, ago=dt.timedelta(hours=23))
    page = browser.get(results)
    assert "Provisoire jusqu’au" in page.text
    assert "attend sa confirmation" in page.text
    assert browser.get(f"{results}?since=99").status_code == 204, "who looks on is told what is still confirmed"
    assert browser.get(api).json["is_provisional"] is True
    closed(survey, ago=dt.timedelta(hours=25))
    page = browser.get(results)
    assert "Provisoire" not in page.text
    assert "attend sa confirmation" not in page.text, "it will never count"
    assert browser.get(f"{results}?since=99").status_code == 286
    assert browser.get(api).json["is_provisional"] is False


@pytest.mark.parametrize(("promised", "late"), [(None, 0), (5, 0), (-3, 3)])
def test_everybody_reads_how_long_people_have_been_waiting_and_how_late_it_is(survey, browser, promised, late):
    due = clock.now().date() + dt.timedelta(days=promised) if promised else None
    closed(survey, ago=dt.timedelta(days=10), promised=due)
    pages = [browser.get(f"/surveys/{survey.slug}{path}").text for path in ("", "/results")]
    assert all("depuis 10 jours" in page for page in pages), "since closing, whatever was promised"
    assert ("3 jours de retard" in pages[1]) is bool(late)
    assert ('class="missed"' in pages[0]) is bool(late)
    activities.answer(survey.id, **ANSWER)
    work.do_all()
    assert "depuis 10 jours" not in browser.get(f"/surveys/{survey.slug}/results").text


def test_a_receipt_tells_what_came_of_it(survey, browser):
    code = db.session.scalar(text("SELECT receipt_code FROM participations WHERE receipt_code IS NOT NULL"))
    closed(survey, ago=dt.timedelta(days=10))
    assert "depuis 10 jours" in browser.get(f"/r/{code}").text
    activities.answer(survey.id, **ANSWER)
    assert "depuis 10 jours" not in browser.get(f"/r/{code}").text


def test_figures_for_staff_alone_are_promised_to_nobody(town, browser):
    survey = cast.survey(results="staff")
    assert "Les chiffres restent publics" not in browser.get(f"/surveys/{survey.slug}").text
