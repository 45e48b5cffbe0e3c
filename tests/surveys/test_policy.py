"""When results are whose: live, for those who took part, after closing, for staff (product.md, Results)."""

import datetime as dt

import pytest

from portal.accounts.rules import Role
from portal.core import clock
from portal.core.database import db
from portal.participation.models import Activity
from portal.participation.service import changing
from tests.support import cast, residents, work

PAGES = ("/surveys/{slug}/results", "/surveys/{slug}/results.csv", "/surveys/{slug}/results.xlsx")
MORE = ("/api/v1/activities/{id}/results", "/surveys/{slug}/results/by-certainty.svg")
ALL = (*PAGES, *MORE)


def statuses(browser, survey):
    return {browser.get(path.format(slug=survey.slug, id=survey.id)).status_code for path in ALL}


def closed(survey):
    activity = db.session.get(Activity, (survey.organisation_id, survey.id))
    activity.closes_at = clock.now() - dt.timedelta(days=2)
    db.session.commit()


@pytest.mark.parametrize(
    ("policy", "while_open", "after"),
    [("live", 200, 200), ("after_participation", 403, 200), ("after_close", 403, 200), ("staff", 403, 403)],
)
def test_strangers_see_what_the_policy_says_on_every_page_and_in_every_file(browser, policy, while_open, after):
    survey = cast.survey(access="email", results=policy, opens_in=dt.timedelta(days=-9))
    residents.take_part(survey)
    work.do_all()
    assert statuses(browser, survey) == {while_open}
    closed(survey)
    assert statuses(browser, survey) == {after}


def test_who_took_part_opens_the_results_from_the_personal_link(browser):
    survey = cast.survey(access="email", results="after_participation")
    token = residents.take_part(survey)
    work.do_all()
    own = browser.get(f"/my/{token}/results")
    assert own.status_code == 200
    assert "no-store" in own.headers["Cache-Control"], "nobody else's page"
    assert f"/my/{token}/results" in browser.get(f"/my/{token}").text
    assert browser.get("/my/nothing/results").status_code == 404
    changing.withdraw(token)
    assert browser.get(f"/my/{token}/results").status_code == 403, "who took their answer back did not take part"


@pytest.mark.parametrize("policy", ["after_close", "staff"])
def test_the_personal_link_opens_nothing_else(browser, policy):
    survey = cast.survey(access="email", results=policy)
    token = residents.take_part(survey)
    assert browser.get(f"/my/{token}/results").status_code == 403


def test_staff_who_read_responses_see_the_page_always(browser):
    survey = cast.survey(access="email", results="staff")
    browser.sign_in(cast.staff(Role.EDITOR))
    assert browser.get(f"/surveys/{survey.slug}/results").status_code == 200
    browser.sign_in(cast.staff(Role.FIELD_AGENT))
    assert browser.get(f"/surveys/{survey.slug}/results").status_code == 403
