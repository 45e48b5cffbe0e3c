"""From participations to contacts: a subscriber that turns batches of confirmed acts with consent into people to write to.

Without consent nothing is written. Everything happens inside one organisation (R2, R4). A participation that is taken back
leaves the consents alone: they were given, and are withdrawn, by acts of their own.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from portal.consents import queries as consents
from portal.consents.models import Tick
from portal.consents.rules import ANSWER
from portal.contacts import rules
from portal.contacts.queries import feeding
from portal.participation import events
from portal.participation.queries import participations
from portal.participation.rules import identity, states
from portal.participation.service import keys

TICKED_ON = "participation_version"
SOURCE = rules.Source.PARTICIPATION
MOMENTS = {
    events.ParticipationWithdrawn: rules.Moment.WITHDREW,
    events.ParticipationInvalidated: rules.Moment.SET_ASIDE,
    events.ParticipationRestored: rules.Moment.PUT_BACK,
}
GONE = frozenset({states.ParticipationState.WITHDRAWN, states.ParticipationState.INVALIDATED})
METHODS = {
    states.Channel.PAPER: rules.Method.PAPER,
    states.Channel.FIELD: rules.Method.FIELD,
    states.Channel.IMPORT: rules.Method.IMPORT,
}

Heard = (
    events.ParticipationCounted
    | events.ParticipationChanged
    | events.ParticipationWithdrawn
    | events.ParticipationInvalidated
    | events.ParticipationRestored
)
HEARD = (
    events.ParticipationCounted,
    events.ParticipationChanged,
    events.ParticipationWithdrawn,
    events.ParticipationInvalidated,
    events.ParticipationRestored,
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One person's consented act, ready to be written."""

    canonical: str
    person_key: bytes
    acted_at: dt.datetime
    person: Row[Any]
    ticks: Sequence[Tick]


def wants(event: Heard) -> bool:
    """What concerns the base: acts with a consent, and whatever is taken back (it may have had one)."""
    return not isinstance(event, events.ParticipationCounted | events.ParticipationChanged) or event.is_consented


def take(batch: Sequence[Heard]) -> None:
    """Let a batch of acts reach the base: first who agreed, then what was taken back, or put back."""
    counted = [_version_of(event) for event in batch]
    if any(counted):
        _welcome([version_id for version_id in counted if version_id is not None])
    gone = [
        {"participation_id": event.participation_id, "kind": MOMENTS[type(event)]}
        for event in batch
        if type(event) in MOMENTS
    ]
    if gone:
        feeding.retract(gone)


def _version_of(event: Heard) -> int | None:
    """The version that counts from now on, if one does."""
    if isinstance(event, events.ParticipationCounted):
        return event.version_id
    return event.plus if isinstance(event, events.ParticipationChanged | events.ParticipationRestored) else None


def _welcome(version_ids: Sequence[int]) -> None:
    feeding.lock_shared()
    entries = _living(_entries(version_ids))
    if not entries:
        return
    ids = feeding.upsert([_contact(group) for group in _by_address(entries).values()])
    known = [(ids[entry.canonical], entry) for entry in entries]
    feeding.add_sources([_source(contact_id, entry) for contact_id, entry in known])
    feeding.add_consents([_consent(contact_id, entry, tick) for contact_id, entry in known for tick in entry.ticks])
    feeding.add_moments([_moment(contact_id, entry) for contact_id, entry in known])
    feeding.add_interests(
        [_interest(contact_id, entry, theme) for contact_id, entry in known for theme in _themes(entry)]
    )


def _entries(version_ids: Sequence[int]) -> list[Entry]:
    """Who agreed to something and whose address was confirmed, by the instant of the act."""
    ticks: dict[int, list[Tick]] = defaultdict(list)
    only_for_the_answer = consents.purpose_ids(ANSWER)  # asking what came of it makes nobody a contact
    for tick in consents.ticks_of(TICKED_ON, version_ids):
        if tick.purpose_id in only_for_the_answer:
            continue
        ticks[tick.subject_id].append(tick)
    people = [
        person
        for person in participations.people(version_ids)
        if person.version_id in ticks and person.assurance != states.Assurance.NONE
    ]
    return sorted((_entry(person, ticks[person.version_id]) for person in people), key=lambda entry: entry.acted_at)


