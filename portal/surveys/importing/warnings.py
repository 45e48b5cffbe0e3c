"""What an import has to tell: nothing of a file is dropped without a line here."""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Kinds of warning; screens put them into words."""

    UNSUPPORTED_TYPE = "unsupported_type"
    REPEAT = "repeat"
    IGNORED = "ignored"
    CONDITION = "condition"
    CONSTRAINT = "constraint"
    CHOICE_FILTER = "choice_filter"
    UNKNOWN_LIST = "unknown_list"
    DUPLICATE_CHOICE = "duplicate_choice"
    RENAMED_CHOICE = "renamed_choice"
    NO_TYPE = "no_type"
    NO_LABEL = "no_label"
    NO_LIST = "no_list"
    REFERENCE = "reference"
    REQUIRED = "required"
    APPROXIMATED = "approximated"
    UNSUPPORTED_COLUMN = "unsupported_column"
    UNKNOWN_COLUMN = "unknown_column"
    UNKNOWN_LANGUAGE = "unknown_language"
    UNKNOWN_SHEET = "unknown_sheet"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    GROUPS = "groups"
    WRONG_QUESTION = "wrong_question"
    IDENTIFIER = "identifier"
    EMPTY = "empty"
    RANKING = "ranking"


@dataclass(frozen=True, slots=True)
class RowWarning:
    """One thing that was left out or changed: sheet, 1-based row as a spreadsheet shows it, kind, and what it was."""

    sheet: str
    row: int
    code: Code
    detail: str = ""
