"""The base as a list: searched, filtered, a page at a time by key, never counted past a bound."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, text

from portal.contacts import rules
from portal.core import pagination, replica, sanitise
from portal.core.database import db
from portal.core.pagination import Page
from portal.core.tenancy import current_organisation_id

COUNT_BOUND = 1000
WORDS = 8
SEARCH_SIGNS = 100
EXPORT_PAGE = 500


class Agreement(StrEnum):
    """How somebody stands towards a purpose: agrees, ended it (or never wanted it), was never heard."""

    STANDS = "stands"
    ENDED = "ended"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which people are wanted; empty values want everybody."""

    words: str = ""
    zone_id: int | None = None
    theme: str = ""
    purpose_id: int | None = None
    agreement: Agreement = Agreement.STANDS

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.zone_id or self.theme or self.purpose_id)

    @property
    def crosses_zone(self) -> bool:
        """Whether a figure would cross a zone with something else about people (R14)."""
        return self.zone_id is not None and bool(self.theme or self.purpose_id or self.words)


_COLUMNS = "c.id, c.name, c.address, c.phone, c.zone_id, c.language, c.created_at, c.sort_key"
_AGREES = """(SELECT bool_or(s.is_standing) FROM consent_states s WHERE s.organisation_id = c.organisation_id
    AND s.contact_id = c.id AND s.purpose_id = :purpose_id)"""
_AGREEMENTS = {
    Agreement.STANDS: f"{_AGREES} IS TRUE",
    Agreement.ENDED: f"{_AGREES} IS FALSE",
    Agreement.NONE: f"{_AGREES} IS NULL",
}
_THEME = """EXISTS (SELECT FROM interests i WHERE i.organisation_id = c.organisation_id AND i.contact_id = c.id
    AND i.theme = :theme)"""

_THEMES = text("""
    WITH RECURSIVE each AS (
        (SELECT theme FROM interests WHERE organisation_id = :organisation_id ORDER BY theme LIMIT 1)
        UNION ALL
        SELECT (SELECT i.theme FROM interests i WHERE i.organisation_id = :organisation_id AND i.theme > each.theme
                ORDER BY i.theme LIMIT 1)
        FROM each WHERE each.theme IS NOT NULL
    )
    SELECT theme FROM each WHERE theme IS NOT NULL ORDER BY portal_fold(theme) COLLATE "C" LIMIT 500""")

_INTERESTS = text("""
    SELECT contact_id, theme FROM interests WHERE organisation_id = :organisation_id AND contact_id = ANY(:ids)
    ORDER BY contact_id, since DESC, theme""")

_STANDING = text("""
    SELECT contact_id, purpose_id, channel FROM consent_states
    WHERE organisation_id = :organisation_id AND contact_id = ANY(:ids) AND is_standing
    ORDER BY contact_id, purpose_id, channel""")


def page(wanted: Filter, *, after: str | None = None, before: str | None = None, size: int = 30) -> Page[Row[Any]]:
    """The people after a cursor, or before one, by name."""
    is_back = before is not None
    start = pagination.read_cursor(before if is_back else after, str, int)
    rows = _read(wanted, start, size + 1, is_back=is_back)
    if is_back:
        kept = list(reversed(rows[:size]))
        return Page(kept, cursor_of(kept[-1]) if kept else None)
    return pagination.cut(rows, size, lambda row: (row.sort_key, row.id))


def cursor_of(row: Row[Any]) -> str:
    return pagination.cursor((row.sort_key, row.id))


def has_before(wanted: Filter, row: Row[Any]) -> bool:
    """Whether anybody comes before this row."""
    return bool(_read(wanted, [row.sort_key, row.id], 1, is_back=True))


def everybody(wanted: Filter) -> Iterator[Sequence[Row[Any]]]:
    """All the people of a filter, some hundred at a time, each read by itself: constant memory, no long transaction."""
    start: list[Any] | None = None
    while rows := _read(wanted, start, EXPORT_PAGE, is_back=False, bind_arguments=replica.bind_arguments()):
        yield rows
        start = [rows[-1].sort_key, rows[-1].id]


def count(wanted: Filter, bound: int = COUNT_BOUND) -> int:
    """How many there are, up to bound + 1 (which means: more)."""
    statement = f"SELECT count(*) FROM (SELECT FROM contacts c WHERE {_where(wanted)} LIMIT :bound) AS found"
    return db.session.execute(text(statement), _values(wanted) | {"bound": bound + 1}).scalar_one()


def themes() -> list[str]:
    """Every theme somebody cares about, in the order of the alphabet; one step of the index for each."""
    return list(db.session.scalars(_THEMES, {"organisation_id": current_organisation_id()}))


def interests_of(ids: Sequence[int]) -> dict[int, list[str]]:
    """What each of these people cares about, the latest first."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in db.session.execute(_INTERESTS, _own(ids=list(ids))):
        found[row.contact_id].append(row.theme)
    return found


def standing_of(ids: Sequence[int]) -> dict[int, dict[int, list[str]]]:
    """What each of these people agrees to now: contact → purpose → channels."""
    found: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in db.session.execute(_STANDING, _own(ids=list(ids))):
        found[row.contact_id][row.purpose_id].append(row.channel)
    return found


def search_words(typed: str) -> str | None:
    """What was typed as a tsquery of beginnings, all of which must be found; None when no word is left.

    A telephone number is also looked for in its one spelling.
    """
    words = re.findall(r"[^\W_]+", sanitise.clean_text(typed[:SEARCH_SIGNS]))[:WORDS]
    if not words:
        return None
    query = " & ".join(f"'{word}':*" for word in words)
    phone = rules.phone_start(typed)
    return f"({query}) | '{phone}':*" if phone else query


def _read(
    wanted: Filter, start: Sequence[Any] | None, limit: int, *, is_back: bool, bind_arguments: Any = None
) -> Sequence[Row[Any]]:
    sign, way = ("<", "DESC") if is_back else (">", "ASC")
    past = f'AND (c.sort_key, c.id) {sign} (CAST(:sort_key AS text) COLLATE "C", :id)' if start else ""
    statement = f"""SELECT {_COLUMNS} FROM contacts c WHERE {_where(wanted)} {past}
        ORDER BY c.sort_key {way}, c.id {way} LIMIT :limit"""
    place = {"sort_key": start[0], "id": start[1]} if start else {}
    values = _values(wanted) | place | {"limit": limit}
    return db.session.execute(text(statement), values, bind_arguments=bind_arguments).all()


def _where(wanted: Filter) -> str:
    """SQL of a filter: fragments of our own; what people typed is bound."""
    parts = ["c.organisation_id = :organisation_id"]
    if wanted.words:
        has_words = search_words(wanted.words) is not None
        parts.append("c.search @@ to_tsquery('simple', portal_fold(:words))" if has_words else "false")
    if wanted.zone_id is not None:
        parts.append("c.zone_id = :zone_id")
    if wanted.theme:
        parts.append(_THEME)
    if wanted.purpose_id is not None:
        parts.append(_AGREEMENTS[wanted.agreement])
    return " AND ".join(parts)


def _values(wanted: Filter) -> dict[str, Any]:
    words = search_words(wanted.words) if wanted.words else None
    values = {"words": words, "zone_id": wanted.zone_id, "theme": wanted.theme, "purpose_id": wanted.purpose_id}
    return _own(**{name: value for name, value in values.items() if value})


def _own(**values: Any) -> dict[str, Any]:
    return values | {"organisation_id": current_organisation_id()}
