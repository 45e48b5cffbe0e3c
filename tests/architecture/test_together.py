"""Tests that share something dear run on one worker, as the places say."""

from tests.architecture import sources
from tests.support.together import PLACES, Together


def test_every_place_is_there() -> None:
    assert [place for place in PLACES if not (sources.ROOT / place).exists()] == []


def test_the_tests_of_a_place_are_one_piece_of_work_and_others_stand_alone() -> None:
    split = Together._split_scope
    assert {split(None, f"tests/e2e/test_{name}.py::test_it") for name in ("pages", "story")} == {"tests/e2e/"}
    assert split(None, "tests/core/test_tokens.py::test_it") == "tests/core/test_tokens.py::test_it"
