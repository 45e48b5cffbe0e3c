"""Columns of an XLSForm sheet: headers in any case, with aliases, prefixes and languages, as records by row."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from portal.surveys.importing.sheets import Sheet
from portal.surveys.importing.warnings import Code, RowWarning
from portal.surveys.rules.shapes import Text

ALIASES = {
    "caption": "label",
    "command": "type",
    "list name": "list_name",
    "relevance": "relevant",
    "skip logic": "relevant",
    "constraint-msg": "constraint_message",
    "constraint message": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "jr:requiredmsg": "required_message",
    "requiredmsg": "required_message",
    "read_only": "readonly",
    "calculate": "calculation",
    "jr:count": "repeat_count",
    "count": "repeat_count",
    "title": "form_title",
    "id_string": "form_id",
    "image": "media",
    "audio": "media",
    "video": "media",
    "big-image": "media",
}
PREFIXES = ("bind::", "bind:", "control::", "control:", "body::", "body:")
TEXTS = frozenset({"label", "hint", "constraint_message", "required_message", "guidance_hint", "media"})
LANGUAGE_CODE = re.compile(r"\(\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)\s*\)\s*$")
BARE_CODE = re.compile(r"[A-Za-z]{2,3}")
LANGUAGE_NAMES = {
    "french": "fr", "français": "fr", "francais": "fr", "english": "en", "anglais": "en", "spanish": "es",
    "español": "es", "german": "de", "deutsch": "de", "italian": "it", "italiano": "it", "portuguese": "pt",
    "português": "pt", "arabic": "ar", "chinese": "zh", "breton": "br", "brezhoneg": "br", "occitan": "oc",
    "basque": "eu", "euskara": "eu", "catalan": "ca", "català": "ca", "corse": "co", "corsu": "co", "dutch": "nl",
    "nederlands": "nl", "polish": "pl", "turkish": "tr", "ukrainian": "uk", "russian": "ru",
}  # fmt: skip
UNKNOWN = "und"


@dataclass(frozen=True, slots=True)
class Record:
    """One row under its headers: plain values, and wordings by language."""

    sheet: str
    row: int
    values: dict[str, str] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)

    def get(self, column: str) -> str:
        """The value of a column, "" where there is none."""
        return self.values.get(column, "")

    def text(self, column: str) -> Text:
        """The wordings of a column."""
        return self.texts.get(column, {})


@dataclass(frozen=True, slots=True)
class Column:
    """What a header means: a name, and a language where it has wordings."""

    name: str
    language: str = ""


def records(sheet: Sheet, known: Iterable[str], language: str, warnings: list[RowWarning]) -> Iterator[Record]:
    """The rows below the header as records. Columns that nobody knows are reported once, and left out.

    `language` is that of wordings in columns without one.
    """
    if not sheet.rows:
        return
    header = sheet.rows[0]
    columns = [column_of(cell, language) for cell in header.cells]
    for place, column in enumerate(columns):
        _report(
            column, header.cells[place], RowWarning(sheet.name, header.number, Code.UNKNOWN_COLUMN), known, warnings
        )
    for row in sheet.rows[1:]:
        record = Record(sheet.name, row.number)
        for column, cell in zip(columns, row.cells, strict=False):
            if cell and column.name:
                _put(record, column, cell)
        yield record


def column_of(header: str, language: str) -> Column:
    """What a header means: "Label::Français (fr)" is the label in fr."""
    name = " ".join(header.strip().split())
    lowered = name.lower()
    for prefix in PREFIXES:
        lowered = lowered.removeprefix(prefix)
    name = name[len(name) - len(lowered) :]
    base, _, spoken = re.sub(r"\s*::?\s*", "\0", name, count=1).partition("\0")
    base = base.lower()
    if base == "media":
        return Column("media", language)
    if lowered in ALIASES:
        base, spoken = ALIASES[lowered], ""
    base = ALIASES.get(base, base).replace(" ", "_")
    if base not in TEXTS:
        return Column(ALIASES.get(lowered, lowered).replace(" ", "_"))
    return Column(base, language_code(spoken) if spoken else language)


def language_code(spoken: str) -> str:
    """The code of a language as forms name it: "Français (fr)", "french", "FR"; `UNKNOWN` where nobody knows."""
    if match := LANGUAGE_CODE.search(spoken):
        return match[1].lower()
    name = spoken.strip().lower()
    return LANGUAGE_NAMES.get(name) or (name if BARE_CODE.fullmatch(name) else UNKNOWN)


def _report(column: Column, header: str, warning: RowWarning, known: Iterable[str], warnings: list[RowWarning]) -> None:
    if not header:
        return
    if column.name not in known:
        warnings.append(RowWarning(warning.sheet, warning.row, warning.code, header))
    elif column.language == UNKNOWN:
        warnings.append(RowWarning(warning.sheet, warning.row, Code.UNKNOWN_LANGUAGE, header))


def _put(record: Record, column: Column, cell: str) -> None:
    if column.name == "media" and record.get("media"):
        record.values["media"] += f", {cell}"
    record.values.setdefault(column.name, cell)
    if column.language:
        record.texts.setdefault(column.name, {}).setdefault(column.language, cell)
