"""Writing questions: keys that survive, two editors, changes while a survey is open."""

import pytest

from portal.participation import results as results_of
from portal.participation import tally
from portal.participation.queries import activities
from portal.surveys import queries, results
from portal.surveys.rules.questions import QuestionType, from_json
from tests.support import cast, work
from tests.surveys.manage.test_making import LATE, add, make

CHOICES = {"title_fr": "Quel jour ?", "options_fr": "Samedi\nDimanche\nLundi"}


def draft(activity_id):
    return from_json(queries.working(activity_id).definition)


@pytest.mark.parametrize("kind", list(QuestionType))
def test_every_type_of_question_is_written_and_read_back(desk, kind):
    activity_id = make(desk)
    fields = {"title_fr": "Une question", "title_en": "A question", "help_fr": "Aide"}
    own = {
        QuestionType.SINGLE: {"options_fr": "Un\nDeux", "options_en": "One\nTwo", "has_other": "y"},
        QuestionType.MULTIPLE: {
            "options_fr": "Un\nDeux\nTrois",
            "exclusive_fr": "Aucun",
            "minimum": "1",
            "maximum": "2",
        },
        QuestionType.SCALE: {"minimum": "0", "maximum": "10", "low_label_fr": "non", "high_label_fr": "oui"},
        QuestionType.NUMBER: {"minimum": "0", "maximum": "1 000,5", "is_decimal": "y", "unit_fr": "km"},
        QuestionType.SHORT_TEXT: {"maximum": "80"},
        QuestionType.DATE: {"minimum": "2026-01-01", "maximum": "2026-12-31"},
        QuestionType.ZONE: {"layer": "quartiers"},
    }
    added = add(desk, activity_id, kind, **fields, **own.get(kind, {}))
    assert added.status_code == 303, desk.read(added).text
    question = draft(activity_id).find_question("q1")
    assert (question.type, question.title["en"]) == (kind, "A question")
    page = desk.get(f"/manage/surveys/{activity_id}/questions/q1")
    assert desk.submit(page).status_code == 303
    assert draft(activity_id).find_question("q1") == question, "saving what is shown changes nothing"
    assert desk.get(f"/manage/surveys/{activity_id}/questions").status_code == 200
    assert desk.get(f"/manage/surveys/{activity_id}/preview").status_code == 200


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("single", {"title_fr": ""}),
        ("single", {"title_fr": "é" * 600}),
        ("single", {"options_fr": ""}),
        ("single", {"options_fr": "Un\nUn"}),
        ("single", {"options_fr": "\n".join(str(n) for n in range(300))}),
        ("single", {"options_fr": "x" * 600}),
        ("single", {"options_fr": "Un", "options_en": "One\nTwo"}),
        ("multiple", {"minimum": "3", "maximum": "1"}),
        ("multiple", {"maximum": "9"}),
        ("multiple", {"minimum": "beaucoup"}),
        ("scale", {"minimum": "1", "maximum": "99"}),
        ("number", {"minimum": "5", "maximum": "1"}),
        ("number", {"minimum": "1e5"}),
        ("number", {"maximum": "9" * 30}),
        ("date", {"minimum": "2027-01-01", "maximum": "2026-01-01"}),
        ("date", {"minimum": "31/02/2026"}),
        ("zone", {"layer": "nowhere"}),
        ("short_text", {"maximum": "0"}),
    ],
)
def test_what_cannot_be_asked_comes_back_with_the_reason(desk, kind, wrong):
    activity_id = make(desk)
    given = {"title_fr": "Quoi ?"} | ({"options_fr": "Un\nDeux"} if kind in ("single", "multiple") else {})
    sent = add(desk, activity_id, kind, **(given | wrong))
    assert sent.status_code == 422
    assert 'class="errors"' in sent.text
    assert list(draft(activity_id).questions()) == []


def test_unknown_types_pages_and_questions_do_not_exist(desk):
    activity_id = make(desk)
    for path in ("questions/new/p1/dance", "questions/new/p9", "questions/q9", "screens/p9", "questions/q9/remove"):
        assert desk.get(f"/manage/surveys/{activity_id}/{path}").status_code == 404
    assert desk.post(f"/manage/surveys/{activity_id}/questions/q9/move", {"go": "up"}).status_code == 404


def test_questions_and_screens_move_and_go(desk):
    activity_id = make(desk)
    for title in ("Un", "Deux"):
        add(desk, activity_id, "yes_no", title_fr=title)
    desk.submit(desk.get(f"/manage/surveys/{activity_id}/screens/new"), title_fr="Encore")
    base = f"/manage/surveys/{activity_id}"
    desk.post(f"{base}/questions/q1/move", {"go": "down"})
    desk.post(f"{base}/questions/q1/move", {"go": "down"})
    assert [[question.key for question in page.questions] for page in draft(activity_id).pages] == [["q2"], ["q1"]]
    moved = desk.post(f"{base}/questions/q1/move", {"go": "up"}, htmx=True)
    assert 'id="outline"' in moved.text
    assert "<html" not in moved.text
    desk.post(f"{base}/screens/p2/move", {"go": "up"})
    assert [page.key for page in draft(activity_id).pages] == ["p2", "p1"]
    desk.submit(desk.get(f"{base}/screens/p1/remove"))
    assert [page.key for page in draft(activity_id).pages] == ["p2"]
    assert desk.post(f"{base}/screens/p2/remove").status_code == 409
    add_again = desk.submit(desk.get(f"{base}/questions/new/p2/yes_no"), title_fr="Trois")
    assert add_again.status_code == 303
    assert [question.key for question in draft(activity_id).questions()] == ["q3"], "a key never comes back"


