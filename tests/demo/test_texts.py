"""Every text of the demonstration in both languages, written as French typography asks."""

import datetime as dt
import re

import pytest

from portal.demo import documents, questionnaires
from portal.petitions.rules import texts
from portal.surveys.rules.questions import QuestionType

TODAY = dt.date(2026, 11, 24)
ALL = [*documents.surveys("town"), *documents.surveys("opposition")]
ANSWERS = [document["answer"] for document in documents.petitions() if "answer" in document]
STRAIGHT = re.compile(r"['\"]")
LOOSE = re.compile(r"\w [:;?!»%]|« \w")


def tables(node):
    """Every table that says something in French."""
    if isinstance(node, dict):
        if "fr" in node:
            yield node
        for value in node.values():
            yield from tables(value)
    elif isinstance(node, list):
        for value in node:
            yield from tables(value)


@pytest.mark.parametrize(
    "document", [*ALL, *documents.projects(), documents.organisations(), *documents.thresholds(), *ANSWERS], ids=str
)
def test_each_text_is_there_in_french_and_in_english(document):
    found = list(tables(document))
    assert found
    for table in found:
        assert table["fr"].strip(), table
        assert table.get("en", "").strip(), table
        assert not STRAIGHT.search(table["fr"] + table["en"]), table
        assert not LOOSE.search(table["fr"]), table


@pytest.mark.parametrize("document", documents.petitions(), ids=lambda document: document["ask"])
def test_each_petition_could_have_been_typed_by_a_resident(document):
    said = [document["ask"], document["background"], document["details"].strip()]
    assert texts.ask_problem(said[0]) is None
    assert texts.text_problem(said[1], texts.BACKGROUND_SIGNS, is_required=True) is None
    assert texts.text_problem(said[2], texts.DETAILS_SIGNS, is_required=True) is None
    news = [each[name] for each in document.get("updates", []) for name in ("title", "body")]
    comments = [each["says"] for each in document.get("comments", [])]
    for words in [*said, *news, *comments, document.get("note", ""), document.get("acknowledged_note", "")]:
        assert not STRAIGHT.search(words), words
        assert not LOOSE.search(words), words


@pytest.mark.parametrize("document", ALL, ids=[document["slug"] for document in ALL])
def test_each_survey_can_be_asked(document):
    asked = list(questionnaires.questionnaire(document, TODAY).questions())
    assert 5 <= len(asked) <= 11
    assert 2 <= len(document["pages"]) <= 4


def test_the_town_uses_every_type_of_question():
    asked = [
        question
        for document in documents.surveys("town")
        for question in questionnaires.questionnaire(document, TODAY).questions()
    ]
    assert {question.type for question in asked} == set(QuestionType)
    assert any(question.has_other for question in asked)
    assert any(option.is_exclusive for question in asked for option in question.options)
    assert any(question.is_decimal for question in asked)
