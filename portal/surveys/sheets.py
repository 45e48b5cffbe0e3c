"""Responses as a sheet: one row each, columns that a code book explains, and in every row whose data it is (R5)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row

from portal.core.languages import said
from portal.surveys import labels
from portal.surveys.queries import SurveyForm, responses
from portal.surveys.rules.answers import Answer
from portal.surveys.rules.questions import OTHER, Question, QuestionType
from portal.territory import queries as territory
from portal.territory.queries import Territory

OWN = ("response", "day", "state", "assurance", "channel", "zone", "language", "version")


@dataclass(frozen=True)
class Column:
    """A column of one question. `option`: one answer of several, ticked (1) or not (0). `is_other`: words for it."""

    name: str
    question: Question
    option: str = ""
    is_other: bool = False


def columns(published: Sequence[SurveyForm]) -> list[Column]:
    """The columns of every question that was ever asked, as it is worded now, with every answer ever offered."""
    found: dict[str, list[Question]] = {}
    for form in published:
        for question in form.questionnaire.questions():
            if question.is_answered:
                found.setdefault(question.key, []).append(question)
    return [column for versions in found.values() for column in _columns(versions)]


def header(chosen: Sequence[Column]) -> list[str]:
    return [*OWN, *(column.name for column in chosen), "origin"]


def rows(found: Iterable[Row[Any]], chosen: Sequence[Column], mark: str) -> Iterator[list[Any]]:
    """One line per response. What was not asked in its version is empty, as is what was left unanswered: `version` and
    the code book tell which."""
    known = territory.territory()
    zones = {zone_id: zone.name for zone_id, zone in known.by_id().items()}
    for row in found:
        answers = row.content.get("answers", {})
        own = [row.key, _day(row), row.state, row.assurance, row.channel, zones.get(row.zone_id, ""), row.language]
        cells = [_cell(column, answers, known) for column in chosen]
        yield [*own, row.content.get("form", ""), *cells, mark]


def documents(found: Iterable[Row[Any]]) -> Iterator[dict[str, Any]]:
    """The same as JSON objects, answers as they are stored."""
    for row in found:
        own = dict(zip(OWN, (row.key, _day(row), row.state, row.assurance, row.channel), strict=False))
        content = {"version": row.content.get("form"), "answers": row.content.get("answers", {})}
        yield own | {"zone_id": row.zone_id, "language": row.language} | content


def code_book(published: Sequence[SurveyForm], chosen: Sequence[Column]) -> list[list[Any]]:
    """What each column is: its question, how it is answered, which value means what, which versions asked it."""
    book = []
    for column in chosen:
        asked = [form.number for form in published if form.questionnaire.find_question(column.question.key)]
        versions = ", ".join(str(number) for number in sorted(asked))
        kind = str(labels.TYPES[column.question.type][0])
        book.append([column.name, said(column.question.title), kind, _meaning(column), versions])
    return book


def book_header() -> list[str]:
    return [_("Column"), _("Question"), _("Way of answering"), _("Values"), _("Asked in versions")]


def words(question: Question, answer: Answer | None, known: Territory) -> str:
    """An answer as people gave it, for the page of one response."""
    if answer is None:
        return ""
    if isinstance(answer, dict):
        chosen = answer["chosen"] if isinstance(answer["chosen"], list) else [answer["chosen"]]
        return ", ".join(
            f"{_label(question, key)} ({answer['other']})" if key == OTHER else _label(question, key) for key in chosen
        )
    if isinstance(answer, list):
        return ", ".join(_label(question, key) for key in answer)
    if question.type is QuestionType.ZONE:
        zone = known.find(str(answer), question.layer)
        return zone.name if zone else str(answer)
    return _label(question, str(answer))


def _columns(versions: Sequence[Question]) -> Iterator[Column]:
    question = versions[0]
    if question.type is QuestionType.MULTIPLE:
        keys = dict.fromkeys(option.key for version in versions for option in version.options)
        if any(version.has_other for version in versions):
            keys[OTHER] = None
        yield from (Column(f"{question.key}={key}", _worded(question, versions), key) for key in keys)
    else:
        yield Column(question.key, _worded(question, versions))
    if any(version.has_other for version in versions):
        yield Column(f"{question.key}.other", question, is_other=True)


def _worded(question: Question, versions: Sequence[Question]) -> Question:
    """The question with every answer that any version offered, the newest words first."""
    options = {option.key: option for version in reversed(versions) for option in version.options}
    fields = {name: getattr(question, name) for name in Question.__dataclass_fields__}
    return Question(**(fields | {"options": tuple(options.values())}))


def _cell(column: Column, answers: Mapping[str, Answer], known: Territory) -> Any:
    answer = answers.get(column.question.key)
    if answer is None:
        return ""
    if column.is_other:
        return answer.get("other", "") if isinstance(answer, dict) else ""
    chosen = answer["chosen"] if isinstance(answer, dict) else answer
    if column.option:
        return int(column.option in chosen) if isinstance(chosen, list) else ""
    if isinstance(chosen, int | float):
        return chosen
    return words(column.question, chosen, known)


def _meaning(column: Column) -> str:
    question = column.question
    if column.is_other:
        return _("The words written beside “Other”")
    if column.option:
        return _("1: “%(answer)s” was ticked; 0: it was not", answer=_label(question, column.option))
    if question.options:
        return " | ".join(said(option.label) for option in question.options)
    if question.type is QuestionType.SCALE:
        return _("%(low)s to %(high)s", low=question.points[0], high=question.points[-1])
    return said(question.unit)


def _label(question: Question, key: str) -> str:
    if key == OTHER:
        return _("Other")
    if question.type is QuestionType.YES_NO:
        return {"yes": _("Yes"), "no": _("No")}.get(key, key)
    return next((said(option.label) for option in question.options if option.key == key), key)


def _day(row: Row[Any]) -> str:
    found = responses.day(row)
    return found.isoformat() if found else ""
