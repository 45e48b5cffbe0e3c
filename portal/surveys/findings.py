"""Results in the words of a page: what each question found, as its title, and its lines as bars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.core import charts, formats
from portal.core.languages import said
from portal.surveys.rules.counting import OptionResult, QuestionResult
from portal.surveys.rules.shapes import CHOICES, OTHER, TEXTS, Question, QuestionType
from portal.surveys.rules.zones import ZoneTable
from portal.territory import queries as territory

MOST_COLUMNS = 7  # a wider table cannot be read
UNRANKED = TEXTS | {QuestionType.DATE, QuestionType.ZONE}  # that most people live somewhere is no finding
ENOUGH = 5  # fewer answers found nothing worth a title


@dataclass(frozen=True, kw_only=True)
class ByZone:
    """Shares by zone: `columns` are answers, each row a zone's name and its shares from 0 to 1 (None: hidden)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]
    has_hidden: bool


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One question of the results page. `title` says what was found, or asks the question where nothing was yet."""

    key: str
    title: str
    question: str
    bars: tuple[charts.Bar, ...]
    asked: int
    answered: int
    statistics: str
    by_zone: ByZone | None


def findings(results: Sequence[QuestionResult], tables: Mapping[str, ZoneTable | None]) -> list[Finding]:
    """Each question in the order it was asked; `tables`, by question key, hold its answers by zone."""
    return [_finding(result, tables.get(result.question.key)) for result in results]


def words(question: Question, option: OptionResult) -> str:
    """An answer as people read it; points speak for themselves."""
    if option.label:
        return said(option.label)
    if option.bin is not None:
        ends = option.bin.high == question.maximum  # the last bin holds the most that could be said
        return _span(option.bin.low, option.bin.high, is_decimal=question.is_decimal, includes_end=ends)
    if question.type is QuestionType.DATE:
        return formats.month(option.key)
    known = {"yes": _("Yes"), "no": _("No"), OTHER: _("Other")}
    return known.get(option.key, option.key) if question.type is not QuestionType.SCALE else option.key


def _span(low: float, high: float, *, is_decimal: bool, includes_end: bool = False) -> str:
    """A bin ends before its upper bound, but the last: whole numbers from 4 to under 8 are « 4 – 7 »."""
    if is_decimal:
        digits = 0 if float(low).is_integer() and float(high).is_integer() else 2
        return f"{formats.number(low, digits)} – {formats.number(high, digits)}"
    last = high if includes_end else high - 1
    return formats.number(low) if last <= low else f"{formats.number(low)} – {formats.number(last)}"


def _finding(result: QuestionResult, table: ZoneTable | None) -> Finding:
    question = result.question
    options = result.by_size() if question.type in CHOICES else result.options
    lines = [(words(question, option), option.n) for option in options]
    asked_words = said(question.title)
    return Finding(
        key=question.key,
        title=_title(result, options) or asked_words,
        question=asked_words,
        bars=tuple(charts.bars(lines, result.asked)) if question.type not in TEXTS else (),
        asked=result.asked,
        answered=result.answered,
        statistics=_statistics(result),
        by_zone=_by_zone(question, table) if table else None,
    )


def _by_zone(question: Question, table: ZoneTable) -> ByZone | None:
    """None where nothing can be compared: one zone, too many answers, or every count hidden."""
    names = {zone.key: zone.name for zone in territory.territory().zones()}
    rows = tuple(
        (names.get(row.zone, _("Elsewhere, or not said")), tuple(row.share(place) for place in range(len(row.counts))))
        for row in table.rows
        if row.asked
    )
    is_bare = all(share is None or share == 0 for _name, shares in rows for share in shares)
    if len(rows) < 2 or len(table.options) > MOST_COLUMNS or is_bare:
        return None
    columns = tuple(words(question, option) for option in table.options)
    return ByZone(columns=columns, rows=rows, has_hidden=table.has_hidden)


def _title(result: QuestionResult, options: Sequence[OptionResult]) -> str:
    """The finding, where there is one."""
    if result.answered < ENOUGH or result.question.type in UNRANKED:
        return ""
    if result.question.type is QuestionType.SCALE and result.statistics is not None:
        mean = formats.number(result.statistics.mean, 1)
        return _("%(mean)s out of %(most)s on average", mean=mean, most=max(result.question.points))
    if result.statistics is not None:
        return ""
    ranked = sorted((option for option in options if not option.is_last), key=lambda option: -option.n)
    if not ranked or (len(ranked) > 1 and ranked[0].n == ranked[1].n):
        return ""
    first = words(result.question, ranked[0])
    return _("“%(answer)s” comes first, with %(share)s", answer=first, share=formats.percent(ranked[0].share, 0))


def _statistics(result: QuestionResult) -> str:
    found = result.statistics
    if found is None:
        return ""
    return _(
        "Average %(mean)s, median %(median)s.",
        mean=formats.number(found.mean, 1),
        median=formats.number(found.median, 0 if found.median == int(found.median) else 1),
    )
