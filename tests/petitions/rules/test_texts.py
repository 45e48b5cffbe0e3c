"""Texts as people type and paste them: cleaned one way, refused for a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.petitions.rules import texts
from portal.petitions.rules.texts import Problem


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert texts.paragraphs(texts.paragraphs(text)) == texts.paragraphs(text)
    line = texts.one_line(text)
    assert texts.one_line(line) == line
    assert "\n" not in line


def test_pasted_text_loses_what_nobody_sees_and_keeps_its_paragraphs():
    pasted = "\ufeffUne\u00a0passerelle\u200b !\r\n\r\n\r\n\r\nFace à  l’ancienne\tfilature.\x00"
    assert texts.paragraphs(pasted) == "Une passerelle !\n\nFace à l’ancienne filature."


@pytest.mark.parametrize(
    "name",
    [
        "Carol Martin",
        "Jean-Pierre D’Été",
        "O'Neill",
        "Zoë",
        "李 小龍",
        "Мария",
        "M. Dupont",
        "Anne-Marie Le Com",
        "J.R.R. Tolkien",
    ],
)
def test_names_of_people_are_taken(name):
    assert texts.name_problem(texts.one_line(name)) is None


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", Problem.MISSING),
        ("=HYPERLINK(1)", Problem.FORMULA),
        ("+33 6", Problem.FORMULA),
        ("@carol", Problem.FORMULA),
        ("-Carol", Problem.FORMULA),
        ("www.achat.fr", Problem.LINK),
        ("Visit https://x", Problem.LINK),
        ("acheter.com pas cher", Problem.LINK),
        ("12 34", Problem.NO_LETTER),
        ("C", Problem.NO_LETTER),
        ("x" * 101, Problem.TOO_LONG),
    ],
)
def test_names_that_are_none_are_refused_with_a_reason(name, problem):
    assert texts.name_problem(texts.one_line(name)) == problem


@pytest.mark.parametrize(
    ("ask", "problem"),
    [
        ("Une passerelle", None),
        ("", Problem.MISSING),
        ("x" * 81, Problem.TOO_LONG),
        ("=1", Problem.FORMULA),
        ("Voir ville.fr", Problem.LINK),
    ],
)
def test_what_is_asked_is_short_and_no_address(ask, problem):
    assert texts.ask_problem(ask) == problem


@pytest.mark.parametrize(("typed", "kept"), [(" 14 000 ", "14000"), ("sw1a 1aa", "SW1A1AA"), ("2a004", "2A004")])
def test_postcodes_are_kept_in_one_spelling(typed, kept):
    assert texts.postcode(typed) == kept
    assert texts.postcode_problem(kept) is None


@pytest.mark.parametrize("typed", ["x", "CAEN", "14000!", "1" * 13, "-14000"])
def test_what_is_no_postcode_is_refused(typed):
    assert texts.postcode_problem(texts.postcode(typed)) == Problem.POSTCODE
