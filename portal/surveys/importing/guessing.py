"""What kind of question a column of answers must have been, told from the answers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portal.surveys.importing.tables import fold, tidy
from portal.surveys.rules import questions
from portal.surveys.rules.dates import DAY_FIRST, ISO
from portal.surveys.rules.numbers import plain
from portal.surveys.rules.problems import Wrong
from portal.surveys.rules.shapes import MAX_LABEL, NUMBER_LIMIT, SHORT_TEXT, Question, QuestionType

YES = frozenset({"yes", "oui"})
NO = frozenset({"no", "non"})
SEPARATOR = ";"
MAX_CHOICES = 40
EACH_CHOICE_AT_LEAST = 2
SCALE_TOP = 10
MANY = 20
IDENTIFIER_HEADER = re.compile(
    r"(respondent|response|collector|submission|session|user|participant)?[\s_-]*(id|uuid|guid|token|key)|ip|ip[\s_-]*address|adresse[\s_-]*ip|"
    r"e-?mail|e-?mail[\s_-]*address|adresse[\s_-]*(mail|e-?mail|électronique)|courriel|horodateur|timestamp|date[\s_-]*(created|modified|submitted)",
    re.IGNORECASE,
)
LONG_CODE = re.compile(r"[0-9]{6,}|[0-9a-f]{8,}(-[0-9a-f]{4,}){0,4}", re.IGNORECASE)
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
FIRST_NUMBER = re.compile(r"[0-9][0-9\s\u00a0\u202f.,]*")


@dataclass(frozen=True, slots=True)
class Answered:
    """One column: its header and everything that was said in it."""

    title: str
    values: Sequence[str]


def is_identifier(column: Answered) -> bool:
    """Whether a column names people or lines: it is not an answer, and it is not taken over."""
    values = column.values
    if IDENTIFIER_HEADER.fullmatch(column.title.strip()):
        return True
    if not values:
        return False
    if sum(bool(MAIL.fullmatch(value)) for value in values) > len(values) / 2:
        return True
    if all(_is_instant(value) for value in values):
        return True
    is_unique = len(values) >= MANY and len(set(values)) == len(values)
    return is_unique and all(LONG_CODE.fullmatch(value) for value in values)


def guess(column: Answered, language: str) -> Question:
    """The question, still without its key. The title is the header."""
    asked = Question(key="", type=QuestionType.LONG_TEXT, title={language: column.title})
    counts = Counter(fold(value) for value in column.values)
    if set(counts) <= YES | NO:
        return replace(asked, type=QuestionType.YES_NO)
    if all(ISO.fullmatch(value) or DAY_FIRST.fullmatch(value) for value in column.values):
        return replace(asked, type=QuestionType.DATE)
    amounts = _amounts(column.values, language)
    if amounts is not None:
        return _numeric(asked, amounts)
    if _is_few(counts):
        return questions.with_options(replace(asked, type=QuestionType.SINGLE), in_order(column.values), language)
    parts = [part for value in column.values for part in value.split(SEPARATOR) if part.strip()]
    if any(SEPARATOR in value for value in column.values) and _is_few(Counter(map(fold, parts))):
        return questions.with_options(replace(asked, type=QuestionType.MULTIPLE), in_order(parts), language)
    longest = max(map(len, column.values))
    return replace(asked, type=QuestionType.SHORT_TEXT if longest <= SHORT_TEXT else QuestionType.LONG_TEXT)


def in_order(values: Sequence[str]) -> list[str]:
    """Each choice once, as most people spell it: by number where each has one ("18-29"), else the frequent first."""
    spellings: dict[str, Counter[str]] = {}
    for value in values:
        spellings.setdefault(fold(value), Counter())[tidy(value)] += 1
    choices = [(counts.most_common(1)[0][0], counts.total()) for counts in spellings.values()]
    numbers = [_first_number(choice) for choice, _ in choices]
    if all(number is not None for number in numbers):
        return [choice for _, (choice, _) in sorted(zip(numbers, choices, strict=True))]
    return [choice for choice, _ in sorted(choices, key=lambda pair: -pair[1])]


def _is_few(counts: Counter[str]) -> bool:
    is_repeated = counts.total() >= EACH_CHOICE_AT_LEAST * len(counts)
    return len(counts) <= MAX_CHOICES and is_repeated and max(map(len, counts)) < MAX_LABEL


def _numeric(asked: Question, amounts: Sequence[float]) -> Question:
    low, high, is_whole = min(amounts), max(amounts), all(amount.is_integer() for amount in amounts)
    if is_whole and low >= 0 and high <= SCALE_TOP and high - low >= 1:
        first = 0 if low == 0 else 1
        return replace(asked, type=QuestionType.SCALE, minimum=first, maximum=int(high))
    return replace(asked, type=QuestionType.NUMBER, is_decimal=not is_whole)


def _amounts(values: Sequence[str], language: str) -> list[float] | None:
    try:
        amounts = [float(plain(value, language)) for value in values]
    except Wrong:
        return None
    return amounts if all(abs(amount) <= NUMBER_LIMIT for amount in amounts) else None


def _first_number(choice: str) -> float | None:
    match = FIRST_NUMBER.search(choice)
    if match is None:
        return None
    digits = re.sub(r"[^0-9]", "", re.sub(r"[.,][0-9]{1,2}\s*$", "", match[0]))
    return float(digits) if digits else None


def _is_instant(value: str) -> bool:
    try:
        return ":" in value and datetime.fromisoformat(value) is not None
    except ValueError:
        return False
