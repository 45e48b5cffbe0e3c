"""What of a response may stay when a person is erased: what was chosen, never what was written."""

from typing import Any

from portal.surveys import queries
from portal.surveys.rules.shapes import TEXTS


def without_words(activity_id: int, content: dict[str, Any]) -> dict[str, Any]:
    """The same response without texts and without the words of "other". Raises NotFound for a form that is gone."""
    questionnaire = queries.form(activity_id, content["form"]).questionnaire
    written = {question.key for question in questionnaire.questions() if question.type in TEXTS}
    answers = {key: _chosen(answer) for key, answer in content["answers"].items() if key not in written}
    return {"form": content["form"], "answers": answers}


def _chosen(answer: Any) -> Any:
    return answer | {"other": ""} if isinstance(answer, dict) else answer
