import time
from dataclasses import replace
from datetime import date

import pytest

from portal.surveys.rules import answers
from portal.surveys.rules.answers import Code
from portal.surveys.rules.problems import Problem
from tests.surveys.rules import examples
from tests.surveys.rules.examples import ZONES, full_post, one_page, options, question, ten_questions


def read_one(asked, *values, other=(), language="fr"):
    """The answer to one question, or the problem's code."""
    fields = {asked.key: list(values), asked.other_field: list(other)}
    reading = answers.read(one_page(asked), fields, language=language, zones=ZONES)
    if reading.problems:
        return reading.problems[0].code
    return reading.answers.get(asked.key)


def test_a_whole_post_becomes_answers():
    reading = answers.read(ten_questions(), full_post(), language="fr", zones=ZONES)
    assert reading.problems == []
    assert reading.answers == {
        "q1": "b",
        "q2": {"chosen": ["a", "~other"], "other": "Le marché du samedi"},
        "q3": 4,
        "q5": 42,
        "q6": "gare",
        "q7": "2026-11-24",
        "q8": "yes",
        "q9": "Rue des Lavandières",
        "q10": "Plus d’arbres.\nEt de l’ombre, surtout l’été.",
        "q11": "x",
    }


def test_what_is_missing_is_named_and_the_rest_is_kept():
    fields = full_post()
    del fields["q1"]
    fields["q8"] = [""]
    fields["q3"] = ["9"]
    reading = answers.read(ten_questions(), fields, language="fr", zones=ZONES)
    assert reading.problems == [
        Problem("q1", Code.MISSING),
        Problem("q3", Code.UNKNOWN_OPTION),
        Problem("q8", Code.MISSING),
    ]
    assert set(reading.answers) == {"q2", "q5", "q6", "q7", "q9", "q10", "q11"}


def test_an_empty_post_misses_only_what_is_required():
    reading = answers.read(ten_questions(), {}, language="fr", zones=ZONES)
    assert reading.answers == {}
    assert [problem.key for problem in reading.problems] == ["q1", "q8"]


def test_one_page_is_read_alone():
    fields = full_post() | {"q8": ["perhaps"], "q1": ["unknown"]}
    second = answers.read_page(ten_questions(), 1, fields, language="fr", zones=ZONES)
    assert [problem.key for problem in second.problems] == ["q8"]
    assert set(second.answers) == {"q5", "q6", "q7"}
    with pytest.raises(IndexError):
        answers.read_page(ten_questions(), 3, fields, language="fr", zones=ZONES)


def test_a_version_with_other_rules_gets_a_reader_of_its_own():
    optional = one_page(question("q1", "short_text"))
    required = one_page(question("q1", "short_text", is_required=True))
    assert answers.read(optional, {}, language="fr", zones={}).problems == []
    assert answers.read(required, {}, language="fr", zones={}).problems == [Problem("q1", Code.MISSING)]
    assert answers.compile_reader(optional) is answers.compile_reader(replace(optional))


SINGLE = question("q1", "single", options=options("a", "b"), has_other=True)


def test_a_single_choice_takes_one_offered_option():
    assert read_one(SINGLE, "a") == "a"
    assert read_one(SINGLE) is None
    assert read_one(SINGLE, "") is None
    assert read_one(SINGLE, "", "a") == "a"
    assert read_one(SINGLE, "c") is Code.UNKNOWN_OPTION
    assert read_one(SINGLE, "A") is Code.UNKNOWN_OPTION
    assert read_one(SINGLE, "a", "b") is Code.REPEATED
    assert read_one(SINGLE, "a", "a") is Code.REPEATED
    assert read_one(replace(SINGLE, has_other=False), "~other") is Code.UNKNOWN_OPTION


def test_other_needs_words_and_words_need_other():
    assert read_one(SINGLE, "~other", other=["  Le  marché\n"]) == {"chosen": "~other", "other": "Le marché"}
    assert read_one(SINGLE, "~other") is Code.OTHER_MISSING
    assert read_one(SINGLE, "~other", other=["   "]) is Code.OTHER_MISSING
    assert read_one(SINGLE, "~other", other=["x" * 201]) is Code.TOO_LONG
    assert read_one(SINGLE, "~other", other=["a", "b"]) is Code.REPEATED
    assert read_one(SINGLE, "~other", other=["a\x00"]) is Code.FORBIDDEN_CHARACTER
    assert read_one(SINGLE, "a", other=["unused\x00"]) == "a"


