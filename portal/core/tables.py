"""Sheets that people download: streamed row by row, and safe to open in a spreadsheet."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # spreadsheets of East Asia read the wide ones alike
XLSX_ROWS = 1_048_576
FLUSH_ROWS = 500


def safe_cell(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula, once it has dropped blanks, gets an apostrophe; numbers stay numbers."""
    if isinstance(value, str) and value.lstrip().startswith(FORMULA_SIGNS):
        return "'" + value
    return value


def csv_stream(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """CSV text in pieces, at constant memory: UTF-8 with a mark so that spreadsheets read accents."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([safe_cell(cell) for cell in header])
    for number, row in enumerate(rows, start=1):
        writer.writerow([safe_cell(cell) for cell in row])
        if number % FLUSH_ROWS == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def write_xlsx(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str) -> None:
    """An XLSX file of one sheet, at constant memory. Raises ValueError past the format's own limit of rows."""
    write_xlsx_book(path, [(title, header, rows)])


def write_xlsx_book(path: Path, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> None:
    """An XLSX file of several sheets (title, header, rows), written one after the other at constant memory."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:  # also gone when the disk is full: it must not stay so
        _write_book(path, sheets, folder)


def _write_book(path: Path, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]], folder: str) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "tmpdir": folder,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        for title, header, rows in sheets:
            sheet = book.add_worksheet(title[:31])
            sheet.write_row(0, 0, header)
            for number, row in enumerate(rows, start=1):
                if number >= XLSX_ROWS:
                    raise ValueError(f"an XLSX sheet ends at {XLSX_ROWS} rows: export CSV")
                sheet.write_row(number, 0, [_plain(cell) for cell in row])


def _plain(cell: Any) -> Any:
    return cell if isinstance(cell, int | float) else str(cell or "")
