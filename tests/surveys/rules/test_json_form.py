import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.surveys.rules import questions
from portal.surveys.rules.errors import WrongQuestionnaire
from tests.surveys.rules import examples


def test_a_questionnaire_survives_json():
    questionnaire = examples.ten_questions()
    stored = json.dumps(questions.to_json(questionnaire))
    assert questions.from_json(json.loads(stored)) == questionnaire


def test_empty_fields_are_not_stored():
    document = questions.to_json(examples.one_page(examples.question("q1", "yes_no")))
    title = {"fr": "Question q1", "en": "Question q1"}
    assert document == {"pages": [{"key": "p1", "questions": [{"key": "q1", "type": "yes_no", "title": title}]}]}


def test_dates_are_stored_as_iso_days():
    document = questions.to_json(examples.ten_questions())
    assert document["pages"][1]["questions"][2]["minimum"] == "2020-01-01"


WRONG_FORMS = [
    ([], "", "an object"),
    ({"pages": {}}, "pages", "a list"),
    ({"pages": [], "theme": 1}, "theme", "unknown"),
    ({"pages": [1]}, "pages[0]", "an object"),
    ({"pages": [{"key": 3}]}, "pages[0].key", "a text"),
    ({"pages": [{"key": "p1", "title": "Bonjour"}]}, "pages[0].title", "by language"),
    ({"pages": [{"key": "p1", "title": {"français": "Bonjour"}}]}, "pages[0].title", "not a language code"),
    ({"pages": [{"key": "p1", "title": {"fr": None}}]}, "pages[0].title.fr", "a text"),
    ({"pages": [{"key": "p1"}], "spent_keys": -1}, "spent_keys", "from 0 up"),
    ({"pages": [{"key": "p1"}], "spent_keys": True}, "spent_keys", "from 0 up"),
]


@pytest.mark.parametrize(("document", "path", "why"), WRONG_FORMS)
def test_a_wrong_form_is_named_with_its_place(document, path, why):
    with pytest.raises(WrongQuestionnaire) as caught:
        questions.from_json(document)
    assert caught.value.path == path
    assert why in caught.value.why


WRONG_QUESTIONS = [
    ({"type": "matrix"}, "type"),
    ({"type": ["single"]}, "type"),
    ({"type": "number", "minimum": "1"}, "minimum"),
    ({"type": "number", "minimum": True}, "minimum"),
    ({"type": "number", "minimum": float("nan")}, "minimum"),
    ({"type": "date", "minimum": 2020}, "minimum"),
    ({"type": "date", "minimum": "24/11/2026"}, "minimum"),
    ({"type": "yes_no", "is_required": "yes"}, "is_required"),
    ({"type": "yes_no", "colour": "red"}, "colour"),
    ({"type": "single", "options": [{"key": "a", "label": {"fr": "A"}, "picture": 1}]}, "options[0].picture"),
]


@pytest.mark.parametrize(("fields", "path"), WRONG_QUESTIONS)
def test_a_wrong_question_is_named_with_its_field(fields, path):
    document = {"pages": [{"key": "p1", "questions": [{"key": "q1", "title": {"fr": "?"}} | fields]}]}
    with pytest.raises(WrongQuestionnaire) as caught:
        questions.from_json(document)
    assert caught.value.path == f"pages[0].questions[0].{path}"


def test_a_draft_may_be_unfinished_but_not_malformed():
    assert questions.from_json({"pages": []}, is_draft=True).pages == ()
    with pytest.raises(WrongQuestionnaire):
        questions.from_json({"pages": 3}, is_draft=True)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda children: (
        st.lists(children, max_size=3)
        | st.dictionaries(st.sampled_from(["pages", "key", "type", "title", "questions", "options", "fr"]), children)
    ),
    max_leaves=20,
)


@given(JSON_VALUES)
def test_whatever_comes_is_refused_in_words(document):
    with pytest.raises(WrongQuestionnaire):
        questions.from_json(document)


def test_a_wording_is_found_in_the_language_then_the_fallback_then_any():
    text = {"fr": "Oui", "br": "Ya"}
    assert questions.said(text, "br") == "Ya"
    assert questions.said(text, "en") == "Oui"
    assert questions.said({"br": "Ya", "fr": ""}, "en", "fr") == "Ya"
    assert questions.said({}, "en") == ""
