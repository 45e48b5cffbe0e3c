"""Small workbooks for tests, written as people's programs write them."""

import io

import xlsxwriter

from portal.surveys.importing.sheets import Row, Sheet


def workbook(**sheets: list[list[object]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return buffer.getvalue()


def sheet(name: str, *rows: list[str]) -> Sheet:
    return Sheet(name, [Row(number, list(cells)) for number, cells in enumerate(rows, start=1) if any(cells)])
