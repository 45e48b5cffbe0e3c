"""Lines of the ledger that are not ticks: what staff were told, what somebody changed by their personal link."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from portal.consents import queries as purposes
from portal.consents import service as consents
from portal.contacts import rules
from portal.contacts.models import Contact
from portal.contacts.queries import feeding, ledger
from portal.core import audit, clock
from portal.core.database import transactional
from portal.core.tenancy import get


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody told staff: about which purposes (all, when none is named), how, when, and what shows it."""

    act: rules.Act
    channel: rules.Channel
    method: rules.Method
    told_at: dt.datetime
    evidence: str
    purpose_ids: tuple[int, ...] = ()
    words: str = ""
    language: str = "fr"


@transactional
def note(contact_id: int, told: Told, *, actor_id: int) -> None:
    """Add what somebody told staff to the ledger. Raises NotFound."""
    get(Contact, contact_id)
    wording_id = consents.keep_wording("consent", told.language, told.words) if told.words else None
    chosen = told.purpose_ids or tuple(purpose.id for purpose in purposes.purposes())
    row = {
        "contact_id": contact_id,
        "channel": told.channel,
        "event": told.act,
        "happened_at": rules.stamp(told.told_at),
        "wording_id": wording_id,
        "form": "desk",
        "language": told.language,
        "method": told.method,
        "evidence": {"words": told.evidence, "by": actor_id},
    }
    feeding.add_consents([row | {"purpose_id": purpose_id} for purpose_id in chosen])
    audit.record("contact.consent_noted", "contact", contact_id, actor_id=actor_id, act=told.act, purposes=list(chosen))


@dataclass(frozen=True, kw_only=True)
class OwnAct:
    """What the person pressed, from the link in their mailbox: under which words, in which language."""

    participation_id: int
    words: str
    language: str


@transactional
def withdraw(contact_id: int, purpose_id: int, own: OwnAct) -> None:
    """The person withdraws whatever they agreed to for this purpose. Twice is harmless."""
    chosen = [state.channel for state in ledger.states_of(contact_id) if _stands(state, purpose_id)]
    _add_own(contact_id, purpose_id, rules.Act.WITHDRAWN, chosen, own)


@transactional
def agree(contact_id: int, purpose_id: int, own: OwnAct) -> None:
    """The person agrees (again) to e-mails for this purpose. Twice is harmless."""
    standing = [state.channel for state in ledger.states_of(contact_id) if _stands(state, purpose_id)]
    chosen = [] if rules.Channel.EMAIL in standing else [rules.Channel.EMAIL]
    _add_own(contact_id, purpose_id, rules.Act.GRANTED, chosen, own)


def _stands(state: Row[Any], purpose_id: int) -> bool:
    return bool(state.is_standing) and state.purpose_id == purpose_id


def _add_own(contact_id: int, purpose_id: int, act: rules.Act, channels: Sequence[str], own: OwnAct) -> None:
    if not channels:
        return
    row = {
        "contact_id": contact_id,
        "purpose_id": purpose_id,
        "event": act,
        "happened_at": rules.stamp(clock.database_now()),
        "wording_id": consents.keep_wording("consent", own.language, own.words),
        "form": "personal link",
        "language": own.language,
        "method": rules.Method.ONLINE,
        "evidence": {"participation": own.participation_id},
    }
    feeding.add_consents([row | {"channel": channel} for channel in channels])
