"""Sheets that people download."""

import csv
import io
import json

import pytest
from python_calamine import CalamineWorkbook

from portal.core import tables
from tests.support.shared_data import shared_data


def read(pieces):
    return list(csv.reader(io.StringIO("".join(pieces).removeprefix("\ufeff"))))


@pytest.mark.parametrize("value", ["=1+1", "+33", "-2", "@SUM", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(value):
    assert tables.safe_cell(value) == "'" + value


@pytest.mark.parametrize("value", ["a=1", "", 3, -2.5, None])
def test_the_rest_stays_as_it_is(value):
    assert tables.safe_cell(value) == value


def test_hostile_strings_come_out_of_a_csv_as_they_went_in_and_run_nothing():
    strings = json.loads(shared_data("G_hostile", "blns.json").read_text())
    rows = read(tables.csv_stream(["text"], ([text] for text in strings)))
    assert [row[0] for row in rows[1:]] == [tables.safe_cell(text) for text in strings]


def test_a_long_csv_comes_in_pieces():
    rows = ([number, "é"] for number in range(10 * tables.FLUSH_ROWS))
    pieces = list(tables.csv_stream(["n", "text"], rows))
    assert len(pieces) == 11
    assert len(read(pieces)) == 10 * tables.FLUSH_ROWS + 1


def test_an_xlsx_holds_texts_as_texts(tmp_path):
    path = tmp_path / "sheet.xlsx"
    tables.write_xlsx(
        path, ["text", "n"], [["=1+1", 2], [None, 2.5]], title="A name that is longer than thirty-one signs"
    )
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert sheet == [["text", "n"], ["=1+1", 2], ["", 2.5]]


def test_a_sheet_that_no_spreadsheet_could_hold_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "XLSX_ROWS", 3)
    with pytest.raises(ValueError, match="export CSV"):
        tables.write_xlsx(tmp_path / "long.xlsx", ["n"], ([number] for number in range(5)), title="Long")
