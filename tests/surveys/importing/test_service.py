"""Files through the recording path: the tally of what was imported equals a recount of the file."""

import csv
import io
from collections import Counter

import pytest

from portal.core import progress
from portal.core.database import db
from portal.core.errors import Refused
from portal.participation import tally
from portal.participation.models import Participation
from portal.participation.queries import tallies
from portal.surveys import queries as surveys
from portal.surveys import service as survey_service
from portal.surveys.importing import service
from portal.surveys.importing.warnings import Code
from portal.surveys.rules.shapes import Option, Page, Question, Questionnaire, QuestionType
from tests.support import cast, work
from tests.support.shared_data import shared_data
from tests.surveys.importing.workbooks import workbook

pytestmark = pytest.mark.usefixtures("town")

SHEET = "ID;Comment venez-vous ?;Votre quartier\n1;À pied;Gare\n2;À vélo;\n3;En fusée;Gare\n4;À pied;Gare\n".encode()


def asked() -> Questionnaire:
    options = (Option(key="a", label={"fr": "À pied"}), Option(key="b", label={"fr": "À vélo"}))
    mode = Question(key="q1", type=QuestionType.SINGLE, title={"fr": "Comment venez-vous ?"}, options=options)
    zone = Question(key="q2", type=QuestionType.ZONE, title={"fr": "Votre quartier"})
    return Questionnaire(pages=(Page(key="p1", questions=(mode, zone)),))


def cells(activity_id: int) -> Counter[str]:
    total: Counter[str] = Counter()
    for cell in tallies.cells(activity_id):
        total[cell.mark] += cell.n
    return +total


def test_rows_are_recorded_counted_and_refused_by_line():
    survey = cast.survey(asked=asked())
    report = service.import_responses(survey.id, SHEET)
    assert (report.read, report.added, report.unchanged) == (4, 3, 0)
    assert [(refusal.row, refusal.reasons) for refusal in report.refused] == [
        (4, ["Comment venez-vous ?\u00a0: Choisissez une des réponses proposées."])
    ]
    assert [(warning.code, warning.detail) for warning in report.warnings] == [(Code.UNKNOWN_COLUMN, "ID")]
    work.do_all()
    assert cells(survey.id)["q1=a"] == 2
    assert cells(survey.id)["q2=gare"] == 2
    assert {row.channel for row in db.session.query(Participation)} == {"import"}
    assert tally.verify(survey.id) == []


def test_a_second_import_adds_only_what_is_new():
    survey = cast.survey(asked=asked())
    service.import_responses(survey.id, SHEET)
    mended = SHEET.replace("En fusée".encode(), "À vélo".encode())
    report = service.import_responses(survey.id, mended)
    assert (report.added, report.unchanged, report.refused) == (1, 3, [])


def test_rows_that_say_the_same_all_count():
    survey = cast.survey(asked=asked())
    same = "Comment venez-vous ?\nÀ pied\nÀ pied\nÀ pied\n".encode()
    assert service.import_responses(survey.id, same).added == 3
    assert service.import_responses(survey.id, same).unchanged == 3


def test_the_import_can_be_followed_and_stopped(monkeypatch):
    monkeypatch.setattr(service, "BATCH", 1)
    survey, told = cast.survey(asked=asked()), []

    def tell(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            progress.cancel(db.session.query(progress.Progress.id).scalar())

    report = service.import_responses(survey.id, SHEET, tell=tell)
    assert told == [(1, 4), (2, 4)]
    assert (report.added, report.is_cancelled) == (2, True)
    row = db.session.query(progress.Progress).one()
    db.session.refresh(row)
    assert (row.state, row.report["added"]) == ("cancelled", 2)


def test_a_file_that_cannot_be_read_is_refused_in_words():
    survey = cast.survey(asked=asked())
    with pytest.raises(Refused, match="Ce fichier est vide"):
        service.import_responses(survey.id, b"")
    with pytest.raises(Refused, match="ne peut pas être lu"):
        service.import_questionnaire(b"PK\x03\x04broken", name="x")
    with pytest.raises(Refused, match="Aucune question"):
        service.import_questionnaire(workbook(survey=[["type", "name", "label"], ["geopoint", "a", "A"]]), name="x")


def test_responses_wait_for_published_questions():
    draft = survey_service.create(asked(), title={"fr": "Brouillon"})
    with pytest.raises(Refused, match="Publiez"):
        service.import_responses(draft.id, SHEET)


def test_the_tutorial_becomes_a_survey_that_can_be_opened():
    content = shared_data("C2_xlsform", "valid", "tutorial.xls").read_bytes()
    made = service.import_questionnaire(content, name="tutorial", is_opened=True)
    assert made.activity.title == {"fr": "tutorial"}
    assert [warning.row for warning in made.warnings if warning.code is Code.REPEAT] == [2, 13]
    assert len(list(surveys.current_form(made.activity.id).questionnaire.questions())) == 10


def test_a_sheet_of_responses_becomes_a_survey_and_its_tally_a_recount_of_it():
    content = shared_data("C5_survey_responses", "comma-survey__comma-survey.csv").read_bytes()
    made = service.import_questionnaire(content, name="comma", is_opened=True, access="anyone")
    report = service.import_responses(made.activity.id, content)
    assert (report.read, report.added, report.refused) == (1129, 1129, [])
    work.do_all()
    found = cells(made.activity.id)
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    for asked_one in surveys.current_form(made.activity.id).questionnaire.questions():
        said = Counter(row[asked_one.title["fr"]] for row in rows)
        blank = said.pop("", 0)
        labels = {option.key: option.label["fr"] for option in asked_one.options} or {"yes": "Yes", "no": "No"}
        assert {labels[key]: found[f"{asked_one.key}={key}"] for key in labels} == said
        assert found[f"{asked_one.key}-"] == blank
        assert found[asked_one.key] == 1129
    assert tally.verify(made.activity.id) == []
