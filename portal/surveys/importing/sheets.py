"""Rows of spreadsheets: .xlsx, .xls and .ods by calamine, .csv in the encodings and separators people have.

Sizes are bounded before anything is built of them. Row numbers start at 1, as a spreadsheet shows them.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import python_calamine

CSV_SHEET = "csv"
SEPARATORS = ",;\t|"
SAMPLE = 65_536
MAX_EXPANSION = 60
HARMLESS = 30_000_000
ZIP_START = b"PK\x03\x04"
OLE_START = b"\xd0\xcf\x11\xe0"
FORM_SHEETS = frozenset({"survey", "choices", "settings", "columns", "external_choices", "entities", "osm"})


class FileProblem(StrEnum):
    """Why a file as a whole cannot be read."""

    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    CELL_TOO_LONG = "cell_too_long"


class UnreadableFile(ValueError):
    """A file that is refused whole: why, and what was seen (a size, a row)."""

    def __init__(self, problem: FileProblem, detail: str = "") -> None:
        super().__init__(f"{problem.value}: {detail}" if detail else problem.value)
        self.problem = problem
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is read: bytes of the file, rows of all sheets, columns, characters in a cell."""

    size: int = 10_000_000
    rows: int = 20_000
    columns: int = 500
    cell: int = 32_767


FORM_LIMITS = Limits()
RESPONSE_LIMITS = Limits(size=60_000_000, rows=500_000, columns=2_000)
"""All rows are held in memory at once: about thirty times the size of the file."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file and its cells as trimmed texts."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; rows without any content are left out."""

    name: str
    rows: list[Row]


def read(content: bytes, limits: Limits = FORM_LIMITS) -> list[Sheet]:
    """Read a file by what it is, whatever its name says. Raises UnreadableFile."""
    if not content.strip():
        raise UnreadableFile(FileProblem.EMPTY)
    if len(content) > limits.size:
        raise UnreadableFile(FileProblem.TOO_LARGE, str(len(content)))
    is_workbook = content.startswith((ZIP_START, OLE_START))
    return _workbook(content, limits) if is_workbook else _csv_sheets(content, limits)


def _workbook(content: bytes, limits: Limits) -> list[Sheet]:
    try:
        _refuse_bomb(content, limits)
        workbook = python_calamine.load_workbook(io.BytesIO(content))
        names = workbook.sheet_names
        loaded = [workbook.get_sheet_by_name(name) for name in names]
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError) as error:
        raise UnreadableFile(FileProblem.UNREADABLE, str(error)[:200]) from error
    if sum(sheet.total_height for sheet in loaded) > limits.rows:
        raise UnreadableFile(FileProblem.TOO_MANY_ROWS, str(sum(sheet.total_height for sheet in loaded)))
    return [Sheet(name, list(_rows(_cells(sheet), limits))) for name, sheet in zip(names, loaded, strict=True)]


def _cells(sheet: Any) -> Iterator[list[str]]:
    return ([as_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False))


def _refuse_bomb(content: bytes, limits: Limits) -> None:
    """A small archive may unpack to anything: its directory tells how much before it is unpacked."""
    if not content.startswith(ZIP_START):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > max(HARMLESS, MAX_EXPANSION * min(len(content), limits.size)):
        raise UnreadableFile(FileProblem.TOO_LARGE, str(unpacked))


def _csv_sheets(content: bytes, limits: Limits) -> list[Sheet]:
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text[:SAMPLE]))
    try:
        rows = list(_rows(reader, limits))
    except csv.Error as error:
        raise UnreadableFile(FileProblem.UNREADABLE, f"{error} (line {reader.line_num})") from error
    return _form_sheets(rows) if rows and _names_sheet(rows[0]) else [Sheet(CSV_SHEET, rows)]


def _decoded(content: bytes) -> str:
    """UTF-8, else Windows-1252, which gives a character for nearly every byte."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(sample: str) -> str:
    """The separator that the first line with content has most of, outside quotes."""
    for line in sample.splitlines():
        bare = "".join(line.split('"')[::2])
        if bare.strip():
            return max(SEPARATORS, key=bare.count)
    return ","


def _names_sheet(row: Row) -> bool:
    return row.cells[0].lower() in FORM_SHEETS and not any(row.cells[1:])


def _form_sheets(rows: Iterable[Row]) -> list[Sheet]:
    """The sheets of an XLSForm in one CSV: the name of each stands alone in the first column, its rows behind it."""
    sheets: list[Sheet] = []
    for row in rows:
        if _names_sheet(row):
            sheets.append(Sheet(row.cells[0], []))
        else:
            sheets[-1].rows.append(Row(row.number, row.cells[1:]))
    return sheets


def _rows(cells: Iterable[list[str]], limits: Limits) -> Iterator[Row]:
    for number, line in enumerate(cells, start=1):
        if number > limits.rows:
            raise UnreadableFile(FileProblem.TOO_MANY_ROWS, str(number))
        trimmed = [cell.strip() for cell in line]
        if not any(trimmed):
            continue
        if len(trimmed) > limits.columns:
            raise UnreadableFile(FileProblem.TOO_MANY_COLUMNS, f"{len(trimmed)} in row {number}")
        if max(map(len, trimmed)) > limits.cell:
            raise UnreadableFile(FileProblem.CELL_TOO_LONG, f"row {number}")
        yield Row(number, trimmed)


def as_text(value: object) -> str:
    """A cell as people see it: whole numbers without a point, days in ISO form."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
