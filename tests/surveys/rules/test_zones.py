from portal.surveys.rules.counting import Cell, summary
from portal.surveys.rules.zones import zone_table
from tests.surveys.rules.examples import one_page, options, question


def result_of(asked, by_zone):
    marks = {mark for counts in by_zone.values() for mark in counts}
    cells = {mark: Cell(sum(counts.get(mark, 0) for counts in by_zone.values())) for mark in marks}
    return summary(one_page(asked), cells)[0]


BY_ZONE = {
    "centre": {"q1": 60, "q1=a": 40, "q1=b": 17, "q1-": 3},
    "gare": {"q1": 50, "q1=a": 20, "q1=b": 24, "q1-": 6},
    "": {"q1": 30, "q1=a": 10, "q1=b": 12, "q1-": 8},
}


def test_answers_stand_by_zone_with_small_counts_hidden():
    asked = question("q1", "single", options=options("a", "b"))
    table = zone_table(result_of(asked, BY_ZONE), BY_ZONE, is_open=False)
    assert [option.key for option in table.options] == ["a", "b"]
    assert [row.zone for row in table.rows] == ["centre", "gare", ""]
    assert [row.counts for row in table.rows] == [(40, None), (20, 24), (10, None)]
    assert table.has_hidden
    assert table.rows[0].share(0) == 40 / 60
    assert table.rows[0].share(1) is None


def test_while_open_counts_move_in_steps_of_five():
    asked = question("q1", "yes_no")
    by_zone = {"centre": {"q1": 60, "q1=yes": 43, "q1=no": 17}, "gare": {"q1": 50, "q1=yes": 26, "q1=no": 24}}
    table = zone_table(result_of(asked, by_zone), by_zone, is_open=True)
    assert [row.counts for row in table.rows] == [(40, 15), (25, 20)]
    assert not table.has_hidden


def test_several_answers_have_no_total_by_zone():
    asked = question("q1", "multiple", options=options("a", "b"))
    by_zone = {"centre": {"q1": 9, "q1=a": 9, "q1=b": 2}, "gare": {"q1": 9, "q1=a": 7, "q1=b": 8}}
    table = zone_table(result_of(asked, by_zone), by_zone, is_open=False)
    assert [row.counts for row in table.rows] == [(9, None), (7, None)]


def test_words_and_numbers_are_not_set_against_zones():
    for kind in ("short_text", "long_text", "number", "date"):
        assert zone_table(result_of(question("q1", kind), {"a": {"q1": 9}}), {"a": {"q1": 9}}, is_open=False) is None
    assert zone_table(result_of(question("q1", "yes_no"), {}), {}, is_open=False) is None


def test_a_zone_where_nobody_was_asked_has_no_share():
    asked = question("q1", "yes_no")
    by_zone = {"centre": {"q1": 0}, "gare": {"q1": 20, "q1=yes": 20}}
    table = zone_table(result_of(asked, by_zone), by_zone, is_open=False)
    assert table.rows[0].counts == (0, 0)
    assert table.rows[0].share(0) is None
