import math
import random
import statistics as by_hand
from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from portal.surveys.rules import answers
from portal.surveys.rules.counting import Cell, as_json, marks, summary
from tests.surveys.rules.examples import ZONES, full_post, one_page, options, question, ten_questions


def tally(questionnaire, responses):
    """Cells as the tally keeps them, from answers."""
    counts: Counter[str] = Counter()
    sums: defaultdict[str, float] = defaultdict(float)
    squares: defaultdict[str, float] = defaultdict(float)
    for response in responses:
        keys, amounts = marks(questionnaire, response)
        counts.update(keys)
        for key, amount in amounts.items():
            sums[key] += amount
            squares[key] += amount * amount
    return {key: Cell(n, sums[key], squares[key]) for key, n in counts.items()}


def only(questionnaire, responses, **more):
    """The result of the one question."""
    (result,) = summary(questionnaire, tally(questionnaire, responses), **more)
    return result


def counts(result):
    return [(option.key, option.n) for option in result.options]


CHOICE = question(
    "q1", "multiple", options=options("a", "none", "b", "c", exclusive="none"), has_other=True, is_required=False
)


def test_options_keep_their_order_and_shares_are_of_those_asked():
    responses = [{"q1": ["b"]}, {"q1": ["b", "c"]}, {"q1": ["none"]}, {"q1": {"chosen": ["~other"], "other": "x"}}, {}]
    result = only(one_page(CHOICE), responses)
    assert (result.asked, result.answered, result.unanswered) == (5, 4, 1)
    assert counts(result) == [("a", 0), ("none", 1), ("b", 2), ("c", 1), ("~other", 1)]
    assert [option.share for option in result.options] == [0, 0.2, 0.4, 0.2, 0.2]
    assert result.share_of_answered(result.options[2]) == 0.5


def test_sorted_by_size_the_exclusive_and_the_other_stay_last():
    responses = [{"q1": ["none"]}] * 5 + [{"q1": ["c"]}] * 2 + [{"q1": ["b"]}]
    result = only(one_page(CHOICE), responses)
    assert [option.key for option in result.by_size()] == ["c", "b", "a", "none", "~other"]


def test_nobody_asked_is_no_division_by_zero():
    for result in summary(ten_questions(), {}):
        assert (result.asked, result.answered, result.statistics) == (0, 0, None)
        assert all(option.share == 0 for option in result.options)


def test_texts_to_read_have_no_result_and_texts_no_options():
    reading = answers.read(ten_questions(), full_post(), language="fr", zones=ZONES)
    results = {
        result.question.key: result for result in summary(ten_questions(), tally(ten_questions(), [reading.answers]))
    }
    assert "q4" not in results
    assert results["q9"].options == []
    assert results["q9"].answered == 1
    assert counts(results["q7"]) == [("2026-11", 1)]
    assert counts(results["q8"]) == [("yes", 1), ("no", 0)]


def test_zones_show_all_names_in_order():
    result = only(
        one_page(question("q1", "zone", layer="quartiers")),
        [{"q1": "gare"}, {"q1": "perdue"}],
        zones={"quartiers": {"centre": "Centre", "gare": "Gare"}},
    )
    assert [(o.key, o.label.get(""), o.n, o.is_removed) for o in result.options] == [
        ("centre", "Centre", 0, False),
        ("gare", "Gare", 1, False),
        ("perdue", None, 1, True),
    ]


def test_an_option_of_an_earlier_version_keeps_its_name_and_its_votes():
    before = one_page(question("q1", "single", options=options("a", "b"), has_other=True))
    after = one_page(replace(before.pages[0].questions[0], options=options("a", "c"), has_other=False))
    cells = tally(before, [{"q1": "b"}, {"q1": "a"}, {"q1": {"chosen": "~other", "other": "x"}}])
    (result,) = summary(after, cells, former=[before])
    assert counts(result) == [("a", 1), ("c", 0), ("b", 1), ("~other", 1)]
    assert [option.is_removed for option in result.options] == [False, False, True, True]
    assert result.options[2].label == {"fr": "Choix b"}


def test_counts_below_zero_show_as_zero():
    cells = {"q1": Cell(-1), "q1=a": Cell(-2), "other": Cell(3)}
    (result,) = summary(one_page(CHOICE), cells)
    assert (result.asked, result.answered, result.options[0].n) == (0, 0, 0)


@pytest.mark.parametrize("size", [1, 2, 7, 500])
def test_a_scale_has_the_statistics_of_its_answers(size):
    scale = question("q1", "scale", minimum=1, maximum=7)
    points = [random.Random(size).randint(1, 7) for _ in range(size)]
    figures = only(one_page(scale), [{"q1": point} for point in points] + [{}]).statistics
    assert figures.n == size
    assert math.isclose(figures.mean, by_hand.mean(points))
    assert math.isclose(figures.standard_deviation, by_hand.pstdev(points), abs_tol=1e-9)
    assert figures.median == by_hand.median(points)


def test_the_median_of_a_number_is_read_inside_its_bin():
    ages = one_page(question("q1", "number", minimum=0, maximum=100))
    amounts = [random.Random(1).randint(18, 90) for _ in range(2000)]
    figures = only(ages, [{"q1": amount} for amount in amounts]).statistics
    assert math.isclose(figures.mean, by_hand.mean(amounts))
    assert abs(figures.median - by_hand.median(amounts)) < 2


def test_the_median_of_small_whole_numbers_is_one_of_them():
    people = one_page(question("q1", "number", minimum=1, maximum=8))
    assert only(people, [{"q1": n} for n in (1, 2, 2, 4, 8)]).statistics.median == 2


def test_bins_without_bounds_show_from_the_first_to_the_last_filled():
    result = only(one_page(question("q1", "number")), [{"q1": 3}, {"q1": 30}])
    assert counts(result) == [("2..5", 1), ("5..10", 0), ("10..20", 0), ("20..50", 1)]


def test_the_public_json_is_worded_and_rounded():
    scale = one_page(question("q1", "scale", minimum=1, maximum=3))
    document = as_json(only(scale, [{"q1": 1}, {"q1": 2}, {"q1": 2}]), "en")
    assert document["title"] == "Question q1"
    assert document["options"][0] == {"key": "1", "label": "1", "n": 1, "share": 0.3333}
    assert document["statistics"] == {"n": 3, "mean": 1.6667, "standard_deviation": 0.4714, "median": 2.0}
    yes = one_page(question("q1", "yes_no"))
    document = as_json(only(yes, [{"q1": "yes"}]), "fr", words={"yes": "Oui"})
    assert [option["label"] for option in document["options"]] == ["Oui", "no"]
    assert "statistics" not in document
