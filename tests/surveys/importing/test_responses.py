import csv
import io
from collections import Counter

import pytest

from portal.surveys.importing import sheets
from portal.surveys.importing.responses import Reader, questionnaire_from_header
from portal.surveys.importing.sheets import RESPONSE_LIMITS, Sheet
from portal.surveys.importing.warnings import Code
from portal.surveys.rules import questions
from portal.surveys.rules.answers import Code as Problem
from portal.surveys.rules.counting import marks
from portal.surveys.rules.shapes import QuestionType
from tests.support.shared_data import shared_data
from tests.surveys.importing.workbooks import sheet, workbook
from tests.surveys.rules.examples import one_page, options, question


def real(name: str) -> bytes:
    return shared_data("C5_survey_responses", name).read_bytes()


def counted(source: Sheet, language: str = "en") -> tuple[Counter[str], dict[str, questions.Question]]:
    """All marks of a file added up, and its questions by title."""
    questionnaire = questionnaire_from_header(source, language).questionnaire
    questions.check(questionnaire)
    reader = Reader(questionnaire, source, language, {})
    total: Counter[str] = Counter()
    for row in reader.rows:
        reading = reader.answers_from_row(row)
        assert reading.problems == []
        total.update(marks(questionnaire, reading.answers)[0])
    return total, {asked.title[language]: asked for asked in questionnaire.questions()}


def mark_of(asked: questions.Question, cell: str) -> str:
    if not cell:
        return f"{asked.key}-"
    if asked.type is QuestionType.YES_NO:
        return f"{asked.key}={cell.lower()}"
    by_label = {option.label["en"]: option.key for option in asked.options}
    return f"{asked.key}={by_label.get(' '.join(cell.split()), cell)}"


def test_the_comma_survey_adds_up_to_a_recount_of_its_file():
    content = real("comma-survey__comma-survey.csv")
    total, asked = counted(sheets.read(content, RESPONSE_LIMITS)[0])
    recount: Counter[str] = Counter()
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    for row in rows:
        for title, cell in row.items():
            if title != "RespondentID":
                recount.update([asked[title].key, mark_of(asked[title], cell)])
    assert len(rows) == 1129
    assert len(asked) == 12
    assert total == recount


def test_the_star_wars_survey_adds_up_to_a_recount_of_its_file():
    content = real("star-wars-survey__StarWars.csv")
    total, asked = counted(sheets.read(content, RESPONSE_LIMITS)[0])
    header, second, *rows = csv.reader(io.StringIO(content.decode("cp1252", "replace")))
    in_order = list(asked.values())
    columns = {3: in_order[2]} | dict(enumerate([*in_order[:2], None, *[None] * 5, *in_order[3:]], start=1))
    recount: Counter[str] = Counter()
    for row in rows:
        ticked = [mark_of(in_order[2], cell) for cell in row[3:9] if cell]
        recount.update([in_order[2].key, *(ticked or [f"{in_order[2].key}-"])])
        for column, each in columns.items():
            if each is not None and not 3 <= column <= 8:
                recount.update([each.key, mark_of(each, row[column].strip())])
    assert len(rows) == 1186
    assert second[3].startswith("Star Wars")
    assert header[9].startswith("Please rank")
    assert total == recount


def test_blocks_of_columns_become_ticks_ranks_and_rows():
    proposal = questionnaire_from_header(sheets.read(real("star-wars-survey__StarWars.csv"), RESPONSE_LIMITS)[0], "en")
    kinds = Counter(asked.type.value for asked in proposal.questionnaire.questions())
    assert kinds == {"yes_no": 5, "multiple": 1, "scale": 6, "single": 20}
    assert [warning.code for warning in proposal.warnings] == [Code.IDENTIFIER, Code.RANKING]
    grid = list(proposal.questionnaire.questions())[9:23]
    assert grid[0].title["en"].endswith("– Han Solo")
    assert len({tuple(option.label["en"] for option in asked.options) for asked in grid}) == 1


def guessed(*values: str, header: str = "Question") -> questions.Question:
    source = sheet("a", ["x", header], *([str(n % 2), value] for n, value in enumerate(values)))
    return list(questionnaire_from_header(source, "fr").questionnaire.questions())[-1]


def test_types_are_told_from_the_answers():
    assert guessed("Oui", "non", "oui", "").type is QuestionType.YES_NO
    assert guessed("24/11/2026", "2026-11-25").type is QuestionType.DATE
    assert guessed("1", "5", "3").type is QuestionType.SCALE
    assert guessed("0", "10", "3").minimum == 0
    assert guessed("1 200", "35", "7").type is QuestionType.NUMBER
    assert guessed("1,5", "2").is_decimal
    assert guessed("Rue du Four", "Place du marché").type is QuestionType.SHORT_TEXT
    assert guessed("x" * 201, "y").type is QuestionType.LONG_TEXT
    assert [option.label["fr"] for option in guessed(*"bbbaac", "c").options] == ["b", "a", "c"]
    assert guessed("Vélo;Bus", "Bus", "Vélo", "Bus;Vélo").type is QuestionType.MULTIPLE


