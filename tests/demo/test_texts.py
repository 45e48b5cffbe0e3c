"""Every text of the demonstration in both languages, written as French typography asks."""

import datetime as dt
import re

import pytest

from portal.demo import documents, questionnaires
from portal.surveys.rules.questions import QuestionType

TODAY = dt.date(2026, 11, 24)
ALL = [*documents.surveys("town"), *documents.surveys("opposition")]
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


@pytest.mark.parametrize("document", [*ALL, *documents.projects(), documents.organisations()], ids=str)
def test_each_text_is_there_in_french_and_in_english(document):
    found = list(tables(document))
    assert found
    for table in found:
        assert table["fr"].strip(), table
        assert table.get("en", "").strip(), table
        assert not STRAIGHT.search(table["fr"] + table["en"]), table
        assert not LOOSE.search(table["fr"]), table


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
