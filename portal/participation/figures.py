"""The figures that every kind of activity has, each by itself, to be taken away: drawn once more, or as a sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from portal.core import clock, formats, maps, pictures, plates, tables, tenancy
from portal.core.languages import said
from portal.core.pictures import Canvas
from portal.organisations import rules as organisations
from portal.participation import labels
from portal.participation.models import Activity
from portal.participation.results import Figures
from portal.participation.rules import states

BY_ZONE, BY_DAY, BY_CERTAINTY = "by-zone", "by-day", "by-certainty"
TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png", "csv": "text/csv; charset=utf-8"}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`title` and `words` stand over the drawing; `heads` and `rows` are the sheet."""

    title: str
    words: str = ""
    draw: Callable[[Canvas], None]
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is counted, and the titles that say so."""

    number: LazyString
    per_thousand: LazyString
    per_day: LazyString
    by_certainty: LazyString


PARTICIPATIONS = Words(
    number=_("Participations"),
    per_thousand=_("Participations for a thousand inhabitants"),
    per_day=_("Participations per day"),
    by_certainty=_("Participations by certainty about their author"),
)


def find(found: Figures, name: str, words: Words = PARTICIPATIONS) -> Figure | None:
    """`by-zone`, `by-day` or `by-certainty`, if there is anything in it to show."""
    own: dict[str, Callable[[Figures, Words], Figure | None]] = {
        BY_ZONE: by_zone,
        BY_DAY: by_day,
        BY_CERTAINTY: by_certainty,
    }
    return own[name](found, words) if name in own and found.counted else None


def by_zone(found: Figures, words: Words) -> Figure | None:
    known = [(each.zone, each.n, each.per_thousand) for each in found.by_zone if each.zone]
    if not known:
        return None
    drawn = [(f"{zone.position}. {zone.name}", amount) for zone, _n, amount in known]
    rows: list[Sequence[Any]] = [
        (zone.name, "" if n is None else n, "" if amount is None else round(amount, 1)) for zone, n, amount in known
    ]
    rows += [
        (str(_("Elsewhere, or not said")), "" if each.n is None else each.n, "")
        for each in found.by_zone
        if not each.zone
    ]
    return Figure(
        title=str(words.per_thousand),
        draw=partial(plates.zones, chart=maps.draw([zone.geometry for zone, _n, _amount in known]), rows=drawn),
        heads=[str(_("Neighbourhood")), str(words.number), str(_("For 1,000"))],
        rows=rows,
    )


def by_day(found: Figures, words: Words) -> Figure | None:
    if len(found.by_day) < 2:
        return None
    return Figure(
        title=str(words.per_day),
        draw=partial(plates.curve, points=found.by_day),
        heads=[str(_("Day")), str(words.number)],
        rows=[(day.isoformat(), n) for day, n in found.by_day],
    )


def by_certainty(found: Figures, words: Words) -> Figure:
    rows = [(str(labels.ASSURANCES[states.Assurance(name)]), n) for name, n in found.by_assurance.items()]
    return Figure(
        title=str(words.by_certainty),
        draw=partial(plates.parts, rows=rows),
        heads=[str(_("Certainty")), str(_("Number"))],
        rows=rows,
    )


def made(activity: Activity, found: Figure, ending: str) -> bytes:
    """The figure as a file: one of `TYPES`. A picture says where it comes from, and of which day it is."""
    if ending == "csv":
        return "".join(tables.csv_stream(found.heads, found.rows)).encode()
    card = tenancy.organisation()
    canvas = pictures.canvas(organisations.colours_of(card.identity))
    canvas.write(found.title, size=24, bold=True)
    canvas.write(found.words, size=16, tone="soft")
    found.draw(canvas)
    canvas.y += 18
    source = f"{card.name} · {said(activity.title)} · {formats.day(clock.day_in(card.time_zone, clock.now()))}"
    canvas.write(source, size=13, tone="soft")
    drawing = pictures.svg(canvas, found.title)
    return pictures.png(drawing) if ending == "png" else drawing.encode()
