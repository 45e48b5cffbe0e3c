"""Whether a questionnaire can be asked: keys, limits, bounds, wording. One rule per function, the first fault wins."""

import re
from collections.abc import Iterator
from datetime import date

from portal.surveys.rules import shapes
from portal.surveys.rules.errors import WrongQuestionnaire
from portal.surveys.rules.shapes import Option, Page, Question, Questionnaire, QuestionType, Text

QUESTION_KEY = re.compile(r"q[1-9][0-9]{0,5}")
PAGE_KEY = re.compile(r"p[1-9][0-9]{0,5}")
OPTION_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
MAX_NAME = 255


def check(questionnaire: Questionnaire) -> None:
    """Raise WrongQuestionnaire at the first thing that cannot be asked, stored or counted."""
    if not questionnaire.pages:
        raise WrongQuestionnaire("pages", "at least one page is needed")
    _at_most(len(questionnaire.pages), shapes.MAX_PAGES, "pages")
    _at_most(sum(1 for _ in questionnaire.questions()), shapes.MAX_QUESTIONS, "pages", "questions")
    _unique([page.key for page in questionnaire.pages], "pages")
    _unique([question.key for question in questionnaire.questions()], "pages")
    for index, page in enumerate(questionnaire.pages):
        _check_page(page, f"pages[{index}]")


def _check_page(page: Page, path: str) -> None:
    if not PAGE_KEY.fullmatch(page.key):
        raise WrongQuestionnaire(f"{path}.key", "a page key looks like p1")
    _check_text(page.title, f"{path}.title", shapes.MAX_LABEL)
    _check_text(page.intro, f"{path}.intro", shapes.MAX_PROSE)
    for index, question in enumerate(page.questions):
        _check_question(question, f"{path}.questions[{index}]")


def _check_question(question: Question, path: str) -> None:
    if not QUESTION_KEY.fullmatch(question.key):
        raise WrongQuestionnaire(f"{path}.key", "a question key looks like q1")
    if not any(words.strip() for words in question.title.values()):
        raise WrongQuestionnaire(f"{path}.title", "what is asked is missing")
    for name, text, limit in _texts(question):
        _check_text(text, f"{path}.{name}", limit)
    _at_most(len(question.name), MAX_NAME, f"{path}.name", "characters")
    _check_belongings(question, path)
    _check_options(question, path)
    CHECKS.get(question.type, _check_nothing)(question, path)


def _texts(question: Question) -> Iterator[tuple[str, Text, int]]:
    yield "title", question.title, shapes.MAX_PROSE if not question.is_answered else shapes.MAX_LABEL
    yield "help", question.help, shapes.MAX_PROSE
    yield "unit", question.unit, shapes.MAX_LABEL
    yield "low_label", question.low_label, shapes.MAX_LABEL
    yield "high_label", question.high_label, shapes.MAX_LABEL


def _check_text(text: Text, path: str, limit: int) -> None:
    for language, words in text.items():
        _at_most(len(words), limit, f"{path}.{language}", "characters")
        if FORBIDDEN.search(words):
            raise WrongQuestionnaire(f"{path}.{language}", "a control character cannot be shown")


def _check_belongings(question: Question, path: str) -> None:
    """A field that means nothing for a type is refused: it would be lost without a word."""
    kind = question.type
    if question.options and kind not in shapes.CHOICES:
        raise WrongQuestionnaire(f"{path}.options", f"a question of type {kind} offers no options")
    if question.has_other and kind not in shapes.CHOICES:
        raise WrongQuestionnaire(f"{path}.has_other", f"a question of type {kind} has no other answer")
    if question.is_decimal and kind is not QuestionType.NUMBER:
        raise WrongQuestionnaire(f"{path}.is_decimal", f"a question of type {kind} has no decimals")
    if question.layer and kind is not QuestionType.ZONE:
        raise WrongQuestionnaire(f"{path}.layer", f"a question of type {kind} has no layer of zones")
    if question.is_required and kind is QuestionType.STATEMENT:
        raise WrongQuestionnaire(f"{path}.is_required", "a text to read is not answered")
    if kind in BOUNDLESS and (question.minimum is not None or question.maximum is not None):
        raise WrongQuestionnaire(f"{path}.minimum", f"a question of type {kind} has no bounds")


def _check_options(question: Question, path: str) -> None:
    if question.type not in shapes.CHOICES:
        return
    if not question.options:
        raise WrongQuestionnaire(f"{path}.options", "at least one option is needed")
    _at_most(len(question.options), shapes.MAX_OPTIONS, f"{path}.options")
    _unique([option.key for option in question.options], f"{path}.options")
    for index, option in enumerate(question.options):
        _check_option(option, question.type, f"{path}.options[{index}]")


