"""Constraints of an XLSForm that our bounds can hold: `. >= 1 and . <= 10`, `string-length(.) < 80`."""

import math
import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from portal.surveys.rules.shapes import CHOICES, TEXTS, Bound, QuestionType

SUBJECTS = {
    ".": frozenset({QuestionType.NUMBER, QuestionType.DATE, QuestionType.SCALE}),
    "string-length(.)": TEXTS,
    "count-selected(.)": CHOICES,
}
PART = re.compile(
    r"""(?P<subject>string-length\(\s*\.\s*\)|count-selected\(\s*\.\s*\)|\.)\s*
    (?P<sign><=|>=|<|>|=)\s*
    (?P<value>-?[0-9]+(?:\.[0-9]+)?|(?:date\(\s*)?'[0-9]{4}-[0-9]{2}-[0-9]{2}'(?:\s*\))?)""",
    re.VERBOSE,
)
AND = re.compile(r"\s+and\s+", re.IGNORECASE)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Both bounds, included. `is_exact` is False where the form leaves out a decimal bound and ours takes it in."""

    minimum: Bound = None
    maximum: Bound = None
    is_exact: bool = True


def bounds_of(constraint: str, kind: QuestionType, *, is_decimal: bool) -> Bounds | None:
    """The bounds that a constraint means for a type; None where it says anything else."""
    bounds = Bounds()
    for part in AND.split(_bare(constraint)):
        match = PART.fullmatch(_bare(part))
        if match is None or kind not in SUBJECTS[re.sub(r"\s", "", match["subject"])]:
            return None
        limit = _limit(match["value"], kind)
        if limit is None or _is_bounded(bounds, match["sign"]):
            return None
        bounds = _narrowed(bounds, match["sign"], limit, is_decimal=is_decimal)
    return bounds


def _bare(expression: str) -> str:
    """Without the parentheses around the whole of it."""
    bare = expression.strip()
    is_wrapped = bare.startswith("(") and bare.endswith(")") and not set("()") & set(bare[1:-1])
    return bare[1:-1].strip() if is_wrapped else bare


def _is_bounded(bounds: Bounds, sign: str) -> bool:
    return (sign not in {"<", "<="} and bounds.minimum is not None) or (
        sign not in {">", ">="} and bounds.maximum is not None
    )


def _narrowed(bounds: Bounds, sign: str, limit: Bound, *, is_decimal: bool) -> Bounds:
    is_exact = bounds.is_exact and not (is_decimal and sign in ("<", ">"))
    low = _inner(limit, sign == ">", is_decimal=is_decimal) if "<" not in sign else bounds.minimum
    high = _inner(limit, sign == "<", is_decimal=is_decimal, step=-1) if ">" not in sign else bounds.maximum
    return Bounds(low, high, is_exact)


def _inner(limit: Bound, is_left_out: bool, *, is_decimal: bool, step: int = 1) -> Bound:
    """The outermost value that is allowed: the next whole one, or day, where the limit itself is left out."""
    if isinstance(limit, date):
        return date.fromordinal(limit.toordinal() + step * is_left_out)
    if is_decimal or limit is None:
        return limit
    if isinstance(limit, float):
        return math.ceil(limit) if step > 0 else math.floor(limit)
    return limit + step * is_left_out


def _limit(value: str, kind: QuestionType) -> Bound:
    day = DAY.search(value)
    if (kind is QuestionType.DATE) != (day is not None):
        return None
    if day is None:
        number = Fraction(value)
        return int(number) if number.denominator == 1 else float(number)
    try:
        return date.fromisoformat(day[0])
    except ValueError:
        return None
