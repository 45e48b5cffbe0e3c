"""What the pages of a petition show beside its number: its clock, its days, its zones."""

import datetime as dt
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.core import formats, maps
from portal.participation import results as results_of
from portal.participation.models import Activity
from portal.participation.results import Figures, ZoneFigure
from portal.petitions import owed, progress, queries
from portal.petitions.owed import Line
from portal.petitions.progress import Progress
from portal.petitions.rules import outlook
from portal.territory import drawing

FEWEST_POINTS = 2  # one day is no curve


@dataclass(frozen=True, kw_only=True)
class Places:
    """Zones with their amounts (None: hidden), by inhabitants where all are known; `rows` also hold people without one."""

    chart: maps.Chart | None
    values: tuple[float | None, ...]
    numbers: tuple[int, ...]
    is_per_thousand: bool
    rows: tuple[ZoneFigure, ...]
    has_hidden: bool


@dataclass(frozen=True, kw_only=True)
class Findings:
    """`points` are (first day, signatures) of each day or week; empty where they would show nothing."""

    figures: Figures
    lines: tuple[Line, ...]
    points: tuple[tuple[dt.date, int], ...]
    is_by_week: bool
    peak: str
    places: Places | None


def findings(activity: Activity, reached: Progress, *, is_open: bool) -> Findings:
    """Everything from stored figures; nothing is counted here."""
    figures, today = results_of.public(activity), owed.today()
    points, is_by_week = outlook.series(figures.by_day, today if is_open else dt.date.min)
    expected_on = outlook.expected_on(reached.missing, figures.by_day, today) if is_open else None
    if expected_on and activity.closes_at and expected_on > activity.closes_at.date():
        expected_on = None
    return Findings(
        figures=figures,
        lines=tuple(owed.lines(reached, today, expected_on=expected_on, is_open=is_open)),
        points=tuple(points) if len(points) >= FEWEST_POINTS else (),
        is_by_week=is_by_week,
        peak=_peak(points, is_by_week=is_by_week),
        places=_places(figures),
    )


def steps(activity: Activity) -> list[tuple[str, str, str]]:
    """What comes after a signature, for its receipt: the thresholds, and what was promised at each."""
    reached, today = progress.progress(queries.petition(activity.id)), owed.today()
    lines = owed.lines(reached, today, expected_on=None, is_open=True)
    return [(line.tone, line.title, line.note) for line in lines]


def _peak(points: outlook.Points, *, is_by_week: bool) -> str:
    """What the shape of the curve says."""
    if not points:
        return ""
    day, n = max(points, key=lambda point: point[1])
    words = {"day": formats.day(day), "n": formats.number(n)}
    if is_by_week:
        return _("Curve of signatures per week: most in the week of %(day)s, with %(n)s", **words)
    return _("Curve of signatures per day: most on %(day)s, with %(n)s", **words)


def _places(figures: Figures) -> Places | None:
    """None while there is nothing to compare."""
    placed = [(each.zone, each) for each in figures.by_zone if each.zone]
    if not placed or not figures.counted:
        return None
    is_per_thousand = all(zone.inhabitants for zone, _each in placed)
    values = tuple(each.per_thousand if is_per_thousand else each.n for _zone, each in placed)
    return Places(
        chart=drawing.chart(tuple(zone for zone, _each in placed)),
        values=values,
        numbers=tuple(zone.position for zone, _each in placed),
        is_per_thousand=is_per_thousand,
        rows=tuple(sorted(figures.by_zone, key=_order)),
        has_hidden=any(each.n is None for each in figures.by_zone),
    )


def _order(each: ZoneFigure) -> tuple[bool, int]:
    """The most signatures first; people without a zone last."""
    return each.zone is None, -(each.n or 0)
