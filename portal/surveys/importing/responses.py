"""Responses in a sheet: a questionnaire made from what people said, and each row read as if it had been posted."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from portal.surveys.importing import guessing
from portal.surveys.importing.guessing import SEPARATOR, Answered
from portal.surveys.importing.sheets import Row, Sheet
from portal.surveys.importing.tables import Field, Layout, Table, fold, row_title, table
from portal.surveys.importing.warnings import Code, RowWarning
from portal.surveys.rules import answers, questions
from portal.surveys.rules.answers import Reading
from portal.surveys.rules.shapes import (
    CHOICES,
    MAX_PAGES,
    MAX_QUESTIONS,
    OTHER,
    SCALE_POINTS,
    Page,
    Question,
    Questionnaire,
    QuestionType,
)

PAGE_SIZE = 6

ZoneNames = Mapping[str, Mapping[str, str]]
"""Names by layer and zone key."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A questionnaire made from a file, and the columns that it leaves out."""

    questionnaire: Questionnaire
    warnings: list[RowWarning]


def questionnaire_from_header(sheet: Sheet, language: str) -> Proposal:
    """Decide from the header and the answers what was asked. Columns that name people or lines are left out."""
    answered = table(sheet)
    warnings: list[RowWarning] = []
    asked: list[Question] = []
    for field in answered.fields:
        for question in _questions(field, answered, language, warnings):
            if len(asked) == MAX_QUESTIONS:
                warnings.append(RowWarning(sheet.name, answered.header_row, Code.TOO_MANY, field.title))
                break
            asked.append(replace(question, key=f"q{len(asked) + 1}"))
    if not asked:
        warnings.append(RowWarning(sheet.name, answered.header_row, Code.EMPTY))
    size = max(PAGE_SIZE, -(-len(asked) // MAX_PAGES))
    chunks = [tuple(asked[start : start + size]) for start in range(0, len(asked), size)] or [()]
    pages = tuple(Page(key=f"p{number}", questions=chunk) for number, chunk in enumerate(chunks, start=1))
    return Proposal(Questionnaire(pages=pages, spent_keys=len(asked)), warnings)


def _questions(field: Field, answered: Table, language: str, warnings: list[RowWarning]) -> Iterator[Question]:
    def warn(code: Code, detail: str) -> None:
        warnings.append(RowWarning(answered.sheet, answered.header_row, code, detail))

    if field.layout is Layout.TICKS:
        asked = Question(key="", type=QuestionType.MULTIPLE, title={language: field.title})
        yield questions.with_options(asked, field.labels, language)
        return
    if field.layout is Layout.RANKS:
        warn(Code.RANKING, field.title)
    for place, column in enumerate(field.columns):
        title = row_title(field.title, field.labels[place]) if field.labels else field.title
        said = Answered(title or f"({column + 1})", list(answered.values(column)))
        if guessing.is_identifier(said):
            warn(Code.IDENTIFIER, said.title)
        elif not said.values:
            warn(Code.EMPTY, said.title)
        elif field.layout is Layout.RANKS and len(field.columns) in SCALE_POINTS:
            ranks = len(field.columns)
            yield Question(key="", type=QuestionType.SCALE, title={language: said.title}, minimum=1, maximum=ranks)
        else:
            yield _like_its_block(guessing.guess(said, language), field, answered, language)


def _like_its_block(asked: Question, field: Field, answered: Table, language: str) -> Question:
    """Rows of one grid offer the same choices in the same order, whichever of them each row happens to have."""
    if asked.type is not QuestionType.SINGLE or field.layout is not Layout.ROWS:
        return asked
    said = [value for column in field.columns for value in answered.values(column)]
    choices = guessing.in_order(said)
    return questions.with_options(asked, choices, language) if len(choices) <= guessing.MAX_CHOICES else asked


Put = Callable[[str, dict[str, list[str]]], None]
"""Adds what a cell says to the fields of a post."""


class Reader:
    """The columns of a file matched with the questions of a survey, so that rows become posts.

    A column belongs to the question whose title (in any language), export name or key it bears; of several alike,
    the first belongs to the first. Zones may be given by key or by name.
    """

    def __init__(self, questionnaire: Questionnaire, sheet: Sheet, language: str, zones: ZoneNames) -> None:
        self._questionnaire, self._language, self._zones = questionnaire, language, zones
        self._answered = table(sheet)
        self._puts: list[tuple[int, Put]] = []
        self.unknown: list[RowWarning] = []
        free = [question for question in questionnaire.questions() if question.is_answered]
        for field in self._answered.fields:
            self._match(field, free)

    @property
    def rows(self) -> list[Row]:
        """The rows of answers."""
        return self._answered.rows

    def answers_from_row(self, row: Row) -> Reading:
        """The answers of one row, checked like a post. A row with problems is not to be recorded."""
        fields: dict[str, list[str]] = {}
        for column, put in self._puts:
            if column < len(row.cells) and row.cells[column]:
                put(row.cells[column], fields)
        return answers.read(self._questionnaire, fields, language=self._language, zones=self._zones)

    def _match(self, field: Field, free: list[Question]) -> None:
        if field.layout is Layout.TICKS and (question := _taken(free, field.title)) is not None:
            self._puts.extend(
                (column, _tick(question, label)) for column, label in zip(field.columns, field.labels, strict=True)
            )
            return
        for place, column in enumerate(field.columns):
            title = row_title(field.title, field.labels[place]) if field.labels else field.title
            found = _taken(free, title)
            if found is not None:
                self._puts.append((column, _put(found, self._zones)))
            elif title:
                warning = RowWarning(self._answered.sheet, self._answered.header_row, Code.UNKNOWN_COLUMN, title)
                self.unknown.append(warning)


def _taken(free: list[Question], title: str) -> Question | None:
    """The question a column belongs to, taken out of those that still have none."""
    wanted = fold(title)
    for question in free:
        if wanted and wanted in {fold(question.key), fold(question.name), *map(fold, question.title.values())}:
            free.remove(question)
            return question
    return None


def _put(question: Question, zones: ZoneNames) -> Put:
    if question.type in CHOICES:
        return _choose(question)
    if question.type is QuestionType.YES_NO:
        return _translate(question, dict.fromkeys(guessing.YES, "yes") | dict.fromkeys(guessing.NO, "no"))
    if question.type is QuestionType.ZONE:
        return _translate(question, {fold(name): key for key, name in zones.get(question.layer, {}).items()})
    return _translate(question, {})


def _translate(question: Question, known: Mapping[str, str]) -> Put:
    def put(cell: str, fields: dict[str, list[str]]) -> None:
        fields.setdefault(question.key, []).append(known.get(fold(cell), cell))

    return put


def _choose(question: Question) -> Put:
    """Options by wording or key. What is none of them is "other" where the question has one."""
    known = {fold(option.key): option.key for option in question.options}
    known |= {fold(words): option.key for option in question.options for words in option.label.values()}
    is_several = question.type is QuestionType.MULTIPLE

    def put(cell: str, fields: dict[str, list[str]]) -> None:
        whole = fold(cell)
        parts = [cell] if whole in known or not is_several else [part for part in cell.split(SEPARATOR) if part.strip()]
        for part in parts:
            key = known.get(fold(part))
            if key is None and question.has_other:
                fields.setdefault(question.other_field, []).append(part)
                key = OTHER
            fields.setdefault(question.key, []).append(key or part)

    return put


def _tick(question: Question, label: str) -> Put:
    """One column of a block: any mark in it is a tick, but for those that say no."""
    known = {fold(words): option.key for option in question.options for words in option.label.values()}
    key = known.get(fold(label), label)

    def put(cell: str, fields: dict[str, list[str]]) -> None:
        if fold(cell) not in UNTICKED:
            fields.setdefault(question.key, []).append(key)

    return put


UNTICKED = frozenset({"0", "false", "faux", *guessing.NO})
