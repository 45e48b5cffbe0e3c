"""What was posted, read as answers: everything is checked again here, whatever the form allowed.

An answer, as stored in JSON: single, yes_no, zone and date are a str (option key, "yes" or "no", zone key, ISO
day); multiple is a list of str in the order of the options; scale is an int; number an int, or a float where
decimals are allowed; texts are a str. Where "other" was chosen: {"chosen": "~other", "other": "…"} for single,
{"chosen": ["a", "~other"], "other": "…"} for multiple. A question without an answer has no entry.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from portal.surveys.rules import choices, dates, numbers, texts
from portal.surveys.rules.problems import Code, Problem, Wrong
from portal.surveys.rules.shapes import Page, Question, Questionnaire, QuestionType

__all__ = ["Answer", "Answers", "Code", "Problem", "Reader", "Reading", "compile_reader", "read", "read_page"]

Answer = str | int | float | list[str] | dict[str, Any]
Answers = dict[str, Answer]
Fields = Mapping[str, Sequence[str]]
Zones = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """The answers that are right, by question key, and what is wrong, in the order of the questions."""

    answers: Answers
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question's reader may look at beside its own values."""

    fields: Fields
    language: str
    zones: Zones


ReadOne = Callable[[Sequence[str], Asked], Answer | None]
"""Values and context to an answer; None when nothing was said. Raises Wrong."""


class Reader:
    """A questionnaire made ready to read posts fast: one function per question, bound once."""

    __slots__ = ("_pages",)

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._pages = [_page_readers(page) for page in questionnaire.pages]

    def read(self, fields: Fields, *, language: str, zones: Zones) -> Reading:
        """Read all pages."""
        reading = Reading({})
        asked = Asked(fields, language, zones)
        for page in self._pages:
            _read_into(reading, page, asked)
        return reading

    def read_page(self, index: int, fields: Fields, *, language: str, zones: Zones) -> Reading:
        """Read one page (0 is the first); the other pages' fields are not looked at. Raises IndexError."""
        reading = Reading({})
        _read_into(reading, self._pages[index], Asked(fields, language, zones))
        return reading


@lru_cache(maxsize=512)
def compile_reader(questionnaire: Questionnaire) -> Reader:
    """The reader of a questionnaire, made once: versions never change."""
    return Reader(questionnaire)


def read(questionnaire: Questionnaire, fields: Fields, *, language: str, zones: Zones) -> Reading:
    """Read a whole post.

    `fields`: posted values by field name, always in a list (`request.form.to_dict(flat=False)`, never the form
    itself): the field of question q3 is "q3", the words of its other answer are "q3.other". Fields that belong
    to no question are not looked at. `language` decides what a comma in a number means. `zones`: zone keys by layer.
    """
    return compile_reader(questionnaire).read(fields, language=language, zones=zones)


def read_page(questionnaire: Questionnaire, page_index: int, fields: Fields, *, language: str, zones: Zones) -> Reading:
    """Read one page of a post (0 is the first), as `read` does the whole."""
    return compile_reader(questionnaire).read_page(page_index, fields, language=language, zones=zones)


def _read_into(reading: Reading, page: list[tuple[str, bool, ReadOne]], asked: Asked) -> None:
    answers, fields = reading.answers, asked.fields
    for key, is_required, read_one in page:
        try:
            answer = read_one(fields.get(key, ()), asked)
        except Wrong as wrong:
            reading.problems.append(Problem(key, wrong.code, wrong.params))
            continue
        if answer is not None:
            answers[key] = answer
        elif is_required:
            reading.problems.append(Problem(key, Code.MISSING))


def _page_readers(page: Page) -> list[tuple[str, bool, ReadOne]]:
    return [
        (question.key, question.is_required, READERS[question.type](question))
        for question in page.questions
        if question.is_answered
    ]


def _only(values: Sequence[str]) -> str:
    """The one value of a question that takes one, "" when nothing was said."""
    if len(values) == 1:
        return values[0]
    said = [value for value in values if value.strip()]
    if len(said) > 1:
        raise Wrong(Code.REPEATED)
    return said[0] if said else ""


def _single(question: Question) -> ReadOne:
    pick = choices.single(question)
    other_field = question.other_field
    return lambda values, asked: pick(_only(values), asked.fields.get(other_field, ()))


def _multiple(question: Question) -> ReadOne:
    pick = choices.multiple(question)
    other_field = question.other_field
    return lambda values, asked: pick(values, asked.fields.get(other_field, ()))


def _scale(question: Question) -> ReadOne:
    point = numbers.scale(question)
    return lambda values, _asked: point(_only(values))


def _number(question: Question) -> ReadOne:
    number = numbers.number(question)
    return lambda values, asked: number(_only(values), asked.language)


def _text(question: Question) -> ReadOne:
    text = texts.text(is_long=question.type is QuestionType.LONG_TEXT, limit=question.max_length)
    return lambda values, _asked: text(_only(values))


def _date(question: Question) -> ReadOne:
    day = dates.day(question)
    return lambda values, _asked: day(_only(values))


def _zone(question: Question) -> ReadOne:
    layer = question.layer
    return lambda values, asked: choices.zone(_only(values), asked.zones.get(layer, ()))


def _yes_no(_question: Question) -> ReadOne:
    return lambda values, _asked: choices.yes_or_no(_only(values))


READERS: dict[QuestionType, Callable[[Question], ReadOne]] = {
    QuestionType.SINGLE: _single,
    QuestionType.MULTIPLE: _multiple,
    QuestionType.SCALE: _scale,
    QuestionType.NUMBER: _number,
    QuestionType.SHORT_TEXT: _text,
    QuestionType.LONG_TEXT: _text,
    QuestionType.DATE: _date,
    QuestionType.ZONE: _zone,
    QuestionType.YES_NO: _yes_no,
}
