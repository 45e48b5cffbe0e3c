"""What all responses add up to, per question, from tally cells alone.

A share is of the people who were *asked* the question, answered or not: a question added while a survey is open, or
left out by many, keeps an honest denominator. `share_of_answered` gives the other one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.surveys.rules.averages import Statistics, statistics
from portal.surveys.rules.figures import Cells, Figures, by_question
from portal.surveys.rules.outcomes import OptionResult, outcomes
from portal.surveys.rules.shapes import Question, Questionnaire, said


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question's figures."""

    question: Question
    asked: int
    answered: int
    options: list[OptionResult]
    statistics: Statistics | None = None

    @property
    def unanswered(self) -> int:
        """People who saw the question and left it."""
        return self.asked - self.answered

    def by_size(self) -> list[OptionResult]:
        """Options with the most chosen first; exclusive ones ("no opinion") and "other" last."""
        return sorted(self.options, key=lambda option: (option.is_last, -option.n))

    def share_of_answered(self, option: OptionResult) -> float:
        """An option's share of those who answered, from 0 to 1."""
        return option.n / self.answered if self.answered else 0.0


def summary(
    questionnaire: Questionnaire,
    cells: Cells,
    *,
    former: Sequence[Questionnaire] = (),
    zones: Mapping[str, Mapping[str, str]] | None = None,
) -> list[QuestionResult]:
    """The figures of each question in order, texts to read left out.

    `former`: earlier versions, newest first; they name options that are no longer offered. `zones`: names by
    layer and zone key, in the order to show.
    """
    figures = by_question(cells)
    return [
        _result(question, figures.get(question.key, Figures()), former, (zones or {}).get(question.layer, {}))
        for question in questionnaire.questions()
        if question.is_answered
    ]


def as_json(
    result: QuestionResult, language: str, fallback: str = "fr", words: Mapping[str, str] | None = None
) -> dict[str, object]:
    """One question as in the public JSON, worded in a language.

    `words` names answers that have no wording of their own: "yes", "no", "~other".
    """
    document: dict[str, object] = {
        "key": result.question.key,
        "type": result.question.type.value,
        "title": said(result.question.title, language, fallback),
        "asked": result.asked,
        "answered": result.answered,
        "options": [
            {
                "key": option.key,
                "label": said(option.label, language, fallback) or (words or {}).get(option.key, option.key),
                "n": option.n,
                "share": round(option.share, 4),
            }
            for option in result.options
        ],
    }
    if result.statistics is not None:
        document["statistics"] = result.statistics.as_json()
    return document


def _result(
    question: Question, figures: Figures, former: Sequence[Questionnaire], zone_names: Mapping[str, str]
) -> QuestionResult:
    earlier = (questionnaire.find_question(question.key) for questionnaire in former)
    versions = [question, *(old for old in earlier if old is not None)]
    return QuestionResult(
        question=question,
        asked=figures.asked.n,
        answered=figures.answered,
        options=outcomes(versions, figures, zone_names),
        statistics=statistics(question, figures),
    )