MULTIPLE = question(
    "q1", "multiple", options=options("a", "b", "c", "none", exclusive="none"), has_other=True, minimum=2, maximum=3
)


def test_a_multiple_choice_takes_several_in_the_order_offered():
    assert read_one(MULTIPLE, "c", "a") == ["a", "c"]
    assert read_one(MULTIPLE, "a", "", "c", "a") == ["a", "c"]
    assert read_one(MULTIPLE) is None
    assert read_one(MULTIPLE, "a") is Code.TOO_FEW
    assert read_one(MULTIPLE, "a", "b", "c", "~other", other=["x"]) is Code.TOO_MANY
    assert read_one(MULTIPLE, "a", "z") is Code.UNKNOWN_OPTION
    assert read_one(MULTIPLE, "a", "~other", other=["x"]) == {"chosen": ["a", "~other"], "other": "x"}
    assert read_one(MULTIPLE, "a", "~other") is Code.OTHER_MISSING
    assert read_one(MULTIPLE, "a", "b", other=["unused"]) == ["a", "b"]


def test_an_exclusive_option_stands_alone_and_needs_no_company():
    assert read_one(MULTIPLE, "none") == ["none"]
    assert read_one(MULTIPLE, "a", "none") is Code.EXCLUSIVE
    assert read_one(MULTIPLE, "none", "~other", other=["x"]) is Code.EXCLUSIVE


def test_how_many_ticks_are_wrong_is_told():
    reading = answers.read(one_page(MULTIPLE), {"q1": ["a"]}, language="fr", zones={})
    assert reading.problems[0].params == {"minimum": 2, "count": 1}


def test_a_scale_takes_its_points():
    scale = question("q1", "scale", minimum=0, maximum=10)
    assert read_one(scale, "0") == 0
    assert read_one(scale, "10") == 10
    for wrong in ("11", "-1", "05", "1.0", "٣", "un"):
        assert read_one(scale, wrong) is Code.UNKNOWN_OPTION
    assert read_one(scale, "1", "2") is Code.REPEATED


NUMBERS = [
    ("12", "fr", 12.0),
    (" 12 ", "fr", 12.0),
    ("-3,5", "fr", -3.5),
    ("−3.5", "fr", -3.5),
    ("1 234,5", "fr", 1234.5),
    ("1\u00a0234\u00a0567", "fr", 1234567.0),
    ("1\u202f234,5", "fr", 1234.5),
    ("1.234,5", "fr", 1234.5),
    ("1'234.5", "fr", 1234.5),
    ("1,234", "fr", 1.234),
    ("1,234", "en", 1234.0),
    ("1,234,567.5", "en", 1234567.5),
    ("3,5", "en", 3.5),
    ("١٢٫٥", "fr", 12.5),
    ("１２", "fr", 12.0),
    ("+7", "fr", 7.0),
]


@pytest.mark.parametrize(("typed", "language", "amount"), NUMBERS)
def test_a_number_is_read_as_people_write_it(typed, language, amount):
    asked = question("q1", "number", is_decimal=True)
    assert read_one(asked, typed, language=language) == amount


NO_NUMBERS = [
    "douze",
    "1e5",
    "inf",
    "nan",
    "0x10",
    "1_000",
    "²",
    "½",
    "1 2",
    "1,2,3",
    "--1",
    "1" * 41,
    "٣x",
    ".",
    "12 €",
]


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_is_refused(typed):
    asked = question("q1", "number", is_decimal=True)
    assert read_one(asked, typed) is Code.NOT_A_NUMBER


def test_a_number_keeps_its_bounds_and_its_kind():
    whole = question("q1", "number", minimum=0, maximum=120)
    assert read_one(whole, "120") == 120
    assert isinstance(read_one(whole, "3,0"), int)
    assert read_one(whole, "-1") is Code.TOO_SMALL
    assert read_one(whole, "121") is Code.TOO_LARGE
    assert read_one(whole, "3,5") is Code.NOT_WHOLE
    assert read_one(whole, "  ") is None
    unbounded = question("q1", "number")
    assert read_one(unbounded, str(10**12)) == 10**12
    assert read_one(unbounded, str(10**12 + 1)) is Code.TOO_LARGE
    assert read_one(unbounded, "9" * 39) is Code.TOO_LARGE
    assert isinstance(read_one(question("q1", "number", is_decimal=True), "3"), float)


