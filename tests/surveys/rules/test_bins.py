from hypothesis import given
from hypothesis import strategies as st

from portal.surveys.rules.bins import Bin, Bins
from tests.surveys.rules.examples import question


def labels(**bounds):
    return Bins(question("q1", "number", **bounds)).labels


def test_bounds_ten_apart_give_one_bin_a_value():
    assert labels(minimum=1, maximum=4) == ["1..2", "2..3", "3..4", "4..5"]
    assert len(labels(minimum=0, maximum=10)) == 11


def test_wider_bounds_give_ten_bins_of_a_whole_width():
    assert labels(minimum=0, maximum=100)[::9] == ["0..10", "90..100"]
    assert labels(minimum=0, maximum=25)[-1] == "24..27"


def test_decimals_give_ten_equal_bins():
    assert labels(minimum=0, maximum=1, is_decimal=True)[:3] == ["0..0.1", "0.1..0.2", "0.2..0.3"]
    assert labels(minimum=2.5, maximum=2.5, is_decimal=True) == ["2.5..3.5"]


def test_without_bounds_bins_grow_like_one_two_five():
    bins = Bins(question("q1", "number"))
    amounts = (0, 1, 4, 5, 99, 100, 1999, -1, -3)
    found = [bins.label(amount) for amount in amounts]
    assert found == ["0..1", "1..2", "2..5", "5..10", "50..100", "100..200", "1000..2000", "-1..0", "-5..-2"]
    assert Bins(question("q1", "number", minimum=0, is_decimal=True)).label(0.03) == "0.02..0.05"


def test_the_last_bin_holds_the_maximum_and_all_beyond():
    bins = Bins(question("q1", "number", minimum=0, maximum=100))
    assert [bins.label(amount) for amount in (-5, 99, 100, 400)] == ["0..10", "90..100", "90..100", "90..100"]


def test_a_label_gives_its_bin_back():
    for label in labels() + labels(minimum=-0.5, maximum=0.7, is_decimal=True):
        assert Bin.find(label).label == label
    assert Bin.find("2026-11") is None
    assert Bin.find("a..b") is None


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**9), st.booleans(), st.data())
def test_each_amount_lies_in_its_bin(low, span, is_decimal, data):
    bins = Bins(question("q1", "number", minimum=low, maximum=low + span, is_decimal=is_decimal))
    amount = data.draw(st.floats(low, low + span) if is_decimal else st.integers(low, low + span))
    found = Bin.find(bins.label(amount))
    assert found.low <= amount <= found.high
    assert len(bins.labels) <= 11
