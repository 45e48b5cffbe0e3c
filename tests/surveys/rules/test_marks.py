from portal.surveys.rules import answers
from portal.surveys.rules.counting import marks
from tests.surveys.rules.examples import ZONES, full_post, one_page, options, question, ten_questions


def test_a_response_counts_for_what_was_asked_and_chosen():
    reading = answers.read(ten_questions(), full_post(), language="fr", zones=ZONES)
    keys, amounts = marks(ten_questions(), reading.answers)
    assert keys == [
        *("q1", "q1=b"),
        *("q2", "q2=a", "q2=~other"),
        *("q3", "q3=4"),
        *("q5", "q5@36..48"),
        *("q6", "q6=gare"),
        *("q7", "q7@2026-11"),
        *("q8", "q8=yes"),
        "q9",
        "q10",
        *("q11", "q11=x"),
    ]
    assert amounts == {"q3": 4.0, "q5": 42.0}


def test_what_is_left_out_is_counted_as_asked_and_unanswered():
    keys, amounts = marks(ten_questions(), {"q1": "a", "q8": "no"})
    assert keys[:4] == ["q1", "q1=a", "q2", "q2-"]
    assert {"q3-", "q5-", "q6-", "q7-", "q9-", "q10-", "q11-"} < set(keys)
    assert amounts == {}


def test_a_single_other_counts_as_other_and_its_words_do_not():
    questionnaire = one_page(question("q1", "single", options=options("a"), has_other=True))
    assert marks(questionnaire, {"q1": {"chosen": "~other", "other": "Rue du Four"}}) == (["q1", "q1=~other"], {})


def test_zero_is_an_answer():
    questionnaire = one_page(question("q1", "number"), question("q2", "scale", minimum=0, maximum=10))
    assert marks(questionnaire, {"q1": 0, "q2": 0}) == (["q1", "q1@0..1", "q2", "q2=0"], {"q1": 0.0, "q2": 0.0})


def test_no_key_is_counted_twice():
    reading = answers.read(ten_questions(), full_post(), language="fr", zones=ZONES)
    keys, _ = marks(ten_questions(), reading.answers)
    assert len(keys) == len(set(keys))
