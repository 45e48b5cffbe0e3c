"""The ledger as pages read it: what holds now, what happened, and the proof of each line."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, text
from werkzeug.exceptions import NotFound

from portal.contacts.models import ConsentEvent
from portal.core.database import db
from portal.core.tenancy import current_organisation_id

_STATES = text("""
    SELECT s.purpose_id, s.channel, s.event, s.happened_at, s.event_id, s.is_standing
    FROM consent_states s JOIN purposes p ON p.organisation_id = s.organisation_id AND p.id = s.purpose_id
    WHERE s.organisation_id = :organisation_id AND s.contact_id = :contact_id
    ORDER BY p.position, p.id, s.channel""")


def states_of(contact_id: int) -> Sequence[Row[Any]]:
    """What somebody agrees to, or no longer, by purpose and channel."""
    return db.session.execute(_STATES, {"organisation_id": current_organisation_id(), "contact_id": contact_id}).all()


def events_of(contact_id: int) -> list[ConsentEvent]:
    """Every line about somebody, the latest first."""
    rows = select(ConsentEvent).where(ConsentEvent.contact_id == contact_id)
    return list(db.session.scalars(rows.order_by(ConsentEvent.happened_at.desc(), ConsentEvent.id.desc())))


def get_event(contact_id: int, event_id: int) -> ConsentEvent:
    """One line about somebody. Raises NotFound."""
    row = db.session.scalar(
        select(ConsentEvent).where(ConsentEvent.contact_id == contact_id, ConsentEvent.id == event_id)
    )
    if row is None:
        raise NotFound
    return row
