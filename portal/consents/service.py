"""Offering purposes and keeping what was ticked, with the exact words that were shown (R7)."""

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask_babel import gettext as _
from sqlalchemy import insert

from portal.consents import queries, rules
from portal.consents.models import Purpose, Tick
from portal.core import audit, tenancy
from portal.core.database import db, transactional
from portal.core.errors import Refused
from portal.core.tenancy import current_organisation_id

SUBJECT = "purpose"
KEY_SIGNS = 40


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
def offer_answers() -> None:
    """Have the organisation's forms propose to tell people its answer; a second time changes nothing."""
    if queries.purpose_by_key(rules.ANSWER) is None:
        db.session.add(Purpose(key=rules.ANSWER, name=rules.ANSWER_NAMES, basis=rules.Basis.CONSENT, position=-1))
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


def ticked_on(subject_type: str, subject_id: int) -> Ticked | None:
    """What was ticked on this subject, in the words that were shown; None where nothing was."""
    ticks = queries.ticks_of(subject_type, [subject_id])
    if not ticks:
        return None
    words = queries.wordings([wording_id for tick in ticks for wording_id in (tick.wording_id, tick.notice_id or 0)])
    shown = {tick.purpose_id: words[tick.wording_id] for tick in ticks}
    language = next(iter(shown.values())).language
    notice = words[ticks[0].notice_id].text if ticks[0].notice_id else ""
    return Ticked({purpose_id: wording.text for purpose_id, wording in shown.items()}, language, notice)


def has_ticks(subject_type: str, subject_id: int) -> bool:
    return bool(queries.ticks_of(subject_type, [subject_id]))


def forget_ticks(subject_type: str, subject_ids: Sequence[int]) -> None:
    """Remove what was ticked on these subjects, whose person was erased. Wordings say nothing of people and stay."""
    if subject_ids:
        queries.forget_ticks(subject_type, subject_ids)


class NotThisPurpose(Refused):
    """A purpose that the law, or what people were told, does not allow."""


@transactional
def add_purpose(name: dict[str, str], basis: rules.Basis, *, actor_id: int | None = None) -> Purpose:
    """A new purpose, last in the list and offered where it rests on consent. Raises NotThisPurpose."""
    if tenancy.card(current_organisation_id()).is_political and basis is not rules.Basis.CONSENT:
        raise NotThisPurpose(_("A political organisation writes to people with their consent only."))
    known = queries.purposes()
    purpose = Purpose(
        key=_free_key(next(iter(name.values())), {each.key for each in known}),
        name=name,
        basis=basis,
        position=max((each.position for each in known), default=0) + 1,
        is_offered=rules.may_be_offered(basis),
    )
    db.session.add(purpose)
    db.session.flush()
    audit.record("purpose.added", SUBJECT, purpose.id, actor_id=actor_id, basis=basis)
    return purpose


@transactional
def edit_purpose(
    purpose_id: int, *, name: dict[str, str], is_offered: bool, is_active: bool, actor_id: int | None = None
) -> None:
    """Other words, on forms or not, in use or not. What people agreed to keeps the words they saw; the basis never changes."""
    purpose = tenancy.get(Purpose, purpose_id)
    if is_offered and not rules.may_be_offered(rules.Basis(purpose.basis)):
        raise NotThisPurpose(_("Only what rests on consent is asked for with a box."))
    purpose.name, purpose.is_offered, purpose.is_active = name, is_offered, is_active
    audit.record("purpose.edited", SUBJECT, purpose_id, actor_id=actor_id, is_offered=is_offered, is_active=is_active)


@transactional
def move_purpose(purpose_id: int, *, up: bool, actor_id: int | None = None) -> None:
    """One place up or down in the order in which forms propose them; at the end of the list nothing happens."""
    tenancy.get(Purpose, purpose_id)
    order = queries.purposes()
    place = next(place for place, each in enumerate(order) if each.id == purpose_id)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, each in enumerate(order):
        each.position = position
    audit.record("purpose.moved", SUBJECT, purpose_id, actor_id=actor_id)


def _free_key(name: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:KEY_SIGNS].strip("-") or "purpose"
    return next(key for key in (stem, *(f"{stem}-{number}" for number in range(2, 1000))) if key not in taken)
