import pytest

from portal.surveys.importing import sheets
from portal.surveys.importing.columns import Column, column_of
from portal.surveys.importing.constraints import Bounds, bounds_of
from portal.surveys.importing.kinds import Block, Kind, kind_of
from portal.surveys.importing.warnings import Code
from portal.surveys.importing.xlsform import read_form
from portal.surveys.rules import questions
from portal.surveys.rules.shapes import QuestionType
from tests.support.shared_data import shared_data
from tests.surveys.importing.workbooks import sheet

FILES = [
    *("case_insensitivity.xlsx", "cascading_select_test_equivalent.xls", "choice_filter_test.xlsx"),
    *("extra_columns.xlsx", "field-list.xlsx", "flat_xlsform_test.xlsx", "group.xlsx", "or_other.xlsx"),
    *("repeat_date_test.xls", "specify_other.xlsx", "survey_no_name.xlsx", "table-list.xls", "tutorial.xls"),
    *("utf_csv.csv", "widgets.csv", "widgets.xls", "xml_escaping.xls", "yes_or_no_question.xlsx"),
]


def imported(name: str):
    return read_form(sheets.read(shared_data("C2_xlsform", "valid", name).read_bytes()))


def asked(form):
    return list(form.questionnaire.questions())


def noted(form, *codes: Code):
    return [(warning.sheet, warning.row) for warning in form.warnings if warning.code in codes]


@pytest.mark.parametrize("name", FILES)
def test_each_real_form_gives_a_questionnaire_that_can_be_asked(name):
    form = imported(name)
    assert asked(form)
    questions.check(form.questionnaire)
    assert questions.from_json(questions.to_json(form.questionnaire)) == form.questionnaire


@pytest.mark.parametrize("name", FILES)
def test_no_row_of_a_real_form_is_lost_without_a_word(name):
    content = shared_data("C2_xlsform", "valid", name).read_bytes()
    read = sheets.read(content)
    survey = next((each for each in read if each.name.lower() == "survey"), read[0])
    form = read_form(read)
    header = [cell.lower() for cell in survey.rows[0].cells]
    told = {warning.row for warning in form.warnings if warning.sheet == survey.name}
    types = [row.cells[header.index("type")] for row in survey.rows[1:] if row.number not in told]
    silent_groups = [written for written in types if kind_of(written).opens or kind_of(written).closes]
    assert len(types) - len(silent_groups) <= len(asked(form))


def test_the_tutorial_is_asked_once_and_its_repeat_is_reported():
    form = imported("tutorial.xls")
    assert noted(form, Code.REPEAT) == [("survey", 2), ("survey", 13)]
    assert noted(form, Code.CONDITION) == [("survey", row) for row in (9, 10, 11, 12)]
    assert [question.name for question in asked(form)][:3] == ["name", "relationship_to_household_head", "sex"]
    months, years = asked(form)[6:8]
    assert (months.type, months.maximum, years.minimum) == (QuestionType.NUMBER, 72, 5)
    assert [option.label["fr"] for option in asked(form)[2].options] == ["Male", "Female"]


def test_headers_are_read_in_any_case_and_language():
    assert column_of("Label::Français (fr)", "en") == Column("label", "fr")
    assert column_of("label:English", "fr") == Column("label", "en")
    assert column_of("HINT", "fr") == Column("hint", "fr")
    assert column_of("bind:jr:constraintMsg", "fr") == Column("constraint_message", "fr")
    assert column_of("bind::required", "fr") == Column("required")
    assert column_of("List  Name", "fr") == Column("list_name")
    assert column_of("media::image::English (en)", "fr").name == "media"
    assert column_of("label::Klingon", "fr") == Column("label", "und")


KINDS = [
    ("select_one colours", Kind(question=QuestionType.SINGLE, list_name="colours")),
    ("select one from Colours", Kind(question=QuestionType.SINGLE, list_name="Colours")),
    ("Select_Multiple  colours", Kind(question=QuestionType.MULTIPLE, list_name="colours")),
    ("select all that apply from list", Kind(question=QuestionType.MULTIPLE, list_name="list")),
    ("select_one colours or_other", Kind(question=QuestionType.SINGLE, list_name="colours", has_other=True)),
    ("select one from s or specify other", Kind(question=QuestionType.SINGLE, list_name="s", has_other=True)),
    ("Begin Group", Kind(opens=Block.GROUP)),
    ("end_repeat", Kind(closes=Block.REPEAT)),
    ("deviceid", Kind(is_meta=True)),
    ("decimal", Kind(question=QuestionType.NUMBER, is_decimal=True)),
    ("geopoint", Kind()),
    ("select_one_external c1", Kind()),
    ("rank colours", Kind()),
    ("select_one", Kind()),
]


@pytest.mark.parametrize(("written", "kind"), KINDS)
def test_types_are_read_in_all_their_spellings(written, kind):
    assert kind_of(written) == kind


WHOLE, DECIMAL = (QuestionType.NUMBER, False), (QuestionType.NUMBER, True)
CONSTRAINTS = [
    (". >= 1 and . <= 10", WHOLE, Bounds(1, 10)),
    ("(.>1) AND (.<10)", WHOLE, Bounds(2, 9)),
    (". > 2.5 and . < 4.5", WHOLE, Bounds(3, 4)),
    (". > 10.51 and . < 18.39", DECIMAL, Bounds(10.51, 18.39, is_exact=False)),
    (". = 3", WHOLE, Bounds(3, 3)),
    ("string-length(.) <= 80", (QuestionType.SHORT_TEXT, False), Bounds(None, 80)),
    ("count-selected( . ) < 4", (QuestionType.MULTIPLE, False), Bounds(None, 3)),
    (". <= ${age}", WHOLE, None),
    (". >= today()", (QuestionType.DATE, False), None),
    (". > 3 or . < 1", WHOLE, None),
    (". > 3 and . > 5", WHOLE, None),
    ("regex(., '[a-z]+')", (QuestionType.SHORT_TEXT, False), None),
    (". >= 3", (QuestionType.SHORT_TEXT, False), None),
    (". >= 3", (QuestionType.DATE, False), None),
    (". >= '2026-02-31'", (QuestionType.DATE, False), None),
]


