"""Erasing a person: what is held goes, figures stay true, and nobody writes them back behind their back (R9)."""

from portal.contacts import events, rules
from portal.contacts.models import Contact
from portal.contacts.queries import erasing, feeding
from portal.contacts.service import keys
from portal.core import audit, mail, outbox
from portal.core.database import db, transactional
from portal.core.mail import Letter
from portal.core.tenancy import get


@transactional
def erase(contact_id: int, *, actor_id: int | None, wants_letter: bool = False) -> None:
    """Erase a contact and have participation forget the person. Raises NotFound.

    The closing letter is the last thing that is written to them; its row loses the address when it has left.
    """
    feeding.lock_alone()
    contact = get(Contact, contact_id)
    address, language = contact.address, contact.language
    known = keys.known_by(address, contact.phone_digits)
    db.session.expunge(contact)
    erasing.remove(contact_id)
    _bury(known, address)
    audit.record("contact.erased", "contact", contact_id, actor_id=actor_id, letter=wants_letter and bool(address))
    if wants_letter and address:
        _write_last(contact_id, address, language)


@transactional
def erase_address(address: str, *, actor_id: int | None) -> None:
    """Erase somebody who is not in the base but may have taken part: their address, wherever it stands."""
    feeding.lock_alone()
    _bury(keys.known_by(address, None), address)
    audit.record("contact.erased", "contact", None, actor_id=actor_id, letter=False)


def _bury(known: list[bytes], address: str | None) -> None:
    if not known:
        return
    erased_at = erasing.bury(known)
    if address:
        person_key = keys.of_address(address).hex()
        outbox.publish(events.PersonErased(person_key=person_key, erased_at=rules.stamp(erased_at)))


def _write_last(contact_id: int, address: str, language: str) -> None:
    mail.queue(
        Letter(
            template="contacts/erased",
            to_address=address,
            to_key=keys.of_address(address),
            language=language,
            subject_type="contact",
            subject_id=contact_id,
        )
    )
