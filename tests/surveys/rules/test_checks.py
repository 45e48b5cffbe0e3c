from dataclasses import replace
from datetime import date

import pytest

from portal.surveys.rules.checks import check
from portal.surveys.rules.errors import WrongQuestionnaire
from portal.surveys.rules.shapes import Option, Page, Question, Questionnaire, QuestionType
from tests.surveys.rules.examples import one_page, options, question, ten_questions

WRONG = [
    (question("Q1", "yes_no"), "key"),
    (question("q01", "yes_no"), "key"),
    (Question(key="q1", type=QuestionType.YES_NO, title={"fr": "  "}), "title"),
    (Question(key="q1", type=QuestionType.YES_NO, title={"fr": "x" * 501}), "title.fr"),
    (Question(key="q1", type=QuestionType.YES_NO, title={"fr": "a\x00b"}), "title.fr"),
    (question("q1", "single"), "options"),
    (question("q1", "single", options=options("a", "a")), "options"),
    (question("q1", "single", options=options("~other")), "options[0].key"),
    (question("q1", "single", options=(Option(key="a", label={}),)), "options[0].label"),
    (question("q1", "single", options=options("a", "b", exclusive="b")), "options[1].is_exclusive"),
    (question("q1", "single", options=options(*(f"o{n}" for n in range(201)))), "options"),
    (question("q1", "single", options=options("a"), maximum=2), "minimum"),
    (question("q1", "multiple", options=options("a", "b"), minimum=3), "minimum"),
    (question("q1", "multiple", options=options("a", "b", "none", exclusive="none"), minimum=3), "minimum"),
    (question("q1", "multiple", options=options("a", "b"), minimum=2, maximum=1), "minimum"),
    (question("q1", "scale"), "maximum"),
    (question("q1", "scale", minimum=1, maximum=12), "maximum"),
    (question("q1", "scale", minimum=3, maximum=3), "maximum"),
    (question("q1", "scale", minimum=1, maximum=4.5), "maximum"),
    (question("q1", "scale", minimum=5, maximum=1), "minimum"),
    (question("q1", "number", maximum=2.5), "maximum"),
    (question("q1", "number", maximum=10**13), "maximum"),
    (question("q1", "number", is_decimal=True, minimum=2.5, maximum=2), "minimum"),
    (question("q1", "number", is_decimal=True, minimum=date(2020, 1, 1)), "minimum"),
    (question("q1", "short_text", maximum=201), "maximum"),
    (question("q1", "long_text", maximum=3001), "maximum"),
    (question("q1", "long_text", minimum=3), "minimum"),
    (question("q1", "date", minimum=date(2026, 1, 2), maximum=date(2026, 1, 1)), "minimum"),
    (question("q1", "date", minimum=3), "minimum"),
    (question("q1", "yes_no", layer="quartiers"), "layer"),
    (question("q1", "yes_no", options=options("a")), "options"),
    (question("q1", "scale", minimum=1, maximum=5, has_other=True), "has_other"),
    (question("q1", "date", is_decimal=True), "is_decimal"),
    (question("q1", "statement", is_required=True), "is_required"),
]


@pytest.mark.parametrize(("wrong", "path"), WRONG)
def test_a_question_that_cannot_be_asked_is_named(wrong, path):
    with pytest.raises(WrongQuestionnaire) as caught:
        check(one_page(wrong))
    assert caught.value.path == f"pages[0].questions[0].{path}"


RIGHT = [
    question("q1", "zone"),
    question("q1", "scale", minimum=0, maximum=10),
    question("q1", "multiple", options=options("a", "b"), has_other=True, minimum=3, maximum=3),
    question("q1", "number", minimum=-5, maximum=-5),
    question("q1", "number", is_decimal=True, minimum=0.5),
    question("q1", "short_text", maximum=5),
    question("q1", "single", options=options(*(f"o{n}" for n in range(200)))),
    Question(key="q1", type=QuestionType.STATEMENT, title={"fr": "Un long texte à lire. " * 50}),
]


@pytest.mark.parametrize("right", RIGHT)
def test_a_question_at_its_limits_can_be_asked(right):
    check(one_page(right))


def test_the_usual_survey_can_be_asked():
    check(ten_questions())


def test_a_questionnaire_needs_a_page():
    with pytest.raises(WrongQuestionnaire, match="at least one page"):
        check(Questionnaire(pages=()))


def test_pages_and_questions_have_a_number_they_stay_under():
    with pytest.raises(WrongQuestionnaire, match="51 items are too many"):
        check(Questionnaire(pages=tuple(Page(key=f"p{n}") for n in range(1, 52))))
    with pytest.raises(WrongQuestionnaire, match="201 questions are too many"):
        check(one_page(*(question(f"q{n}", "yes_no") for n in range(1, 202))))


def test_a_key_is_used_once_over_all_pages():
    page = Page(key="p1", questions=(question("q1", "yes_no"),))
    with pytest.raises(WrongQuestionnaire, match="'q1' is used twice"):
        check(Questionnaire(pages=(page, replace(page, key="p2"))))
    with pytest.raises(WrongQuestionnaire, match="'p1' is used twice"):
        check(Questionnaire(pages=(page, page)))
    with pytest.raises(WrongQuestionnaire, match="looks like p1"):
        check(Questionnaire(pages=(replace(page, key="one"),)))
