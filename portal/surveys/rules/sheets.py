"""One response as a row of a published table, from its marks alone: no words, no exact number, no day, no place."""

from collections.abc import Sequence

from portal.surveys.rules.figures import MARK
from portal.surveys.rules.shapes import Questionnaire, QuestionType

JOINED = "|"
ANSWERED = "*"  # a text: that there was one, never what it said


def columns(questionnaire: Questionnaire) -> list[str]:
    """The keys of the questions that may be published: a zone would tell neighbours apart."""
    return [
        question.key
        for question in questionnaire.questions()
        if question.is_answered and question.type is not QuestionType.ZONE
    ]


def row(keys: Sequence[str], marks: Sequence[str]) -> list[str]:
    """The cells of a response: option keys joined by |, a bin, a month; empty where nothing was asked or answered."""
    cells: dict[str, list[str]] = {key: [] for key in keys}
    unanswered = set()
    for mark in marks:
        match = MARK.fullmatch(mark)
        if match is None or match[1] not in cells:
            continue
        key, sign, rest = match.groups()
        if sign == "-":
            unanswered.add(key)
        elif sign:
            cells[key].append(rest)
    asked = {mark for mark in marks if mark in cells}
    return [JOINED.join(cells[key]) or (ANSWERED if key in asked - unanswered else "") for key in keys]
