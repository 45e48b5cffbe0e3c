"""Whose key each line keeps: a key stands for what was counted under it."""

from portal.surveys.rules.options import Line, rewrite
from portal.surveys.rules.questions import Option, Question, QuestionType

COUNTED = frozenset("abc")


def question(*labels):
    options = tuple(Option(key=key, label={"fr": label}) for key, label in zip("abcdef", labels, strict=False))
    return Question(key="q1", type=QuestionType.SINGLE, title={"fr": "?"}, options=options)


def keys(rewritten):
    return "".join(option.key for option in rewritten.question.options)


def lines(*labels):
    return [Line({"fr": label}) for label in labels]


def test_lines_that_only_move_keep_their_keys():
    assert keys(rewrite(question("Un", "Deux", "Trois"), lines("Trois", "Un", "Deux"), "fr", counted=COUNTED)) == "cab"


def test_a_reworded_line_keeps_its_key_while_nobody_could_choose_it():
    rewritten = rewrite(question("A pied", "Vélo", "Bus"), lines("À pied", "Bus", "À vélo"), "fr")
    assert keys(rewritten) == "acb"
    assert rewritten.doubts == []


def test_where_people_may_have_chosen_it_the_editor_is_asked_and_nothing_is_guessed():
    old = question("À pied", "En bus", "Autre")
    rewritten = rewrite(old, lines("À pied", "En bus ou en navette", "Autre"), "fr", counted=COUNTED)
    assert [(doubt.key, doubt.after) for doubt in rewritten.doubts] == [("b", "En bus ou en navette")]
    same = rewrite(old, lines("À pied", "En bus ou en navette", "Autre"), "fr", counted=COUNTED, is_same={"b": True})
    assert (keys(same), same.doubts) == ("abc", [])
    other = rewrite(old, lines("À pied", "En trottinette", "Autre"), "fr", counted=COUNTED, is_same={"b": False})
    assert (keys(other), other.doubts) == ("adc", [])


def test_a_line_put_in_takes_nobody_elses_key_and_spent_keys_never_come_back():
    added = rewrite(question("Un", "Deux"), lines("Zéro", "Un", "Deux"), "fr", counted=COUNTED)
    assert (keys(added), added.doubts) == ("cab", [])
    fewer = rewrite(added.question, lines("Un", "Deux"), "fr")
    again = rewrite(fewer.question, lines("Un", "Deux", "Quatre"), "fr")
    assert keys(again) == "abd"


def test_removing_a_line_asks_nothing():
    rewritten = rewrite(question("Un", "Deux", "Trois"), lines("Un", "Trois"), "fr", counted=COUNTED)
    assert (keys(rewritten), rewritten.doubts) == ("ac", [])
