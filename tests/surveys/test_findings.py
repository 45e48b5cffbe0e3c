import pytest
from flask import Flask
from flask_babel import Babel

from portal.surveys import findings
from portal.surveys.rules.counting import Cell, summary
from portal.surveys.rules.questions import Option, Page, Question, Questionnaire, QuestionType


@pytest.fixture(autouse=True)
def page():
    app = Flask(__name__)
    Babel(app, default_locale="en")
    with app.test_request_context("/"):
        yield


def found(question, **counts):
    asked = Questionnaire(pages=(Page(key="p", questions=(question,)),), spent_keys=1)
    cells = {mark.replace("__", "="): cell for mark, cell in counts.items()}
    [finding] = findings.findings(summary(asked, cells), {})
    return finding


def single(**values):
    options = (Option(key="a", label={"en": "On foot"}), Option(key="b", label={"en": "By bus"}))
    return Question(key="q1", type=QuestionType.SINGLE, title={"en": "How?"}, options=options, **values)


def test_the_title_says_what_was_found_and_the_caption_what_was_asked(monkeypatch):
    monkeypatch.setattr(findings, "said", lambda text: text["en"])
    finding = found(single(), q1=Cell(10), q1__a=Cell(3), q1__b=Cell(6))
    assert finding.title == "“By bus” comes first, with 60%"
    assert finding.question == "How?"
    assert [(bar.label, bar.n) for bar in finding.bars] == [("By bus", 6), ("On foot", 3)]


@pytest.mark.parametrize(("first", "second"), [(2, 1), (5, 5), (0, 0)])
def test_few_answers_or_a_draw_find_nothing(monkeypatch, first, second):
    monkeypatch.setattr(findings, "said", lambda text: text["en"])
    finding = found(single(), q1=Cell(first + second), q1__a=Cell(first), q1__b=Cell(second))
    assert finding.title == finding.question == "How?"


def test_a_scale_is_titled_by_its_average_and_keeps_its_order(monkeypatch):
    monkeypatch.setattr(findings, "said", lambda text: text["en"])
    scale = Question(key="q1", type=QuestionType.SCALE, title={"en": "Safe?"}, minimum=1, maximum=5)
    finding = found(scale, q1=Cell(6, 21, 77), q1__3=Cell(3), q1__4=Cell(3))
    assert finding.title == "3.5 out of 5 on average"
    assert [bar.label for bar in finding.bars] == ["1", "2", "3", "4", "5"]
    assert finding.statistics == "Average 3.5, median 3.5."


@pytest.mark.parametrize(
    ("low", "high", "is_decimal", "words"),
    [(4, 5, False, "4"), (4, 8, False, "4 – 7"), (0.25, 0.5, True, "0.25 – 0.50"), (1, 2, True, "1 – 2")],
)
def test_numbers_are_grouped_in_words_that_do_not_overlap(low, high, is_decimal, words):
    assert findings._span(low, high, is_decimal=is_decimal) == words


def test_the_last_group_holds_the_most_that_could_be_said():
    number = Question(key="q1", type=QuestionType.NUMBER, title={"en": "Minutes?"}, minimum=0, maximum=30)
    finding = found(number, **{"q1": Cell(5, 150, 4500), "q1@27..30": Cell(5)})
    assert [bar.label for bar in finding.bars][-2:] == ["24 – 26", "27 – 30"]
