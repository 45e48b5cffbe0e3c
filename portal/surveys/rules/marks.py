"""What one response counts for: keys that a tally adds to, one by one, and amounts that it sums.

    q3              the question was asked            q3-            and not answered
    q3=a            an option was chosen              q3=~other      "other" was chosen
    q3=4            a point of a scale                q3=yes         yes or no
    q3=Z12          a zone                            q3@2026-11     a day, by month
    q3@10..20       a number, by bin (see bins.py)

Words never become a key: of a text, only that it was answered is counted. A text to read is not asked.
"""

from collections.abc import Callable
from functools import lru_cache

from portal.surveys.rules.answers import Answer, Answers
from portal.surveys.rules.bins import Bins
from portal.surveys.rules.shapes import Question, Questionnaire, QuestionType

Marks = tuple[list[str], dict[str, float]]

YEAR_AND_MONTH = len("2026-11")


def marks(questionnaire: Questionnaire, answers: Answers) -> Marks:
    """The keys a response counts once in each, and its amounts by question key (numbers and scales).

    Answers must have been read with this very questionnaire; what it does not ask is not counted.
    """
    keys: list[str] = []
    amounts: dict[str, float] = {}
    for key, unanswered, mark in _compile(questionnaire):
        keys.append(key)
        answer = answers.get(key)
        if answer is None:
            keys.append(unanswered)
        else:
            mark(answer, keys, amounts)
    return keys, amounts


MarkOne = Callable[[Answer, list[str], dict[str, float]], None]


@lru_cache(maxsize=512)
def _compile(questionnaire: Questionnaire) -> list[tuple[str, str, MarkOne]]:
    return [
        (question.key, f"{question.key}-", _marker(question))
        for question in questionnaire.questions()
        if question.is_answered
    ]


def _marker(question: Question) -> MarkOne:
    return MARKERS.get(question.type, _chosen)(question)


def _chosen(question: Question) -> MarkOne:
    prefix = f"{question.key}="

    def mark(answer: Answer, keys: list[str], _amounts: dict[str, float]) -> None:
        if isinstance(answer, str):
            keys.append(prefix + answer)
            return
        chosen = answer["chosen"] if isinstance(answer, dict) else answer
        if isinstance(chosen, list):
            keys.extend([prefix + option for option in chosen])
        else:
            keys.append(f"{prefix}{chosen}")

    return mark


def _point(question: Question) -> MarkOne:
    key, prefix = question.key, f"{question.key}="

    def mark(answer: Answer, keys: list[str], amounts: dict[str, float]) -> None:
        if isinstance(answer, int):
            keys.append(f"{prefix}{answer}")
            amounts[key] = float(answer)

    return mark


def _amount(question: Question) -> MarkOne:
    key, prefix, bins = question.key, f"{question.key}@", Bins(question)

    def mark(answer: Answer, keys: list[str], amounts: dict[str, float]) -> None:
        if isinstance(answer, int | float):
            keys.append(prefix + bins.label(answer))
            amounts[key] = float(answer)

    return mark


def _month(question: Question) -> MarkOne:
    prefix = f"{question.key}@"

    def mark(answer: Answer, keys: list[str], _amounts: dict[str, float]) -> None:
        if isinstance(answer, str):
            keys.append(prefix + answer[:YEAR_AND_MONTH])

    return mark


def _answered(_question: Question) -> MarkOne:
    def mark(_answer: Answer, _keys: list[str], _amounts: dict[str, float]) -> None:
        """Words are never counted."""

    return mark


MARKERS: dict[QuestionType, Callable[[Question], MarkOne]] = {
    QuestionType.SCALE: _point,
    QuestionType.NUMBER: _amount,
    QuestionType.DATE: _month,
    QuestionType.SHORT_TEXT: _answered,
    QuestionType.LONG_TEXT: _answered,
}
