"""What a line of a sheet says of where somebody lives."""

import datetime as dt

import pytest

from portal.petitions.rules import paper, texts
from portal.petitions.rules.paper import WrongDay

DAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("place", "postcode"),
    [
        ("14000", "14000"),
        ("12 rue des Halles, 14000 Vire", "14000"),
        ("Rés. 12345 bis, 75011 Paris", "75011"),
        ("rue des Halles", ""),
        ("12 rue des Halles", ""),
        ("SW1A 1AA", "SW1A1AA"),
    ],
)
def test_the_postcode_is_found_in_an_address(place, postcode):
    assert paper.postcode_in(place) == postcode


@pytest.mark.parametrize("place", ["=1+1", "https://spam.example", "x" * 200, ""])
def test_a_place_that_is_none_is_refused(place):
    assert paper.place_problem(place) is not None


def test_a_plain_place_is_taken():
    assert paper.place_problem("12 rue des Halles, 14000 Vire") is None
    assert isinstance(paper.place_problem(""), texts.Problem)


def test_a_sheet_comes_in_before_the_closing_and_not_tomorrow():
    later = DAY + dt.timedelta(days=1)
    assert paper.wrong_day(later, today=DAY, closes_on=None) is WrongDay.LATER
    assert paper.wrong_day(DAY, today=later, closes_on=DAY) is None
    assert paper.wrong_day(later, today=later, closes_on=DAY) is WrongDay.AFTER_CLOSING