def _check_option(option: Option, kind: QuestionType, path: str) -> None:
    if not OPTION_KEY.fullmatch(option.key):
        raise WrongQuestionnaire(f"{path}.key", "letters, digits, - _ and . only, at most 40")
    if not any(words.strip() for words in option.label.values()):
        raise WrongQuestionnaire(f"{path}.label", "the option has no wording")
    _check_text(option.label, f"{path}.label", shapes.MAX_LABEL)
    if option.is_exclusive and kind is QuestionType.SINGLE:
        raise WrongQuestionnaire(f"{path}.is_exclusive", "in a single choice every option is exclusive")


def _check_multiple(question: Question, path: str) -> None:
    available = sum(not option.is_exclusive for option in question.options) + question.has_other
    _check_whole_bounds(question, path, 0, available)


def _check_scale(question: Question, path: str) -> None:
    if question.minimum is None or question.maximum is None:
        raise WrongQuestionnaire(f"{path}.maximum", "a scale needs its first and its last point")
    _check_whole_bounds(question, path, shapes.SCALE_BOTTOM, shapes.SCALE_TOP)
    if len(question.points) not in shapes.SCALE_POINTS:
        raise WrongQuestionnaire(f"{path}.maximum", "a scale has 2 to 11 points")


def _check_number(question: Question, path: str) -> None:
    if not question.is_decimal:
        _check_whole_bounds(question, path, -shapes.NUMBER_LIMIT, shapes.NUMBER_LIMIT)
        return
    for name, bound in (("minimum", question.minimum), ("maximum", question.maximum)):
        if bound is not None and (isinstance(bound, date) or abs(bound) > shapes.NUMBER_LIMIT):
            raise WrongQuestionnaire(f"{path}.{name}", f"at most {shapes.NUMBER_LIMIT} is possible")
    _check_order(question, path)


def _check_length(question: Question, path: str) -> None:
    if question.minimum is not None:
        raise WrongQuestionnaire(f"{path}.minimum", "a text has no least length")
    limit = shapes.LONG_TEXT if question.type is QuestionType.LONG_TEXT else shapes.SHORT_TEXT
    _check_whole_bounds(question, path, 1, limit)


def _check_date(question: Question, path: str) -> None:
    for name, bound in (("minimum", question.minimum), ("maximum", question.maximum)):
        if bound is not None and not isinstance(bound, date):
            raise WrongQuestionnaire(f"{path}.{name}", "a day is expected")
    _check_order(question, path)


def _check_zone(question: Question, path: str) -> None:
    """Without a layer, zones are those that the organisation asks residents about."""
    _at_most(len(question.layer), MAX_NAME, f"{path}.layer", "characters")


def _check_nothing(question: Question, path: str) -> None:
    """Yes or no, and texts to read: nothing more can be wrong."""


def _check_whole_bounds(question: Question, path: str, lowest: int, highest: int) -> None:
    for name, bound in (("minimum", question.minimum), ("maximum", question.maximum)):
        if bound is None:
            continue
        if not isinstance(bound, int) or isinstance(bound, bool) or not lowest <= bound <= highest:
            raise WrongQuestionnaire(f"{path}.{name}", f"a whole number from {lowest} to {highest} is expected")
    _check_order(question, path)


def _check_order(question: Question, path: str) -> None:
    low, high = question.minimum, question.maximum
    if low is None or high is None:
        return
    if _order(low) > _order(high):
        raise WrongQuestionnaire(f"{path}.minimum", "the least is more than the most")


def _order(bound: float | date) -> float:
    return bound.toordinal() if isinstance(bound, date) else bound


def _at_most(count: int, limit: int, path: str, what: str = "items") -> None:
    if count > limit:
        raise WrongQuestionnaire(path, f"{count} {what} are too many: at most {limit}")


def _unique(keys: list[str], path: str) -> None:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            raise WrongQuestionnaire(path, f"the key {key!r} is used twice")


BOUNDLESS = frozenset({QuestionType.SINGLE, QuestionType.ZONE, QuestionType.YES_NO, QuestionType.STATEMENT})
CHECKS = {
    QuestionType.MULTIPLE: _check_multiple,
    QuestionType.SCALE: _check_scale,
    QuestionType.NUMBER: _check_number,
    QuestionType.SHORT_TEXT: _check_length,
    QuestionType.LONG_TEXT: _check_length,
    QuestionType.DATE: _check_date,
    QuestionType.ZONE: _check_zone,
}