def test_choices_with_numbers_stand_in_their_order():
    ages = guessed("60+", "18-29", "30-44", "18-29", "60+", "30-44")
    assert [option.label["fr"] for option in ages.options] == ["18-29", "30-44", "60+"]
    incomes = guessed("de 1 000 à 2 000 €", "de 0 à 1 000 €", "plus de 2 000,00 €", *["de 0 à 1 000 €"] * 4)
    assert [option.label["fr"][:7] for option in incomes.options] == ["de 0 à ", "de 1 00", "plus de"]


def test_spellings_of_one_choice_are_one_option():
    asked = guessed("Vélo", "vélo ", "Vélo", "VÉLO", "Bus", "bus")
    assert [option.label["fr"] for option in asked.options] == ["Vélo", "Bus"]


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("ID", ["1", "2"]),
        ("RespondentID", ["1", "1"]),
        ("Horodateur", ["hier", "demain"]),
        ("Adresse e-mail", ["", ""]),
        ("Votre contact", ["carol@example.org", "bob@example.org"]),
        ("Reçu le", ["2026-11-24 08:30:00", "2026-11-24T09:00"]),
        ("Numéro", [str(1_000_000 + n) for n in range(30)]),
    ],
)
def test_columns_that_name_people_or_lines_are_left_out(header, values):
    source = sheet("a", ["Question", header], *(["oui", value] for value in values))
    proposal = questionnaire_from_header(source, "fr")
    assert [asked.title["fr"] for asked in proposal.questionnaire.questions()] == ["Question"]
    assert [warning.code for warning in proposal.warnings] == [Code.IDENTIFIER]


def test_an_empty_column_is_reported_and_an_empty_sheet_too():
    proposal = questionnaire_from_header(sheet("a", ["Question", "Vide"], ["oui", ""]), "fr")
    assert [(warning.code, warning.detail) for warning in proposal.warnings] == [(Code.EMPTY, "Vide")]
    assert questionnaire_from_header(sheet("a"), "fr").warnings[0].code is Code.EMPTY


SURVEY = one_page(
    question("q1", "single", options=options("a", "b"), has_other=True),
    question("q2", "multiple", options=options("a", "b")),
    question("q3", "zone", layer="quartiers"),
    question("q4", "number", minimum=0, maximum=9, name="enfants"),
)
ZONES = {"quartiers": {"gare": "Quartier de la gare"}}


def read_row(header: list[str], *cells: str):
    source = sheet("a", header, list(cells))
    reader = Reader(SURVEY, source, "fr", ZONES)
    return reader.answers_from_row(reader.rows[0])


def test_columns_are_found_by_title_name_or_key():
    reading = read_row(
        ["question Q1", "q2", "Question q3", "ENFANTS"], "Choix b", "Choix a;b", "quartier de la gare", "3"
    )
    assert reading.problems == []
    assert reading.answers == {"q1": "b", "q2": ["a", "b"], "q3": "gare", "q4": 3}


def test_what_is_no_option_is_other_where_other_is_offered():
    assert read_row(["q1"], "Autre chose").answers == {"q1": {"chosen": "~other", "other": "Autre chose"}}


def test_a_row_that_cannot_be_read_is_refused_by_its_reasons():
    reading = read_row(["q2", "q3", "q4"], "Choix z", "ailleurs", "douze")
    assert [(problem.key, problem.code) for problem in reading.problems] == [
        ("q2", Problem.UNKNOWN_OPTION),
        ("q3", Problem.UNKNOWN_ZONE),
        ("q4", Problem.NOT_A_NUMBER),
    ]


def test_columns_nobody_asked_for_are_told():
    reader = Reader(SURVEY, sheet("a", ["q1", "Couleur", "q1"], ["a", "rouge", "b"]), "fr", ZONES)
    assert [warning.detail for warning in reader.unknown] == ["Couleur", "q1"]
    assert reader.answers_from_row(reader.rows[0]).answers == {"q1": "a"}


def test_ticks_in_a_block_without_a_second_header_are_named_by_what_they_say():
    source = sheet("a", ["Moyens", "", "Oui ?"], ["Vélo", "", "oui"], ["", "Bus", "non"], ["Vélo", "Bus", ""])
    questionnaire = questionnaire_from_header(source, "fr").questionnaire
    reader = Reader(questionnaire, source, "fr", {})
    assert [reader.answers_from_row(row).answers.get("q1") for row in reader.rows] == [["a"], ["b"], ["a", "b"]]


def test_ticks_under_a_second_header_may_say_no():
    source = sheet("a", ["Moyens", ""], ["Vélo", "Bus"], ["1", "0"], ["", "1"], ["0", ""])
    questionnaire = questionnaire_from_header(source, "fr").questionnaire
    reader = Reader(questionnaire, source, "fr", {})
    assert [reader.answers_from_row(row).answers for row in reader.rows] == [{"q1": ["a"]}, {"q1": ["b"]}, {}]


def test_a_workbook_of_responses_is_read_like_a_csv():
    content = workbook(Réponses=[["Âge", "Avis"], [42, "oui"], [18, "non"], [77, ""]])
    source = sheets.read(content, RESPONSE_LIMITS)[0]
    questionnaire = questionnaire_from_header(source, "fr").questionnaire
    reader = Reader(questionnaire, source, "fr", {})
    assert [reader.answers_from_row(row).answers for row in reader.rows] == [
        {"q1": 42, "q2": "yes"},
        {"q1": 18, "q2": "no"},
        {"q1": 77},
    ]