def _entry(person: Row[Any], ticks: Sequence[Tick]) -> Entry:
    # An anonymous participation keeps its day only; what was ticked then says the instant of the consent.
    acted_at = max(person.counted_at, *(tick.ticked_at for tick in ticks))
    return Entry(
        canonical=identity.canonical_address(person.to_address),
        person_key=keys.person_key(person.to_address),
        acted_at=acted_at,
        person=person,
        ticks=ticks,
    )


def _living(entries: Sequence[Entry]) -> list[Entry]:
    """Without those who were erased after they acted: a late event revives nobody."""
    erased = feeding.tombstones([entry.person_key for entry in entries])
    return [entry for entry in entries if not rules.is_too_late(entry.acted_at, erased.get(entry.person_key))]


def _by_address(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.canonical].append(entry)
    return groups


def _contact(acts: Sequence[Entry]) -> dict[str, Any]:
    """What several acts of one person, oldest first, say of them: for each fact, the latest that says something."""
    values: dict[str, Any] = {"canonical": acts[0].canonical, "person_key": acts[0].person_key.hex()}
    provenance: dict[str, Any] = {}
    for act in acts:
        said = {"address": act.person.to_address, "zone_id": act.person.zone_id, "language": act.person.language}
        fact = {"source": SOURCE, "at": rules.stamp(act.acted_at)}
        for name, value in said.items():
            if value is not None:
                values[name] = value
                provenance[name] = fact | ({"is_confirmed": True} if name == "address" else {})
    return values | {"provenance": provenance}


def _source(contact_id: int, entry: Entry) -> dict[str, Any]:
    return _of(contact_id, entry) | {"source": SOURCE, "happened_at": rules.stamp(entry.acted_at)}


def _moment(contact_id: int, entry: Entry) -> dict[str, Any]:
    person = entry.person
    parts = {"activity_id": person.activity_id, "kind": person.kind, "title": person.title}
    happened_at = rules.stamp(person.counted_at)
    return _of(contact_id, entry) | {"kind": rules.Moment.TOOK_PART, "happened_at": happened_at, "parts": parts}


def _of(contact_id: int, entry: Entry) -> dict[str, Any]:
    subject_id = entry.person.participation_id
    return {"contact_id": contact_id, "subject_type": "participation", "subject_id": subject_id}


def _themes(entry: Entry) -> Sequence[str]:
    return () if entry.person.state in GONE else entry.person.themes


def _interest(contact_id: int, entry: Entry, theme: str) -> dict[str, Any]:
    return {
        "contact_id": contact_id,
        "theme": theme,
        "origin_type": "activity",
        "origin_id": entry.person.activity_id,
        "since": rules.stamp(entry.acted_at),
    }


def _consent(contact_id: int, entry: Entry, tick: Tick) -> Mapping[str, Any]:
    """The line of the ledger that a tick becomes, once its address is confirmed (double opt-in)."""
    person = entry.person
    return {
        "contact_id": contact_id,
        "purpose_id": tick.purpose_id,
        "channel": rules.Channel.EMAIL,
        "event": rules.Act.GRANTED,
        "happened_at": rules.stamp(entry.acted_at),
        "wording_id": tick.wording_id,
        "notice_id": tick.notice_id,
        "form": f"{person.kind} {person.activity_id}",
        "form_version": person.form_version,
        "language": person.language,
        "method": METHODS.get(person.channel, rules.Method.ONLINE),
        "evidence": {
            "participation": person.participation_id,
            "assurance": person.assurance,
            "ticked_at": rules.stamp(tick.ticked_at),
            "confirmed_at": rules.stamp(person.counted_at),
        },
        "origin_type": "tick",
        "origin_id": tick.id,
    }
