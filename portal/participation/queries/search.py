"""Finding activities and projects: full text, kind, state and zone; a page at a time. Only what residents may see.

The documents are columns that the base computes (migration 0003); words are folded alike on both sides. One list holds
both tables: its key is (score, type, id), where the score is how well a text fits, or without words
how new it is (what is closed: since when).
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text

from portal.core import pagination, sanitise
from portal.core.database import db
from portal.core.pagination import Page
from portal.core.tenancy import current_organisation_id
from portal.participation import kinds
from portal.participation.models import Activity, Project

PROJECT = "project"
STATES = ("open", "scheduled", "closed", "withdrawn")
QUERY_SIGNS = 200
PREFIX_SIGNS = 3  # shorter beginnings of words would find everything
WORD = re.compile(r"\w+")
SIGNS = re.compile("[\u00a0-\u00bf\u2000-\u206f\u20a0-\u20cf]")  # as in portal_words()
PLAIN = re.compile(r"[\w\s'’.,;:!?]+")

Hit = Activity | Project


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody looks for; an empty string asks nothing. A zone finds its own subjects and those of everybody."""

    words: str = ""
    kind: str = ""
    state: str = ""
    zone_id: int | None = None

    @classmethod
    def from_words(cls, words: str, **values: Any) -> "Wanted":
        """From what was typed, whatever it holds."""
        return cls(words=SIGNS.sub(" ", sanitise.clean_text(words[:QUERY_SIGNS])).strip(), **values)


_SCORE = "(1000000 * ts_rank({alias}.search, query.words))::bigint"
_NEWNESS = "extract(epoch FROM coalesce({alias}.{instant}, {alias}.created_at))::bigint"

_STATES = {
    "open": """a.stage = 'published' AND a.opens_at <= statement_timestamp()
        AND (a.closes_at IS NULL OR a.closes_at > statement_timestamp())""",
    "scheduled": "a.stage = 'published' AND (a.opens_at IS NULL OR a.opens_at > statement_timestamp())",
    "closed": "(a.stage = 'archived' OR (a.stage = 'published' AND a.closes_at <= statement_timestamp()))",
    "withdrawn": "a.stage = 'withdrawn'",
    "": "a.stage IN ('published', 'archived', 'withdrawn')",
}


def page(
    wanted: Wanted, *, after: str | None = None, size: int = pagination.PAGE_SIZE, only_activities: bool = False
) -> Page[Hit]:
    """Activities and projects that fit, the best or the newest first."""
    parts = [_activities(wanted)]
    if not only_activities and wanted.kind in ("", PROJECT) and not wanted.state:
        parts.append(_projects(wanted))
    if wanted.kind == PROJECT:
        parts = parts[1:]
    cut = pagination.read_cursor(after, int, str, int)
    if not parts:
        return Page((), None)
    beyond = "WHERE (score, type, id) < (:score, :type, :id)" if cut else ""
    statement = f"""{query_of(wanted)}
        SELECT score, type, id FROM ({" UNION ALL ".join(parts)}) AS found {beyond}
        ORDER BY score DESC, type DESC, id DESC LIMIT :size"""
    values = values_of(wanted) | {"size": size + 1} | dict(zip(("score", "type", "id"), cut or (), strict=False))
    rows = db.session.execute(text(statement), values).all()
    found = pagination.cut(rows, size, lambda row: (row.score, row.type, row.id))
    return Page(_loaded([(row.type, row.id) for row in found.rows]), found.after)


def query_of(wanted: Wanted) -> str:
    """SQL: the words as `query.words`, to be compared with a column `search`; nothing where nobody asks for words."""
    if not wanted.words:
        return ""
    beginnings = " || to_tsquery('pg_catalog.simple', :beginnings)" if _beginnings(wanted.words) else ""
    return f"""WITH query AS (SELECT websearch_to_tsquery('pg_catalog.french', portal_fold(:words))
        || websearch_to_tsquery('pg_catalog.simple', portal_fold(:words)){beginnings} AS words)"""


def _activities(wanted: Wanted) -> str:
    conditions = [_STATES[wanted.state], "a.kind = ANY(:kinds)"]
    if wanted.kind:
        conditions.append("a.kind = :kind")
    return _part(
        "SELECT {score} AS score, 'activity' AS type, a.id FROM activities a", "a", "opens_at", conditions, wanted
    )


def _projects(wanted: Wanted) -> str:
    start = "SELECT {score} AS score, 'project' AS type, p.id FROM projects p"
    return _part(start, "p", "created_at", ["p.is_published"], wanted)


def _part(start: str, alias: str, instant: str, conditions: list[str], wanted: Wanted) -> str:
    """One table's part of the list; with words, it is joined to the query and scored by it."""
    mine = [f"{alias}.organisation_id = :organisation_id", *conditions]
    if wanted.zone_id is not None:
        mine.append(in_zone(alias))
    if not wanted.words:
        return f"{start} WHERE {' AND '.join(mine)}".replace("{score}", _NEWNESS.format(alias=alias, instant=instant))
    mine.append(f"{alias}.search @@ query.words")
    return f"{start}, query WHERE {' AND '.join(mine)}".replace("{score}", _SCORE.format(alias=alias))


def in_zone(alias: str) -> str:
    """SQL: what concerns a zone, or everybody."""
    return f"({alias}.zone_id = :zone_id OR {alias}.zone_id IS NULL)"


def values_of(wanted: Wanted) -> dict[str, Any]:
    """What that SQL binds."""
    in_use = [kind.name for kind in kinds.in_use()]
    values: dict[str, Any] = {"organisation_id": current_organisation_id(), "kinds": in_use}
    if wanted.words:
        values |= {"words": wanted.words}
        if beginnings := _beginnings(wanted.words):
            values |= {"beginnings": beginnings}
    if wanted.kind and wanted.kind != PROJECT:
        values |= {"kind": wanted.kind}
    if wanted.zone_id is not None:
        values |= {"zone_id": wanted.zone_id}
    return values


def _beginnings(words: str) -> str:
    """All words, the last one as the beginning of a word; nothing where signs of the query language are used."""
    if not PLAIN.fullmatch(words):
        return ""
    folded = WORD.findall(fold(words))
    if not folded or len(folded[-1]) < PREFIX_SIGNS:
        return ""
    return " & ".join(f"'{word}'" for word in folded) + ":*"


def fold(words: str) -> str:
    """What portal_fold() makes of a text: lower case, ligatures opened, marks taken off."""
    opened = words.lower().replace("œ", "oe").replace("æ", "ae")
    return re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", opened))


def _loaded(found: list[tuple[str, int]]) -> list[Hit]:
    """The rows themselves, in the order found."""
    rows: dict[tuple[str, int], Hit] = {}
    activity_ids = [row_id for name, row_id in found if name != PROJECT]
    project_ids = [row_id for name, row_id in found if name == PROJECT]
    if activity_ids:
        for activity in db.session.scalars(select(Activity).where(Activity.id.in_(activity_ids))):
            rows["activity", activity.id] = activity
    if project_ids:
        for project in db.session.scalars(select(Project).where(Project.id.in_(project_ids))):
            rows[PROJECT, project.id] = project
    return [rows[key] for key in found if key in rows]