DAY = question("q1", "date", minimum=date(2020, 1, 1), maximum=date(2026, 12, 31))


@pytest.mark.parametrize("typed", ["2026-11-24", "24/11/2026", "24.11.2026", "24-11-2026", " 24 / 11 / 2026 "])
def test_a_day_is_read_in_usual_forms(typed):
    assert read_one(DAY, typed) == "2026-11-24"


@pytest.mark.parametrize(
    "typed", ["31/02/2026", "2026-13-01", "24/11/26", "demain", "20261124", "٢٤/١١/٢٠٢٦", "0000-01-01"]
)
def test_what_is_no_day_is_refused(typed):
    assert read_one(DAY, typed) is Code.NOT_A_DATE


def test_a_day_keeps_its_bounds():
    assert read_one(DAY, "2019-12-31") is Code.TOO_EARLY
    assert read_one(DAY, "01/01/2027") is Code.TOO_LATE
    assert read_one(question("q1", "date"), "0001-01-01") == "0001-01-01"


def test_a_zone_is_one_of_the_layer():
    assert read_one(question("q1", "zone", layer="quartiers"), "rives") == "rives"
    assert read_one(question("q1", "zone", layer="quartiers"), "ailleurs") is Code.UNKNOWN_ZONE
    assert read_one(question("q1", "zone", layer="bureaux"), "rives") is Code.UNKNOWN_ZONE


def test_yes_or_no_is_nothing_else():
    asked = question("q1", "yes_no")
    assert [read_one(asked, value) for value in ("yes", "no", "")] == ["yes", "no", None]
    assert read_one(asked, "Yes") is Code.UNKNOWN_OPTION


def test_a_text_is_kept_in_one_form():
    short, long = question("q1", "short_text"), question("q1", "long_text")
    assert read_one(short, "  e\u0301te\u0301 \t\n indien ") == "été indien"
    assert read_one(long, "\r\n un  \r\ndeux\u2028trois\r\r\r\rquatre\n") == "un\ndeux\ntrois\n\nquatre"
    assert read_one(long, " \n ") is None


def test_a_text_is_counted_after_cleaning():
    short = question("q1", "short_text", maximum=5)
    assert read_one(short, "  e\u0301te\u0301s  ") == "étés"
    assert read_one(short, "abcdef") is Code.TOO_LONG
    assert read_one(question("q1", "short_text"), "a" * 201) is Code.TOO_LONG
    assert read_one(question("q1", "long_text"), "a" * 3000) == "a" * 3000
    assert read_one(question("q1", "long_text"), "a" * 3001) is Code.TOO_LONG
    assert read_one(question("q1", "long_text"), "a" * 50_000_000) is Code.TOO_LONG


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1b", "\x7f", "\x9b", "\ud800", "\uffff"])
def test_characters_that_cannot_be_kept_are_refused(character):
    for kind in ("short_text", "long_text"):
        assert read_one(question("q1", kind), f"a{character}b") is Code.FORBIDDEN_CHARACTER


def test_an_unanswered_required_question_with_blanks_is_missing():
    for kind in ("short_text", "long_text", "number", "date"):
        assert read_one(question("q1", kind, is_required=True), "   ") is Code.MISSING


def test_a_text_to_read_is_never_answered():
    assert read_one(examples.question("q1", "statement"), "yes") is None


HOSTILE = (
    lambda n: " " * n + "a",
    lambda n: "a " * (n // 2),
    lambda n: "\n " * (n // 2) + "a",
    lambda n: "e\u0301" * (n // 2),
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_costs_no_more_than_its_length(hostile):
    """Ten times the length, about ten times the work: a square would be a hundred times."""
    long = question("q1", "long_text")
    short_cost, long_cost = (least_cost(lambda n=n: read_one(long, hostile(n))) for n in (1_000, 10_000))
    assert long_cost < 40 * short_cost


def least_cost(act):
    """The processor time of an act, without what others took from it."""
    costs = []
    for _ in range(5):
        started = time.process_time_ns()
        for _ in range(20):
            act()
        costs.append(time.process_time_ns() - started)
    return min(costs)
