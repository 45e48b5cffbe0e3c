"""Strings that break things: each is refused, or kept as something that JSON, PostgreSQL and a screen can hold."""

import json
import math
import unicodedata

import pytest

from portal.surveys.rules import answers
from portal.surveys.rules.counting import marks
from portal.surveys.rules.shapes import Questionnaire
from tests.support.shared_data import shared_data
from tests.surveys.rules.examples import ZONES, one_page, options, question

ASKED = {
    "single": question("q1", "single", options=options("a", "b"), has_other=True),
    "multiple": question("q1", "multiple", options=options("a", "b"), has_other=True),
    "scale": question("q1", "scale", minimum=0, maximum=10),
    "number": question("q1", "number", is_decimal=True),
    "whole": question("q1", "number"),
    "short_text": question("q1", "short_text"),
    "long_text": question("q1", "long_text"),
    "zone": question("q1", "zone", layer="quartiers"),
    "date": question("q1", "date"),
    "yes_no": question("q1", "yes_no"),
}


def hostile() -> list[str]:
    strings = json.loads(shared_data("G_hostile", "blns.json").read_text())
    formulas = json.loads(shared_data("G_hostile", "csv_formula_cases.json").read_text())
    return [
        *strings,
        *(each for each in formulas if isinstance(each, str)),
        "\x00",
        "a\x00b",
        "\ud800",
        "\u202e",
        "9" * 5000,
    ]


def assert_keeps_its_shape(questionnaire: Questionnaire, fields: dict[str, list[str]]) -> None:
    for language in ("fr", "en"):
        reading = answers.read(questionnaire, fields, language=language, zones=ZONES)
        stored = json.dumps(reading.answers, ensure_ascii=False)
        stored.encode()
        assert "\\u0000" not in stored
        assert json.loads(stored) == reading.answers
        keys, amounts = marks(questionnaire, reading.answers)
        assert all(len(key) < 60 and key.isascii() for key in keys)
        assert all(math.isfinite(amount) for amount in amounts.values())


@pytest.mark.parametrize("kind", ASKED)
def test_no_string_breaks_a_question(kind):
    questionnaire = one_page(ASKED[kind])
    for text in hostile():
        for values in ([text], [text, text], ["a", text]):
            assert_keeps_its_shape(questionnaire, {"q1": values})


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_no_string_breaks_the_words_of_other(kind):
    for text in hostile():
        assert_keeps_its_shape(one_page(ASKED[kind]), {"q1": ["~other"], "q1.other": [text]})


@pytest.mark.parametrize("kind", ["short_text", "long_text"])
def test_a_kept_text_is_clean_and_reads_the_same_again(kind):
    questionnaire = one_page(ASKED[kind])
    for text in hostile():
        kept = answers.read(questionnaire, {"q1": [text]}, language="fr", zones={}).answers.get("q1")
        if kept is None:
            continue
        assert kept == unicodedata.normalize("NFC", kept).strip()
        assert answers.read(questionnaire, {"q1": [kept]}, language="fr", zones={}).answers["q1"] == kept


def test_fields_that_nobody_asked_for_change_nothing():
    fields = {text: ["x"] for text in hostile()}
    reading = answers.read(one_page(ASKED["single"]), fields, language="fr", zones={})
    assert reading == answers.Reading({}, [])
