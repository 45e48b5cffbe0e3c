"""Offering purposes and keeping what was ticked, with the exact words that were shown (R7)."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import insert

from portal.consents import queries, rules
from portal.consents.models import Purpose, Tick
from portal.core.database import db, transactional
from portal.core.tenancy import current_organisation_id


@dataclass(frozen=True)
class Ticked:
    """Purposes somebody agreed to on one form: purpose id → the words beside its box; and the notice above them."""

    purposes: dict[int, str]
    language: str
    notice: str


@transactional
def keep_ticks(ticked: Ticked, subject_type: str, subject_id: int) -> None:
    """Write down what was ticked. Nothing enters the contact base by this: that waits for the address to be confirmed."""
    if not ticked.purposes:
        return
    notice_id = keep_wording("notice", ticked.language, ticked.notice)
    rows = [
        {
            "subject_type": subject_type,
            "subject_id": subject_id,
            "purpose_id": purpose_id,
            "wording_id": keep_wording("consent", ticked.language, words),
            "notice_id": notice_id,
        }
        for purpose_id, words in ticked.purposes.items()
    ]
    db.session.add_all([Tick(**row) for row in rows])
    db.session.flush()


@transactional
def offer_answers(basis: str = "consent") -> None:
    """Have the organisation's forms propose to tell people its answer; a second time changes nothing."""
    if queries.purpose_by_key(rules.ANSWER) is None:
        db.session.add(Purpose(key=rules.ANSWER, name=rules.ANSWER_NAMES, basis=basis, position=-1))
        db.session.flush()


@transactional
def keep_many(given: Iterable[tuple[Ticked, str, int, str]]) -> None:
    """Write down what was ticked on many subjects, each (ticked, subject type, subject id, ISO instant), at once."""
    wording = lru_cache(maxsize=None)(keep_wording)
    rows = [
        {
            "organisation_id": current_organisation_id(),
            "subject_type": subject_type,
            "subject_id": subject_id,
            "purpose_id": purpose_id,
            "wording_id": wording("consent", ticked.language, words),
            "notice_id": wording("notice", ticked.language, ticked.notice),
            "ticked_at": dt.datetime.fromisoformat(ticked_at),
        }
        for ticked, subject_type, subject_id, ticked_at in given
        for purpose_id, words in ticked.purposes.items()
    ]
    if rows:
        db.session.execute(insert(Tick), rows)


def keep_wording(kind: str, language: str, words: str) -> int:
    """The id of these words; they are stored the first time they are shown to somebody who agrees."""
    return queries.keep_wording(kind, language, words, hashlib.sha256(f"{language}\n{words}".encode()).digest())


def has_ticks(subject_type: str, subject_id: int) -> bool:
    return bool(queries.ticks_of(subject_type, [subject_id]))


def forget_ticks(subject_type: str, subject_ids: Sequence[int]) -> None:
    """Remove what was ticked on these subjects, whose person was erased. Wordings say nothing of people and stay."""
    if subject_ids:
        queries.forget_ticks(subject_type, subject_ids)
