"""One row of an XLSForm as one question, and what of the row could not be taken over."""

from dataclasses import replace
from typing import Any

from portal.surveys.importing.columns import Record
from portal.surveys.importing.constraints import bounds_of
from portal.surveys.importing.kinds import Kind
from portal.surveys.importing.lists import ChoiceLists
from portal.surveys.importing.warnings import Code, RowWarning
from portal.surveys.rules import texts
from portal.surveys.rules.checks import MAX_NAME
from portal.surveys.rules.problems import Wrong
from portal.surveys.rules.shapes import (
    CHOICES,
    MAX_LABEL,
    MAX_PROSE,
    SCALE_POINTS,
    Question,
    QuestionType,
    Text,
)

YES = frozenset({"yes", "true", "true()", "1", "oui"})
NO = frozenset({"", "no", "false", "false()", "0", "non"})
LAYOUTS = frozenset(
    {"field-list", "minimal", "quick", "compact", "horizontal", "multiline", "likert", "w1", "w2", "w3", "w4"}
)
UNSUPPORTED = {"relevant": Code.CONDITION, "choice_filter": Code.CHOICE_FILTER}
LEFT_OUT = ("calculation", "default", "repeat_count", "media", "guidance_hint", "trigger")


def question(row: Record, kind: Kind, lists: ChoiceLists, language: str, warnings: list[RowWarning]) -> Question | None:
    """The question of a row, still without its key; None, with a warning, where it cannot be asked."""
    title = wording(row, "label", warnings)
    if not title and kind.question is QuestionType.STATEMENT:
        _warn(row, Code.NO_LABEL, row.get("name"), warnings)
        return None
    if not title:
        _warn(row, Code.NO_LABEL, row.get("name"), warnings)
        title = {language: row.get("name") or row.get("type")}
    more = _by_type(row, kind, lists, warnings)
    if more is None:
        return None
    if kind.is_approximated:
        _warn(row, Code.APPROXIMATED, row.get("type"), warnings)
    report_unsupported(row, warnings)
    made = Question(
        key="",
        title=title,
        help=wording(row, "hint", warnings),
        is_required=_is_required(row, more["type"], warnings),
        name=row.get("name")[:MAX_NAME],
        **more,
    )
    return _bounded(made, row, warnings)


def with_key(made: Question, key: str) -> Question:
    """The question under its key."""
    return replace(made, key=key)


def wording(row: Record, column: str, warnings: list[RowWarning]) -> Text:
    """The wordings of a column, cleaned and cut to what we keep; variables inside are reported."""
    limit = MAX_LABEL if column == "label" and row.get("type").lower() != "note" else MAX_PROSE
    kept: Text = {}
    for language, words in row.text(column).items():
        try:
            clean = texts.lines(words)
        except Wrong:
            _warn(row, Code.WRONG_QUESTION, column, warnings)
            continue
        if len(clean) > limit:
            _warn(row, Code.TOO_LONG, column, warnings)
        if "${" in clean:
            _warn(row, Code.REFERENCE, clean[:MAX_LABEL], warnings)
        if clean:
            kept[language] = clean[:limit]
    return kept


def report_unsupported(row: Record, warnings: list[RowWarning]) -> None:
    """Tell what a row asks for that we do not do."""
    for column, code in UNSUPPORTED.items():
        if row.get(column):
            _warn(row, code, row.get(column), warnings)
    for column in LEFT_OUT:
        if row.get(column):
            _warn(row, Code.UNSUPPORTED_COLUMN, f"{column}: {row.get(column)}", warnings)
    if row.get("readonly").lower() not in NO:
        _warn(row, Code.UNSUPPORTED_COLUMN, f"readonly: {row.get('readonly')}", warnings)
    unknown = [word for word in row.get("appearance").lower().split() if word not in LAYOUTS]
    if unknown:
        _warn(row, Code.UNSUPPORTED_COLUMN, f"appearance: {' '.join(unknown)}", warnings)


def _by_type(row: Record, kind: Kind, lists: ChoiceLists, warnings: list[RowWarning]) -> dict[str, Any] | None:
    if kind.question in CHOICES:
        options = lists.find(kind.list_name)
        if not options:
            _warn(row, Code.UNKNOWN_LIST, kind.list_name, warnings)
            return None
        return {"type": kind.question, "options": options, "has_other": kind.has_other}
    if kind.is_range:
        return _range(row, warnings)
    if kind.question is QuestionType.SHORT_TEXT and "multiline" in row.get("appearance").lower():
        return {"type": QuestionType.LONG_TEXT}
    return {"type": kind.question, "is_decimal": kind.is_decimal}


def _range(row: Record, warnings: list[RowWarning]) -> dict[str, Any]:
    """A range of a few whole steps is a scale; others are a number between bounds (one to ten unless told)."""
    given = dict(part.partition("=")[::2] for part in row.get("parameters").replace(",", " ").split())
    try:
        start, end, step = (
            float(given.get(name, default)) for name, default in (("start", 1), ("end", 10), ("step", 1))
        )
    except ValueError:
        _warn(row, Code.UNSUPPORTED_COLUMN, f"parameters: {row.get('parameters')}", warnings)
        start, end, step = 1.0, 10.0, 1.0
    is_whole = start.is_integer() and end.is_integer() and step.is_integer()
    if is_whole and step == 1 and int(end - start) + 1 in SCALE_POINTS:
        return {"type": QuestionType.SCALE, "minimum": int(start), "maximum": int(end)}
    if step != 1 or not is_whole:
        _warn(row, Code.APPROXIMATED, f"parameters: {row.get('parameters')}", warnings)
    low, high = (int(start), int(end)) if is_whole else (start, end)
    return {"type": QuestionType.NUMBER, "minimum": low, "maximum": high, "is_decimal": not is_whole}


def _bounded(made: Question, row: Record, warnings: list[RowWarning]) -> Question:
    constraint = row.get("constraint")
    if not constraint:
        return made
    bounds = bounds_of(constraint, made.type, is_decimal=made.is_decimal)
    if bounds is None or (made.type is QuestionType.SINGLE):
        _warn(row, Code.CONSTRAINT, constraint, warnings)
        return made
    if not bounds.is_exact:
        _warn(row, Code.APPROXIMATED, constraint, warnings)
    low = made.minimum if bounds.minimum is None else bounds.minimum
    high = made.maximum if bounds.maximum is None else bounds.maximum
    return replace(made, minimum=low, maximum=high)


def _is_required(row: Record, kind: QuestionType, warnings: list[RowWarning]) -> bool:
    written = row.get("required").lower().replace(" ", "")
    if written not in YES and written not in NO:
        _warn(row, Code.REQUIRED, row.get("required"), warnings)
    return written in YES and kind is not QuestionType.STATEMENT


def _warn(row: Record, code: Code, detail: str, warnings: list[RowWarning]) -> None:
    warnings.append(RowWarning(row.sheet, row.row, code, detail))
