"""Tables of the contact base."""

from portal.contacts.models.contacts import Contact, ContactSource, Interest, TimelineEntry, Tombstone
from portal.contacts.models.ledger import ConsentEvent

__all__ = ["ConsentEvent", "Contact", "ContactSource", "Interest", "TimelineEntry", "Tombstone"]
