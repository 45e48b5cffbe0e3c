"""A questionnaire as the JSON document of a stored version, and back: strict, and exact about what is wrong."""

import math
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.surveys.rules.checks import check
from portal.surveys.rules.errors import WrongQuestionnaire
from portal.surveys.rules.shapes import Bound, Option, Page, Question, Questionnaire, QuestionType, Text

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")

QUESTION_TEXTS = ("title", "help", "unit", "low_label", "high_label")
QUESTION_FLAGS = ("is_required", "is_decimal", "has_other")
QUESTION_WORDS = ("layer", "name")
QUESTION_BOUNDS = ("minimum", "maximum")
QUESTION_FIELDS = frozenset(
    {"key", "type", "options", "spent_options", *QUESTION_TEXTS, *QUESTION_FLAGS, *QUESTION_WORDS, *QUESTION_BOUNDS}
)


def from_json(document: object, *, is_draft: bool = False) -> Questionnaire:
    """Read a stored or received document. Raises WrongQuestionnaire with the path of the first fault.

    A draft must have the right form only: it may be unfinished in ways that `checks.check` refuses.
    """
    fields = _fields(document, "", {"pages", "spent_keys"})
    pages = tuple(_page(page, path) for path, page in _items(fields.get("pages"), "pages"))
    questionnaire = Questionnaire(pages=pages, spent_keys=_count(fields.get("spent_keys", 0), "spent_keys"))
    if not is_draft:
        check(questionnaire)
    return questionnaire


def to_json(questionnaire: Questionnaire) -> dict[str, Any]:
    """The document that `from_json` reads back to an equal questionnaire; empty fields are left out."""
    document: dict[str, Any] = {"pages": [_page_json(page) for page in questionnaire.pages]}
    if questionnaire.spent_keys:
        document["spent_keys"] = questionnaire.spent_keys
    return document


def _page(value: object, path: str) -> Page:
    fields = _fields(value, path, {"key", "title", "intro", "questions"})
    return Page(
        key=_word(fields.get("key"), f"{path}.key"),
        title=_text(fields.get("title", {}), f"{path}.title"),
        intro=_text(fields.get("intro", {}), f"{path}.intro"),
        questions=tuple(
            _question(item, item_path) for item_path, item in _items(fields.get("questions", []), f"{path}.questions")
        ),
    )


def _question(value: object, path: str) -> Question:
    fields = _fields(value, path, QUESTION_FIELDS)
    kind = _type(fields.get("type"), f"{path}.type")
    given: dict[str, Any] = {"key": _word(fields.get("key"), f"{path}.key"), "type": kind}
    given |= {name: _text(fields[name], f"{path}.{name}") for name in QUESTION_TEXTS if name in fields}
    given |= {name: _flag(fields[name], f"{path}.{name}") for name in QUESTION_FLAGS if name in fields}
    given |= {name: _word(fields[name], f"{path}.{name}") for name in QUESTION_WORDS if name in fields}
    given |= {name: _bound(fields[name], kind, f"{path}.{name}") for name in QUESTION_BOUNDS if name in fields}
    given["options"] = tuple(
        _option(item, where) for where, item in _items(fields.get("options", []), f"{path}.options")
    )
    given["spent_options"] = _count(fields.get("spent_options", 0), f"{path}.spent_options")
    given.setdefault("title", {})
    return Question(**given)


def _option(value: object, path: str) -> Option:
    fields = _fields(value, path, {"key", "label", "is_exclusive"})
    return Option(
        key=_word(fields.get("key"), f"{path}.key"),
        label=_text(fields.get("label", {}), f"{path}.label"),
        is_exclusive=_flag(fields.get("is_exclusive", False), f"{path}.is_exclusive"),
    )


def _fields(value: object, path: str, known: Iterable[str]) -> dict[str, object]:
    if not isinstance(value, dict):
        raise WrongQuestionnaire(path, "an object is expected")
    for name in value:
        if name not in known:
            raise WrongQuestionnaire(f"{path}.{name}".lstrip("."), "this field is unknown")
    return value


def _items(value: object, path: str) -> Iterable[tuple[str, object]]:
    if not isinstance(value, list):
        raise WrongQuestionnaire(path, "a list is expected")
    return ((f"{path}[{index}]", item) for index, item in enumerate(value))


def _text(value: object, path: str) -> Text:
    if not isinstance(value, dict):
        raise WrongQuestionnaire(path, "a text by language is expected")
    for language, words in value.items():
        if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
            raise WrongQuestionnaire(path, f"{language!r} is not a language code")
        if not isinstance(words, str):
            raise WrongQuestionnaire(f"{path}.{language}", "a text is expected")
    return dict(value)


def _word(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise WrongQuestionnaire(path, "a text is expected")
    return value


def _flag(value: object, path: str) -> bool:
    if not isinstance(value, bool):
        raise WrongQuestionnaire(path, "true or false is expected")
    return value


def _count(value: object, path: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise WrongQuestionnaire(path, "a whole number from 0 up is expected")
    return value


def _type(value: object, path: str) -> QuestionType:
    try:
        return QuestionType(str(value))
    except ValueError:
        raise WrongQuestionnaire(path, f"{value!r} is not a type of question") from None


def _bound(value: object, kind: QuestionType, path: str) -> Bound:
    if value is None:
        return None
    if kind is QuestionType.DATE:
        return _day(value, path)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise WrongQuestionnaire(path, "a number is expected")
    return value


def _day(value: object, path: str) -> date:
    try:
        return date.fromisoformat(_word(value, path))
    except ValueError:
        raise WrongQuestionnaire(path, "a day such as 2026-11-24 is expected") from None


def _page_json(page: Page) -> dict[str, Any]:
    fields = {"key": page.key, "title": page.title, "intro": page.intro}
    return _without_empty(fields) | {"questions": [_question_json(question) for question in page.questions]}


def _question_json(question: Question) -> dict[str, Any]:
    fields: dict[str, Any] = {"key": question.key, "type": question.type.value}
    for name in (*QUESTION_TEXTS, *QUESTION_FLAGS, *QUESTION_WORDS, "spent_options"):
        fields[name] = getattr(question, name)
    fields["options"] = [_option_json(option) for option in question.options]
    document = _without_empty(fields)
    for name in QUESTION_BOUNDS:
        bound = getattr(question, name)
        if bound is not None:
            document[name] = bound.isoformat() if isinstance(bound, date) else bound
    return document


def _option_json(option: Option) -> dict[str, Any]:
    return _without_empty({"key": option.key, "label": option.label, "is_exclusive": option.is_exclusive})


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: dict(value) if isinstance(value, dict) else value for name, value in fields.items() if value}
