"""The figures of results pages, drawn on a canvas: bars, parts, a matrix, a curve by day, zones. The same classes and the
same geometry as on the page, which comes from core.charts and core.maps.
"""

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _

from portal.core import charts, formats
from portal.core.charts import Bar
from portal.core.maps import Chart
from portal.core.pictures import INNER, MARGIN, PARTS, Canvas, Shape, broken

RIGHT = MARGIN + INNER
MATRIX_BOUNDS = (12, 24, 36, 48)
LABELS = 220  # width of the names beside a matrix
MAP_WIDTH = 400
CURVE_HEIGHT = 220
DEEP = ("k4", "k5")


def bars(canvas: Canvas, rows: Sequence[Bar]) -> None:
    """A line of words over each bar, its number and its share at the right."""
    for row in rows:
        canvas.y += 14
        foot = canvas.y + 16
        canvas.put(formats.percent(row.share), RIGHT, foot, bold=row.is_most, anchor="end")
        canvas.put(formats.number(row.n), RIGHT - 90, foot, bold=row.is_most, anchor="end")
        canvas.write(row.label, size=16, width=INNER - 190, bold=row.is_most)
        canvas.y += 6
        canvas.block(MARGIN, canvas.y, INNER, 12, "bed")
        canvas.block(MARGIN, canvas.y, INNER * row.width / 100, 12, "brand")
        canvas.y += 12


def parts(canvas: Canvas, rows: Sequence[tuple[str, int]]) -> None:
    """One bar in pieces, and what each piece is."""
    canvas.y += 16
    whole = sum(n for _label, n in rows)
    for (x, width), fill in zip(charts.shares([n for _label, n in rows]), PARTS, strict=False):
        canvas.block(MARGIN + x * INNER / 100, canvas.y, width * INNER / 100, 32, fill)
    canvas.y += 44
    for (label, n), fill in zip(rows, PARTS, strict=False):
        canvas.block(MARGIN, canvas.y + 5, 14, 14, fill)
        canvas.put(label, MARGIN + 24, canvas.y + 18)
        canvas.put(formats.number(n), RIGHT - 90, canvas.y + 18, anchor="end")
        canvas.put(formats.percent(charts.share(n, whole)), RIGHT, canvas.y + 18, anchor="end")
        canvas.y += 30


def matrix(canvas: Canvas, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[float | None]]]) -> None:
    """Shares in classes; what is hidden is a dash on white."""
    wide = (INNER - LABELS) / len(columns)
    heads = [broken(column, 12, wide - 6) for column in columns]
    canvas.y += 12 + max(map(len, heads)) * 16
    for place, head in enumerate(heads):
        for up, words in enumerate(reversed(head)):
            x = MARGIN + LABELS + (place + 0.5) * wide
            canvas.put(words, x, canvas.y - 6 - up * 16, size=12, tone="soft", anchor="middle")
    for label, cells in rows:
        canvas.put((broken(label, 14, LABELS) or [""])[0], MARGIN, canvas.y + 22, size=14)
        for place, share in enumerate(cells):
            _cell(canvas, MARGIN + LABELS + place * wide, wide, share)
        canvas.y += 34
    key(canvas, MATRIX_BOUNDS)


def _cell(canvas: Canvas, x: float, width: float, share: float | None) -> None:
    name = charts.class_of(share * 100 if share is not None else None, MATRIX_BOUNDS)
    if name:
        canvas.block(x + 1, canvas.y + 1, width - 2, 32, name.replace("k", "q"))
    words = formats.number(share * 100 if share is not None else None)
    tone = "on-q-deep" if name in DEEP else "on-q"
    canvas.put(words, x + width / 2, canvas.y + 22, size=14, tone=tone, bold=True, anchor="middle")


def curve(canvas: Canvas, points: Sequence[tuple[dt.date, int]]) -> None:
    """A number for each day, from zero up."""
    left, top = MARGIN + 56, canvas.y + 20
    wide = RIGHT - left
    shape = charts.curve([n for _label, n in points], round(wide), CURVE_HEIGHT)
    move = f"translate({left} {top:.1f})"
    canvas.shapes.append(Shape(shape.area, canvas.colours["tint"], transform=move))
    for place, tick in enumerate(shape.ticks):
        y = top + CURVE_HEIGHT * place / (len(shape.ticks) - 1)
        canvas.block(left, y, wide, 1, "joint")
        canvas.put(formats.number(tick), left - 10, y + 5, size=14, tone="soft", anchor="end")
    canvas.shapes.append(Shape(shape.line, stroke=canvas.colours["brand"], thickness=2.5, transform=move))
    foot = top + CURVE_HEIGHT + 24
    for day, x, anchor in ((points[0][0], left, "start"), (points[-1][0], RIGHT, "end")):
        canvas.put(formats.short_day(day), x, foot, size=14, tone="soft", anchor=anchor)
    canvas.y = foot + 6


def zones(canvas: Canvas, chart: Chart, rows: Sequence[tuple[str, float | None]]) -> None:
    """Zones in classes beside their numbers: `rows` of (name with its number, amount) in the order of the chart."""
    bounds = charts.breaks([value for _name, value in rows])
    top = canvas.y + 16
    for place, (area, (name, value)) in enumerate(zip(chart.areas, rows, strict=True), start=1):
        level = charts.class_of(value, bounds)
        fill = canvas.colours[level.replace("k", "q")] if level else canvas.colours["bed"]
        canvas.shapes.append(Shape(area.path, fill, "#ffffff", 3, f"translate({MARGIN} {top:.1f})"))
        tone = "on-q-deep" if level in DEEP else "on-q"
        number = name.split(".")[0] if "." in name else str(place)
        canvas.put(number, MARGIN + area.x, top + area.y + 5, size=14, tone=tone, bold=True, anchor="middle")
        foot = top + place * 24
        canvas.put((broken(name, 14, 230) or [""])[0], MARGIN + MAP_WIDTH + 24, foot, size=14)
        canvas.put(formats.number(value, 1), RIGHT, foot, size=14, anchor="end")
    canvas.y = max(top + int(chart.view_box.split()[3]), top + len(rows) * 24) + 4
    key(canvas, bounds)


def key(canvas: Canvas, bounds: Sequence[float]) -> None:
    """What each class of colour stands for, from the least to the most."""
    if not bounds:
        return
    canvas.y += 10
    steps = charts.key(bounds)
    for place, step in enumerate(steps):
        x = MARGIN + place * INNER / len(steps)
        canvas.block(x, canvas.y, 14, 14, step.name.replace("k", "q"))
        canvas.put(_span(step), x + 20, canvas.y + 12, size=12, tone="soft")
    canvas.y += 18


def _span(step: charts.Step) -> str:
    low, high = (formats.number(bound, int(bound != int(bound))) for bound in (step.low or 0, step.high or 0))
    if step.low is None:
        return _("under %(n)s", n=high)
    if step.high is None:
        return _("%(n)s and more", n=low)
    return _("%(low)s to under %(high)s", low=low, high=high)
