"""Ticks: options, "other" in one's own words, zones, yes or no. Only what was offered is an answer."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from portal.surveys.rules import texts
from portal.surveys.rules.problems import Code, Wrong
from portal.surveys.rules.shapes import OTHER, SHORT_TEXT, Question

ONE_LINE = texts.text(is_long=False, limit=SHORT_TEXT)


def single(question: Question) -> Callable[[str, Sequence[str]], str | dict[str, Any] | None]:
    """A reader of one option. Words for "other" are dropped unless "other" is chosen."""
    offered = frozenset(option.key for option in question.options)
    has_other = question.has_other

    def read(value: str, other: Sequence[str]) -> str | dict[str, Any] | None:
        if value in offered:
            return value
        if not value:
            return None
        if has_other and value == OTHER:
            return {"chosen": OTHER, "other": _other_words(other)}
        raise Wrong(Code.UNKNOWN_OPTION)

    return read


def multiple(question: Question) -> Callable[[Sequence[str], Sequence[str]], list[str] | dict[str, Any] | None]:
    """A reader of several options, in the order offered. Saying the same one twice is saying it once.

    An exclusive option stands alone, and then the least number of ticks does not hold.
    """
    order = [option.key for option in question.options] + ([OTHER] if question.has_other else [])
    offered = frozenset(order)
    exclusive = frozenset(option.key for option in question.options if option.is_exclusive)
    least, most = question.minimum, question.maximum
    minimum = least if isinstance(least, int) else 0
    maximum = most if isinstance(most, int) else len(order)

    def read(values: Sequence[str], other: Sequence[str]) -> list[str] | dict[str, Any] | None:
        ticked = {value for value in values if value}
        if not ticked:
            return None
        if not ticked <= offered:
            raise Wrong(Code.UNKNOWN_OPTION)
        chosen = [key for key in order if key in ticked]
        if not exclusive.isdisjoint(ticked):
            _alone(chosen, exclusive)
            return chosen
        if len(chosen) < minimum:
            raise Wrong(Code.TOO_FEW, minimum=minimum, count=len(chosen))
        if len(chosen) > maximum:
            raise Wrong(Code.TOO_MANY, maximum=maximum, count=len(chosen))
        if OTHER in ticked:
            return {"chosen": chosen, "other": _other_words(other)}
        return chosen

    return read


def zone(value: str, offered: Collection[str]) -> str | None:
    """One zone of those offered."""
    if not value:
        return None
    if value not in offered:
        raise Wrong(Code.UNKNOWN_ZONE)
    return value


def yes_or_no(value: str) -> str | None:
    """ "yes" or "no"."""
    if not value:
        return None
    if value not in ("yes", "no"):
        raise Wrong(Code.UNKNOWN_OPTION)
    return value


def _alone(chosen: list[str], exclusive: frozenset[str]) -> None:
    if len(chosen) > 1:
        raise Wrong(Code.EXCLUSIVE, option=next(key for key in chosen if key in exclusive))


def _other_words(values: Sequence[str]) -> str:
    """What "other" means to the person. Several fields of that name cannot come from our form."""
    said = [value for value in values if value.strip()]
    if len(said) > 1:
        raise Wrong(Code.REPEATED)
    words = ONE_LINE(said[0]) if said else None
    if words is None:
        raise Wrong(Code.OTHER_MISSING)
    return words