def test_the_second_of_two_editors_is_told_and_loses_nothing(desk):
    activity_id = make(desk)
    add(desk, activity_id, "single", **CHOICES)
    mine = desk.get(f"/manage/surveys/{activity_id}/questions/q1")
    theirs = desk.get(f"/manage/surveys/{activity_id}/questions/q1")
    assert desk.submit(theirs, title_fr="Leur question").status_code == 303
    late = desk.submit(mine, title_fr="Ma question")
    assert late.status_code == 409
    assert "Ma question" in late.text
    assert "Leur question" in late.text
    assert draft(activity_id).find_question("q1").title["fr"] == "Leur question"
    assert desk.submit(late).status_code == 303
    assert draft(activity_id).find_question("q1").title["fr"] == "Ma question"


def test_two_editors_of_two_questions_do_not_disturb_each_other(desk):
    activity_id = make(desk)
    add(desk, activity_id, "yes_no", title_fr="Un")
    add(desk, activity_id, "yes_no", title_fr="Deux")
    one, two = (desk.get(f"/manage/surveys/{activity_id}/questions/{key}") for key in ("q1", "q2"))
    assert desk.submit(one, title_fr="Un !").status_code == 303
    assert desk.submit(two, title_fr="Deux !").status_code == 303
    assert [question.title["fr"] for question in draft(activity_id).questions()] == ["Un !", "Deux !"]


def test_settings_saved_by_somebody_else_meanwhile_are_shown_beside_mine(desk):
    activity_id = make(desk)
    mine = desk.get(f"/manage/surveys/{activity_id}/settings")
    assert desk.submit(mine, title_fr="Leur titre").status_code == 303
    late = desk.submit(mine, title_fr="Mon titre")
    assert late.status_code == 409
    assert "Mon titre" in late.text
    assert "Leur titre" in late.text
    assert desk.submit(late).status_code == 303


def test_changes_of_an_open_survey_wait_for_their_publication_and_keep_answers_true(desk):
    activity_id = make(desk)
    add(desk, activity_id, "single", **CHOICES)
    desk.submit(desk.get(f"/manage/surveys/{activity_id}/open"), when="now", closes_at=LATE)
    slug = activities.get(activity_id).slug
    _answer(desk, slug, q1="b")
    add(desk, activity_id, "yes_no", title_fr="Et en été ?")
    assert "q2" not in desk.get(f"/surveys/{slug}/answer").text
    page = desk.get(f"/manage/surveys/{activity_id}/questions/q1")
    asked = desk.submit(page, options_fr="Dimanche matin\nSamedi\nLundi")
    assert asked.status_code == 422
    assert 'name="same-b"' in asked.text
    assert desk.submit(asked, **{"same-b": "yes"}).status_code == 303
    desk.post(f"/manage/surveys/{activity_id}/questions/publish")
    _answer(desk, slug, q1="a", q2="yes")
    work.do_all()
    by_key = {
        result.question.key: result
        for result in results.questions_of(activity_id, results_of.figures(activity_id).cells)
    }
    assert [(option.key, option.label["fr"], option.n) for option in by_key["q1"].options] == [
        ("b", "Dimanche matin", 1),
        ("a", "Samedi", 1),
        ("c", "Lundi", 0),
    ]
    assert (by_key["q1"].asked, by_key["q2"].asked) == (2, 1), "who was not asked is in no share"
    assert tally.verify(activity_id) == []


def test_changes_can_be_thrown_away(desk):
    survey = cast.survey()
    page = desk.get(f"/manage/surveys/{survey.id}/questions/q3")
    desk.submit(page, title_fr="Changée")
    assert queries.has_unpublished_changes(survey.id)
    desk.post(f"/manage/surveys/{survey.id}/questions/discard")
    assert draft(survey.id).find_question("q3").title["fr"] == "Autre chose ?"


def test_other_languages_keep_their_words_when_lines_move(desk):
    activity_id = make(desk)
    add(desk, activity_id, "single", title_fr="Jour ?", options_fr="Samedi\nDimanche", options_en="Saturday\nSunday")
    page = desk.get(f"/manage/surveys/{activity_id}/questions/q1")
    desk.submit(page, options_fr="Dimanche\nLundi\nSamedi")
    options = draft(activity_id).find_question("q1").options
    assert [option.label.get("en") for option in options] == ["Sunday", None, "Saturday"]


def _answer(desk, slug, **answers):
    page = desk.get(f"/surveys/{slug}/answer")
    assert desk.submit(desk.submit(page, **answers, go="next"), go="send").status_code == 303
