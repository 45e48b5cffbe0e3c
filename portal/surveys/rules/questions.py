"""What the portal uses of questionnaires, in one place: shapes, their JSON, their checks and their changes."""

from portal.surveys.rules.checks import check
from portal.surveys.rules.editing import (
    add_page,
    add_question,
    move_page,
    move_question,
    next_page_key,
    next_question_key,
    remove_page,
    remove_question,
    replace_page,
    replace_question,
    with_options,
)
from portal.surveys.rules.errors import WrongQuestionnaire
from portal.surveys.rules.json_form import from_json, to_json
from portal.surveys.rules.shapes import OTHER, Option, Page, Question, Questionnaire, QuestionType, Text, said

__all__ = [
    "OTHER",
    "Option",
    "Page",
    "Question",
    "QuestionType",
    "Questionnaire",
    "Text",
    "WrongQuestionnaire",
    "add_page",
    "add_question",
    "check",
    "from_json",
    "move_page",
    "move_question",
    "next_page_key",
    "next_question_key",
    "remove_page",
    "remove_question",
    "replace_page",
    "replace_question",
    "said",
    "to_json",
    "with_options",
]
