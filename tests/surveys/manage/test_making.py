"""From an empty list to an open survey, page by page and without script."""

from portal.accounts.rules import Role
from portal.participation import tally
from portal.participation.queries import activities, tallies
from portal.surveys import queries
from tests.support import cast, work

NEW = {"title_fr": "Le marché", "title_en": "The market", "access": "anyone", "privacy": "confidential"}
LATE = "2099-01-31T18:00"


def make(desk, **changes):
    """A draft, made through the form; returns its id."""
    made = desk.submit(desk.get("/manage/surveys/new"), **(NEW | changes))
    assert made.status_code == 303, desk.read(made).text
    return int(made.location.split("/")[3])


def add(desk, activity_id, kind, **fields):
    page = desk.get(f"/manage/surveys/{activity_id}/questions/new/p1/{kind}")
    return desk.submit(page, **fields)


def test_an_editor_makes_a_survey_opens_it_and_watches_it_fill(desk):
    assert "Écrire la première" in desk.get("/manage/surveys").text
    activity_id = make(desk)
    added = add(
        desk, activity_id, "single", title_fr="Quel jour ?", title_en="Which day?", options_fr="Samedi\nDimanche",
        options_en="Saturday\nSunday", is_required="y",
    )  # fmt: skip
    assert added.status_code == 303, added.text
    opened = desk.submit(desk.get(f"/manage/surveys/{activity_id}/open"), when="now", closes_at=LATE)
    assert opened.status_code == 303
    slug = activities.get(activity_id).slug
    screen = desk.get(f"/surveys/{slug}/answer")
    last = desk.submit(screen, q1="b", go="next")
    assert desk.submit(last, go="send").status_code == 303
    work.do_all()
    assert tallies.head(activity_id).counted == 1
    watched = desk.get(f"/manage/surveys/{activity_id}")
    assert "Dimanche" in watched.text
    version = tallies.version(activity_id)
    assert desk.get(f"/manage/surveys/{activity_id}?since={version}", htmx=True).status_code == 204
    assert tally.verify(activity_id) == []
    assert queries.current_form(activity_id).questionnaire.find_question("q1").title["en"] == "Which day?"


def test_nobody_without_the_right_makes_a_survey(browser):
    assert browser.post("/manage/surveys/new", NEW).status_code in (302, 303, 401)
    browser.sign_in(cast.staff(Role.MODERATOR))
    assert browser.post("/manage/surveys/new", NEW).status_code == 403
    assert activities.of_kind(queries.KIND) == []
