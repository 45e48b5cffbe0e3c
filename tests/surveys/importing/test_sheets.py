from datetime import date, datetime

import pytest

from portal.surveys.importing import sheets
from portal.surveys.importing.sheets import FileProblem, Limits, Row, UnreadableFile
from tests.support.shared_data import shared_data
from tests.surveys.importing.workbooks import workbook


def problem(content: bytes, **limits: int) -> FileProblem:
    with pytest.raises(UnreadableFile) as caught:
        sheets.read(content, Limits(**limits))
    return caught.value.problem


def test_a_workbook_is_read_with_its_row_numbers():
    content = workbook(survey=[["type", "name"], [], ["text", 3], ["date", 2.5]], choices=[])
    survey, choices = sheets.read(content)
    assert (survey.name, choices.rows) == ("survey", [])
    assert survey.rows == [Row(1, ["type", "name"]), Row(3, ["text", "3"]), Row(4, ["date", "2.5"])]


def test_rows_above_the_first_cell_count():
    content = workbook(answers=[[], [], ["", "a"]])
    assert sheets.read(content)[0].rows == [Row(3, ["", "a"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_in_the_encodings_people_have(encoding):
    content = "nom;âge\r\nÉlodie — là;42\r\n".encode(encoding)
    assert sheets.read(content)[0].rows == [Row(1, ["nom", "âge"]), Row(2, ["Élodie — là", "42"])]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_of_the_header(separator):
    header = f'"a, b; c"{separator}second{separator}third'
    assert sheets.read(header.encode())[0].rows[0].cells == ["a, b; c", "second", "third"]


def test_a_csv_of_an_xlsform_holds_several_sheets():
    content = b'"survey",,\n,"type","name"\n,"text","a"\n\n"choices",,\n,"list name","name"\n'
    survey, choices = sheets.read(content)
    assert (survey.name, survey.rows[1]) == ("survey", Row(3, ["text", "a"]))
    assert (choices.name, choices.rows) == ("choices", [Row(6, ["list name", "name"])])


def test_line_breaks_inside_a_cell_do_not_end_the_row():
    assert sheets.read(b'a,b\n"x\ny",z\nu,v\n')[0].rows == [
        Row(1, ["a", "b"]),
        Row(2, ["x\ny", "z"]),
        Row(3, ["u", "v"]),
    ]


def test_sizes_are_bounded():
    assert problem(b"") is FileProblem.EMPTY
    assert problem(b"a,b\n" * 10, size=20) is FileProblem.TOO_LARGE
    assert problem(b"a,b\n" * 10, rows=9) is FileProblem.TOO_MANY_ROWS
    assert problem(b"a,b,c\n", columns=2) is FileProblem.TOO_MANY_COLUMNS
    assert problem(b"aaaaa,b\n", cell=4) is FileProblem.CELL_TOO_LONG
    assert problem(b'"' + b"a" * 200_000 + b'",b\n') is FileProblem.UNREADABLE
    assert problem(workbook(a=[["x"]] * 30), rows=20) is FileProblem.TOO_MANY_ROWS


def test_an_archive_that_unpacks_to_too_much_is_refused_unopened():
    harmless = workbook(a=[["x"]] * 200)
    assert sheets.read(harmless, Limits(size=len(harmless)))[0].rows
    bomb = workbook(a=[["a" * 30_000 + str(number)] for number in range(1_100)])
    assert len(bomb) < 1_000_000
    assert problem(bomb) is FileProblem.TOO_LARGE


@pytest.mark.parametrize("content", [b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0nothing", workbook(a=[["x"]])[:300]])
def test_a_broken_workbook_is_refused_in_words(content):
    assert problem(content) is FileProblem.UNREADABLE


def test_cells_are_texts_as_people_see_them():
    values = [
        3.0,
        2.5,
        True,
        date(2026, 11, 24),
        datetime.fromisoformat("2026-11-24"),
        datetime.fromisoformat("2026-11-24 08:30"),
        "x",
        10.0**20,
    ]
    shown = [sheets.as_text(value) for value in values]
    assert shown[:6] == ["3", "2.5", "TRUE", "2026-11-24", "2026-11-24", "2026-11-24 08:30:00"]
    assert shown[6:] == ["x", "1e+20"]


def test_old_excel_files_are_read():
    survey = sheets.read(shared_data("C2_xlsform", "valid", "tutorial.xls").read_bytes())[0]
    assert survey.rows[0].cells[1:4] == ["type", "name", "label"]
