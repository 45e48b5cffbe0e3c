from dataclasses import replace

import pytest

from portal.surveys.rules import questions
from portal.surveys.rules.shapes import Page, Questionnaire, QuestionType
from tests.surveys.rules.examples import one_page, options, question


def three_questions() -> Questionnaire:
    return one_page(question("q1", "yes_no"), question("q2", "short_text"), question("q3", "long_text"))


def keys(questionnaire: Questionnaire) -> list[list[str]]:
    return [[each.key for each in page.questions] for page in questionnaire.pages]


def test_a_question_is_added_last_or_at_its_place():
    added = questions.add_question(three_questions(), "p1", question("q4", "date"))
    assert keys(added) == [["q1", "q2", "q3", "q4"]]
    assert keys(questions.add_question(added, "p1", question("q5", "date"), at=0)) == [["q5", "q1", "q2", "q3", "q4"]]


def test_a_removed_key_never_comes_back():
    shorter = questions.remove_question(three_questions(), "q3")
    assert questions.next_question_key(shorter) == "q4"
    emptied = questions.remove_page(questions.add_page(shorter, Page(key="p2")), "p1")
    assert questions.next_question_key(emptied) == "q4"
    read_back = questions.from_json(questions.to_json(emptied))
    assert questions.next_question_key(read_back) == "q4"


def test_keys_that_come_with_a_page_count_as_given():
    page = Page(key="p2", questions=(question("q9", "date"),))
    longer = questions.add_page(three_questions(), page)
    assert questions.next_question_key(questions.remove_page(longer, "p2")) == "q10"


def test_a_question_moves_within_its_page_and_to_another():
    two_pages = questions.add_page(three_questions(), Page(key="p2"))
    assert keys(questions.move_question(two_pages, "q3", "p1", 0)) == [["q3", "q1", "q2"], []]
    assert keys(questions.move_question(two_pages, "q1", "p2", 5)) == [["q2", "q3"], ["q1"]]


def test_pages_are_added_moved_replaced_and_removed():
    longer = questions.add_page(questions.add_page(three_questions(), Page(key="p2")), Page(key="p3"), at=0)
    assert [page.key for page in longer.pages] == ["p3", "p1", "p2"]
    assert questions.next_page_key(longer) == "p4"
    moved = questions.move_page(longer, "p3", 2)
    assert [page.key for page in moved.pages] == ["p1", "p2", "p3"]
    renamed = questions.replace_page(moved, "p2", Page(key="p2", title={"fr": "Vous"}))
    assert renamed.pages[1].title == {"fr": "Vous"}
    assert [page.key for page in questions.remove_page(renamed, "p1").pages] == ["p2", "p3"]


def test_a_question_is_replaced_under_its_key():
    changed = questions.replace_question(three_questions(), "q2", question("q2", "short_text", is_required=True))
    assert keys(changed) == [["q1", "q2", "q3"]]
    assert changed.pages[0].questions[1].is_required


def test_a_question_of_another_type_gets_a_new_key():
    changed = questions.replace_question(three_questions(), "q2", question("q2", "date"))
    assert keys(changed) == [["q1", "q4", "q3"]]
    assert changed.pages[0].questions[1].type is QuestionType.DATE
    assert questions.next_question_key(changed) == "q5"


def test_the_questionnaire_before_an_edit_stays_as_it_was():
    before = three_questions()
    questions.remove_question(before, "q1")
    assert before == three_questions()


@pytest.mark.parametrize("edit", [questions.remove_question, questions.remove_page])
def test_what_is_not_there_is_an_error(edit):
    with pytest.raises(KeyError):
        edit(three_questions(), "x9")
    with pytest.raises(KeyError):
        questions.move_question(three_questions(), "q1", "p9", 0)


def test_options_keep_their_keys_while_their_label_stays():
    asked = question("q1", "single", options=options("a", "b", "c"))
    asked = questions.with_options(asked, ["Choix c", " Nouveau ", "", "Choix a", "Choix a"], "fr")
    assert [(option.key, option.label["fr"]) for option in asked.options] == [
        ("c", "Choix c"),
        ("d", "Nouveau"),
        ("a", "Choix a"),
    ]


def test_a_removed_option_key_never_comes_back():
    asked = question("q1", "single", options=options("a", "b", "c"))
    asked = questions.with_options(asked, ["Choix a"], "fr")
    asked = questions.with_options(asked, ["Choix a", "Choix c"], "fr")
    assert [option.key for option in asked.options] == ["a", "d"]
    form = question("q1", "single", options=options("a"))
    replaced = questions.replace_question(one_page(asked), "q1", form)
    again = questions.with_options(replaced.pages[0].questions[0], ["Choix a", "Encore"], "fr")
    assert [option.key for option in again.options] == ["a", "e"]


def test_option_keys_go_on_after_z_and_leave_imported_keys_alone():
    many = questions.with_options(question("q1", "single"), [f"Choix {n}" for n in range(28)], "fr")
    assert [option.key for option in many.options][-3:] == ["z", "aa", "ab"]
    imported = replace(question("q1", "single"), options=options("never", "sometimes"))
    more = questions.with_options(imported, ["Choix never", "Toujours"], "fr")
    assert [option.key for option in more.options] == ["never", "a"]