@pytest.mark.parametrize(("constraint", "kind", "bounds"), CONSTRAINTS)
def test_simple_constraints_are_understood_and_no_others(constraint, kind, bounds):
    assert bounds_of(constraint, kind[0], is_decimal=kind[1]) == bounds


def test_a_date_constraint_is_understood():
    found = bounds_of(". >= date('2020-01-01') and . < '2021-01-01'", QuestionType.DATE, is_decimal=False)
    assert (str(found.minimum), str(found.maximum)) == ("2020-01-01", "2020-12-31")


def test_groups_become_pages_with_their_titles():
    form = read_form(
        [
            sheet(
                "survey",
                ["type", "name", "label", "hint", "required"],
                ["text", "a", "A", "", "yes"],
                ["begin group", "g", "Vous", "Quelques mots", ""],
                ["integer", "b", "B", "", "TRUE"],
                ["begin group", "h", "Votre rue", "", ""],
                ["note", "c", "Merci", "", "yes"],
                ["end group", "", "", "", ""],
                ["date", "d", "D", "", "${a}='x'"],
                ["end group", "", "", "", ""],
            )
        ]
    )
    assert [page.title.get("fr") for page in form.questionnaire.pages] == [None, "Vous", "Votre rue", "Vous"]
    assert form.questionnaire.pages[1].intro == {"fr": "Quelques mots"}
    assert [question.is_required for question in asked(form)] == [True, True, False, False]
    assert noted(form, Code.REQUIRED) == [("survey", 8)]


def test_ranges_become_scales_or_numbers():
    rows = [["range", "a", "A", "start=1 end=5 step=1"], ["range", "b", "B", "start=0, end=100, step=5"]]
    form = read_form([sheet("survey", ["type", "name", "label", "parameters"], *rows, ["range", "c", "C", "start=x"])])
    kinds = [(question.type.value, question.minimum, question.maximum) for question in asked(form)]
    assert kinds == [("scale", 1, 5), ("number", 0, 100), ("scale", 1, 10)]
    assert noted(form, Code.APPROXIMATED, Code.UNSUPPORTED_COLUMN) == [("survey", 3), ("survey", 4)]


def test_translations_stand_side_by_side():
    form = read_form(
        [
            sheet(
                "survey",
                ["type", "name", "label::Français (fr)", "label::English (en)"],
                ["select_one l", "a", "Où ?", "Where?"],
            ),
            sheet("choices", ["list_name", "name", "label::fr", "label::English"], ["l", "x", "Ici", "Here"]),
            sheet("settings", ["form_title", "default_language"], ["Quartier", "Français (fr)"]),
        ]
    )
    assert form.title == "Quartier"
    assert asked(form)[0].title == {"fr": "Où ?", "en": "Where?"}
    assert asked(form)[0].options[0].label == {"fr": "Ici", "en": "Here"}
    assert form.warnings == []


def test_choices_get_keys_that_can_be_counted():
    rows = [["l", "Très bien !", "A"], ["l", "très bien", "B"], ["l", "非常", "C"], ["", "lost", "D"], ["l", "", ""]]
    form = read_form(
        [
            sheet("survey", ["type", "name", "label"], ["select_multiple l", "a", "A"], ["select_one m", "b", "B"]),
            sheet("choices", ["list_name", "name", "label"], *rows),
        ]
    )
    assert [option.key for option in asked(form)[0].options] == ["Tres_bien", "tres_bien", "option"]
    assert noted(form, Code.RENAMED_CHOICE) == [("choices", 2), ("choices", 3), ("choices", 4)]
    assert noted(form, Code.NO_LIST) == [("choices", 5), ("choices", 6)]
    assert noted(form, Code.UNKNOWN_LIST) == [("survey", 3)]


def test_what_goes_over_the_limits_is_told():
    many = [["text", f"n{n}", "x"] for n in range(205)]
    form = read_form([sheet("survey", ["type", "name", "label"], ["text", "long", "x" * 600], *many)])
    assert len(asked(form)) == 200
    assert len(asked(form)[0].title["fr"]) == 500
    assert noted(form, Code.TOO_LONG) == [("survey", 2)]
    assert len(noted(form, Code.TOO_MANY)) == 6


def test_a_form_that_makes_no_sense_gives_no_question_and_says_so():
    nonsense = sheet("survey", ["colour", "taste"], ["red", "sweet"])
    for form in (read_form([]), read_form([nonsense]), read_form([sheet("survey")])):
        assert asked(form) == []
        assert noted(form, Code.EMPTY)
    open_group = read_form(
        [sheet("survey", ["type", "label"], ["end repeat", ""], ["text", "A"], ["begin group", "G"])]
    )
    assert noted(open_group, Code.GROUPS) == [("survey", 2), ("survey", 4)]


def test_a_question_with_bounds_that_cannot_hold_is_left_out_with_its_reason():
    rows = [["integer", "a", "A", ". >= 10 and . <= 1"], ["text", "b", "a\x00b", ""], ["text", "c", "C", ""]]
    form = read_form([sheet("survey", ["type", "name", "label", "constraint"], *rows)])
    assert noted(form, Code.WRONG_QUESTION) == [("survey", 2), ("survey", 3)]
    assert [question.key for question in asked(form)] == ["q1", "q2"]
