"""Questions and questionnaires for tests, in few words."""

from datetime import date
from typing import Any

from portal.surveys.rules.shapes import Option, Page, Question, Questionnaire, QuestionType

ZONES = {"quartiers": ["centre", "gare", "rives"]}


def question(key: str, kind: str, **more: Any) -> Question:
    return Question(key=key, type=QuestionType(kind), title={"fr": f"Question {key}", "en": f"Question {key}"}, **more)


def options(*keys: str, exclusive: str = "") -> tuple[Option, ...]:
    return tuple(Option(key=key, label={"fr": f"Choix {key}"}, is_exclusive=key == exclusive) for key in keys)


def one_page(*questions: Question) -> Questionnaire:
    return Questionnaire(pages=(Page(key="p1", questions=questions),))


def ten_questions() -> Questionnaire:
    """A town's usual survey: every type of answer, over three pages."""
    first = (
        question("q1", "single", options=options("a", "b", "c"), is_required=True),
        question(
            "q2", "multiple", options=options("a", "b", "c", "d", "none", exclusive="none"), maximum=3, has_other=True
        ),
        question("q3", "scale", minimum=1, maximum=5),
        Question(key="q4", type=QuestionType.STATEMENT, title={"fr": "À lire."}),
    )
    second = (
        question("q5", "number", minimum=0, maximum=120, unit={"fr": "ans"}),
        question("q6", "zone", layer="quartiers"),
        question("q7", "date", minimum=date(2020, 1, 1), maximum=date(2026, 12, 31)),
        question("q8", "yes_no", is_required=True),
    )
    third = (
        question("q9", "short_text"),
        question("q10", "long_text", help={"fr": "Facultatif."}),
        question("q11", "single", options=options("x", "y"), has_other=True),
    )
    return Questionnaire(
        pages=(
            Page(key="p1", title={"fr": "Vous"}, questions=first),
            Page(key="p2", questions=second),
            Page(key="p3", questions=third),
        ),
        spent_keys=14,
    )


def full_post() -> dict[str, list[str]]:
    """A valid post for `ten_questions`, as a browser sends it."""
    return {
        "q1": ["b"],
        "q2": ["a", "~other"],
        "q2.other": ["Le marché du samedi"],
        "q3": ["4"],
        "q5": ["42"],
        "q6": ["gare"],
        "q7": ["2026-11-24"],
        "q8": ["yes"],
        "q9": ["Rue des Lavandières"],
        "q10": ["Plus d’arbres.\r\nEt de l’ombre, surtout l’été."],
        "q11": ["x"],
        "submission": ["b9d8"],
    }
