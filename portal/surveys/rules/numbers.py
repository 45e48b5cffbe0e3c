"""Numbers as people type them: 1 234,5 in French, 1,234.5 in English, any script's digits; never 1e5, inf or 0x10."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from portal.surveys.rules.problems import Code, Wrong
from portal.surveys.rules.shapes import NUMBER_LIMIT, Bound, Question

MAX_TYPED = 40
PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
SPACES = re.compile(r"(?<=[0-9])[ \u00a0\u2007\u2009\u202f'’](?=[0-9]{3}(?![0-9]))")
COMMA_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
DOT_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+|[+-]?[0-9]{1,3}(\.[0-9]{3}){2,}")
MINUSES = str.maketrans({"−": "-", "–": "-", "٫": ".", "٬": ""})


def scale(question: Question) -> Callable[[str], int | None]:
    """A reader of one point of a scale."""
    points = {str(point): point for point in question.points}

    def read(value: str) -> int | None:
        point = points.get(value)
        if point is None and value:
            raise Wrong(Code.UNKNOWN_OPTION)
        return point

    return read


def number(question: Question) -> Callable[[str, str], int | float | None]:
    """A reader of numbers between bounds (both included): int, or float where decimals are allowed."""
    minimum, maximum = _limit(question.minimum, -NUMBER_LIMIT), _limit(question.maximum, NUMBER_LIMIT)
    is_decimal = question.is_decimal

    def read(value: str, language: str) -> int | float | None:
        if value.isascii() and value.isdigit() and len(value) < MAX_TYPED:
            typed = Decimal(value)
        elif value := value.strip():
            typed = Decimal(plain(value, language))
        else:
            return None
        if not is_decimal and typed != typed.to_integral_value():
            raise Wrong(Code.NOT_WHOLE)
        amount = float(typed) if is_decimal else int(typed)
        if amount < minimum:
            raise Wrong(Code.TOO_SMALL, minimum=minimum)
        if amount > maximum:
            raise Wrong(Code.TOO_LARGE, maximum=maximum)
        return amount

    return read


def plain(typed: str, language: str) -> str:
    """A typed number with ASCII digits, a dot for decimals and no groups. Raises Wrong when it is none."""
    if len(typed) > MAX_TYPED:
        raise Wrong(Code.NOT_A_NUMBER)
    text = SPACES.sub("", "".join(map(_ascii_digit, typed.translate(MINUSES))))
    if language.startswith("en") and COMMA_GROUPS.fullmatch(text):
        text = text.replace(",", "")
    elif DOT_GROUPS.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    text = text.replace(",", ".")
    if not PLAIN.fullmatch(text):
        raise Wrong(Code.NOT_A_NUMBER)
    return text


def _ascii_digit(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _limit(bound: Bound, default: int) -> int | float:
    return default if bound is None or isinstance(bound, date) else bound
