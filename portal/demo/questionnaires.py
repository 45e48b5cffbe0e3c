"""A survey's file as the questionnaire it asks. How people answer it stands in the same file: see opinions.py."""

import datetime as dt
from typing import Any

from portal.demo.documents import Document, text
from portal.surveys.rules import questions
from portal.surveys.rules.questions import Questionnaire

LAYER = "quartiers"


def questionnaire(document: Document, today: dt.date) -> Questionnaire:
    """Raises WrongQuestionnaire for a file that could not be asked."""
    pages = [
        {
            "key": f"p{number}",
            "title": text(page),
            "questions": [_question(question, today) for question in page["questions"]],
        }
        for number, page in enumerate(document["pages"], start=1)
    ]
    asked = sum(len(page["questions"]) for page in pages)
    return questions.from_json({"pages": pages, "spent_keys": asked})


def _question(question: Document, today: dt.date) -> dict[str, Any]:
    made: dict[str, Any] = {"key": question["key"], "type": question["type"], "title": text(question)}
    for name, source in (("help", "help"), ("unit", "unit"), ("low_label", "low"), ("high_label", "high")):
        if source in question:
            made[name] = text(question[source])
    for name, source in (("is_required", "required"), ("is_decimal", "decimal")):
        if question.get(source):
            made[name] = True
    for name, source in (("minimum", "from"), ("maximum", "to")):
        if source in question:
            made[name] = question[source]
        if f"days_{source}" in question:
            made[name] = (today + dt.timedelta(days=question[f"days_{source}"])).isoformat()
    if question["type"] == "zone":
        made["layer"] = LAYER
    if "options" in question:
        made["options"] = [_option(option) for option in question["options"]]
        made["has_other"] = "other" in question
    return made


def _option(option: Document) -> dict[str, Any]:
    return {"key": option["key"], "label": text(option), "is_exclusive": option.get("exclusive", False)}
