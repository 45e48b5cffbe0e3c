"""Forgetting a person: a subscriber that takes out of their participations whatever says who they are.

The person's key stays (a keyed hash that nobody can undo) and still refuses a second participation; marks, zone and days
stay, so every figure stays true. What goes: addresses, networks, mailed links, digests of addresses, ticks, and what was
written in the person's own words, which the kind of the activity alone can tell from what was chosen.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol

from portal.consents import service as consents
from portal.participation import kinds
from portal.participation.queries import erasing, wishes
from portal.participation.queries.recording import as_json


class Erased(Protocol):
    """The event that asks for it; `person_key` in hexadecimal."""

    @property
    def person_key(self) -> str: ...
    @property
    def erased_at(self) -> str: ...


def take(batch: Sequence[Erased]) -> None:
    """Forget these people, as far as they acted before they were erased. Doing it again changes nothing."""
    for event in batch:
        _forget(bytes.fromhex(event.person_key), dt.datetime.fromisoformat(event.erased_at))


def _forget(person_key: bytes, erased_at: dt.datetime) -> None:
    wishes.forget_person(person_key, erased_at)
    erasing.forget_answers(person_key)
    rows = erasing.lock_versions(person_key, erased_at)
    if not rows:
        return
    kept = [{"id": row.id, "content": _kept(row.kind, row.activity_id, row.content)} for row in rows if row.is_counted]
    erasing.blank([row.id for row in rows], as_json(kept))
    erasing.forget_traces([row.activity_id for row in rows], [row.id for row in rows])
    erasing.forget_letters([row.participation_id for row in rows])
    consents.forget_ticks("participation_version", [row.id for row in rows])


def _kept(kind: str, activity_id: int, content: dict[str, Any]) -> dict[str, Any]:
    """What of an answer may stay. A kind that does not say keeps nothing: its figures are marks anyway."""
    keep = kinds.kind(kind).without_words
    return keep(activity_id, content) if keep and content else {}
