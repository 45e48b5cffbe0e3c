"""Contacts that staff add or correct by hand. Every fact keeps where it comes from and since when."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from portal.contacts import rules
from portal.contacts.models import Contact, ContactSource, Interest
from portal.contacts.queries import feeding, held
from portal.contacts.service import keys
from portal.core import audit, clock
from portal.core.database import db, transactional
from portal.core.errors import Refused
from portal.core.tenancy import get
from portal.participation.rules import identity


class AlreadyKnown(Refused):
    """Somebody else in the base has this address; `contact_id` says who."""

    def __init__(self, contact_id: int | None) -> None:
        super().__init__(_("Another contact has this address."))
        self.contact_id = contact_id


class WasErased(Refused):
    """The person asked to be forgotten: only an act of their own brings them back."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What staff know of a person; empty texts are unknown."""

    name: str = ""
    address: str = ""
    phone: str = ""
    zone_id: int | None = None
    language: str = "fr"
    themes: tuple[str, ...] = field(default=())


@transactional
def add(facts: Facts, *, actor_id: int) -> Contact:
    """A person staff were asked to add. Adding gives no consent. Raises AlreadyKnown, WasErased."""
    feeding.lock_shared()
    _refuse_known(facts, None)
    _refuse_erased(facts)
    contact = Contact(provenance={})
    _write(contact, facts, actor_id)
    db.session.add(contact)
    _flush()
    now = clock.now()
    source = ContactSource(
        contact_id=contact.id, source=rules.Source.STAFF, subject_type="user", subject_id=actor_id, happened_at=now
    )
    db.session.add(source)
    _write_themes(contact.id, facts.themes, actor_id)
    audit.record("contact.added", "contact", contact.id, actor_id=actor_id)
    return contact


@transactional
def correct(contact_id: int, facts: Facts, *, actor_id: int) -> Contact:
    """Correct what is known of a person; only what changed gets a new source. Raises NotFound, AlreadyKnown, WasErased."""
    feeding.lock_shared()
    contact = get(Contact, contact_id)
    _refuse_known(facts, contact_id)
    _refuse_erased(facts)
    changed = _write(contact, facts, actor_id)
    _flush()
    if _write_themes(contact_id, facts.themes, actor_id):
        changed.append("themes")
    if changed:
        audit.record("contact.corrected", "contact", contact_id, actor_id=actor_id, fields=changed)
    return contact


def _refuse_known(facts: Facts, own_id: int | None) -> None:
    found = held.find_by_address(identity.canonical_address(facts.address)) if facts.address else None
    if found is not None and found.id != own_id:
        raise AlreadyKnown(found.id)


def _refuse_erased(facts: Facts) -> None:
    digits = rules.phone_digits(facts.phone)
    known = keys.known_by(facts.address, None if facts.address else digits)
    erased = [key for key in feeding.tombstones(known) if held.find_by_key(key) is None]
    if erased:
        raise WasErased(_("This person asked to be erased. They come back by taking part and agreeing themselves."))


def _write(contact: Contact, facts: Facts, actor_id: int) -> list[str]:
    """Set the facts that differ, with their source. Returns their names."""
    said: dict[str, Any] = {
        "name": facts.name or None,
        "address": facts.address or None,
        "phone": facts.phone or None,
        "zone_id": facts.zone_id,
        "language": facts.language,
    }
    changed = [name for name, value in said.items() if getattr(contact, name) != value]
    source = {"source": rules.Source.STAFF, "at": rules.stamp(clock.now()), "by": actor_id}
    for name in changed:
        setattr(contact, name, said[name])
    contact.provenance = contact.provenance | dict.fromkeys(changed, source)
    contact.canonical_address = identity.canonical_address(facts.address) if facts.address else None
    contact.person_key = keys.of_address(facts.address) if facts.address else None
    contact.phone_digits = rules.phone_digits(facts.phone) or None
    return changed


def _write_themes(contact_id: int, themes: tuple[str, ...], actor_id: int) -> bool:
    before = {interest.theme: interest for interest in held.interests_of(contact_id)}
    gone, new = before.keys() - set(themes), [theme for theme in themes if theme not in before]
    if gone:
        db.session.execute(delete(Interest).where(Interest.contact_id == contact_id, Interest.theme.in_(gone)))
    now = clock.now()
    db.session.add_all(
        Interest(contact_id=contact_id, theme=theme, origin_type="user", origin_id=actor_id, since=now) for theme in new
    )
    return bool(gone or new)


def _flush() -> None:
    """Two members of staff, or the feed, may write the same address at once: the base decides."""
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        if "uq_contacts_address" not in str(error.orig):
            raise
        raise AlreadyKnown(None) from error
