"""Bringing a list into the base. What is known already stays; what somebody said of themselves is never overwritten.

An import is no act of the persons: it brings back nobody who was erased, and stands behind whatever they said since.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from portal.consents import service as consents
from portal.contacts import rules
from portal.contacts.importing import checking, reading
from portal.contacts.importing.checking import Person, Proof, Unusable
from portal.contacts.importing.reading import Line
from portal.contacts.importing.report import Report
from portal.contacts.models import Contact
from portal.contacts.queries import feeding
from portal.contacts.service import keys
from portal.core import audit, clock, tenancy
from portal.core.database import db, transactional
from portal.core.errors import Refused
from portal.participation.rules import identity

BATCH = 200


class NotThisSource(Refused):
    """The wall (R3): a list of a public service has no way into a political organisation."""


@dataclass(frozen=True)
class List:
    """Where lines come from: the declared source, the file's name and its SHA-256."""

    source: rules.ListSource
    name: str
    sha256: str

    @property
    def number(self) -> int:
        """The file as a number, so that a second import adds no second source."""
        return int(self.sha256[:15], 16)


def import_contacts(
    content: bytes, source: rules.ListSource, *, name: str, tell: Callable[[int, int], None] | None = None
) -> Report:
    """Bring the lines of a CSV file in, batch by batch; repeating it is harmless. Raises Refused for the file as a whole."""
    if tenancy.card(tenancy.current_organisation_id()).is_political and source in rules.PUBLIC_SERVICE:
        raise NotThisSource(_("What was gathered for a public service may not be used by a political organisation."))
    people = reading.read(content)
    origin = List(source, name, hashlib.sha256(content).hexdigest())
    report = Report(left_out=people.left_out)
    for batch in _batches(people.lines):
        _write(batch, origin, report)
        if tell is not None:
            tell(report.read, len(people.lines))
    _note(origin, report)
    return report


def _batches(lines: Sequence[Line]) -> list[Sequence[Line]]:
    return [lines[start : start + BATCH] for start in range(0, len(lines), BATCH)]


@transactional
def _write(batch: Sequence[Line], origin: List, report: Report) -> None:
    feeding.lock_shared()
    for line in batch:
        report.read += 1
        try:
            contact = _bring_in(checking.person(line), origin, report)
        except Unusable as reason:
            report.refused.append((line.number, str(reason)))
            continue
        try:
            proof = checking.proof(line)
        except Unusable as reason:
            report.without_proof.append((line.number, str(reason)))
            continue
        if proof is not None:
            _agree(contact, proof, line, origin)
            report.agreed += 1


def _bring_in(person: Person, origin: List, report: Report) -> Contact:
    contact = _find(person)
    if contact is None:
        if feeding.tombstones(keys.known_by(person.address, rules.phone_digits(person.phone))):
            raise Unusable(_("This person asked to be erased. They come back by taking part and agreeing themselves."))
        contact = Contact(provenance={}, language=person.language)
        db.session.add(contact)
        report.added += 1
        _fill(contact, person, origin)
    elif _fill(contact, person, origin):
        report.changed += 1
    else:
        report.unchanged += 1
    db.session.flush()
    _keep_origin(contact, person, origin)
    return contact


def _find(person: Person) -> Contact | None:
    canonical = identity.canonical_address(person.address) if person.address else None
    if canonical is not None:
        return db.session.scalar(select(Contact).where(Contact.canonical_address == canonical))
    digits = rules.phone_digits(person.phone)
    return db.session.scalars(select(Contact).where(Contact.phone_digits == digits).order_by(Contact.id)).first()


def _fill(contact: Contact, person: Person, origin: List) -> bool:
    """Set the facts that nobody knew. Returns whether there were any."""
    said: dict[str, Any] = {
        "address": person.address,
        "phone": person.phone,
        "name": person.name,
        "zone_id": person.zone_id,
    }
    new = {name: value for name, value in said.items() if value and getattr(contact, name) is None}
    for name, value in new.items():
        setattr(contact, name, value)
    if "address" in new:
        contact.canonical_address = identity.canonical_address(person.address)
        contact.person_key = keys.of_address(person.address)
    if "phone" in new:
        contact.phone_digits = rules.phone_digits(person.phone)
    fact = {"source": rules.Source.IMPORT, "at": rules.stamp(clock.now()), "list": origin.source}
    contact.provenance = contact.provenance | dict.fromkeys(new, fact)
    return bool(new)


def _keep_origin(contact: Contact, person: Person, origin: List) -> None:
    at = rules.stamp(clock.now())
    of = {"contact_id": contact.id, "subject_type": origin.source, "subject_id": origin.number}
    feeding.add_sources([of | {"source": rules.Source.IMPORT, "happened_at": at}])
    feeding.add_interests(
        [
            {"contact_id": contact.id, "theme": theme, "origin_type": "list", "origin_id": origin.number, "since": at}
            for theme in person.themes
        ]
    )


def _agree(contact: Contact, proof: Proof, line: Line, origin: List) -> None:
    """The line of the ledger; the same line of a list once, however often it is imported."""
    said = "\x1f".join((str(contact.id), *(line.values[name] for name in reading.PROOF)))
    row = {
        "contact_id": contact.id,
        "purpose_id": proof.purpose_id,
        "channel": proof.channel,
        "event": rules.Act.GRANTED,
        "happened_at": rules.stamp(proof.agreed_at),
        "wording_id": consents.keep_wording("consent", contact.language, proof.words),
        "form": "import",
        "language": contact.language,
        "method": rules.Method.IMPORT,
        "evidence": {
            "how": proof.method,
            "words": proof.evidence,
            "file": origin.name,
            "line": line.number,
            "sha256": origin.sha256,
        },
        "origin_type": "import",
        "origin_id": int(hashlib.sha256(said.encode()).hexdigest()[:15], 16),
    }
    feeding.add_consents([row])


@transactional
def _note(origin: List, report: Report) -> None:
    counts = {"read": report.read, "added": report.added, "changed": report.changed, "refused": len(report.refused)}
    audit.record("contacts.imported", "contact", source=origin.source, sha256=origin.sha256, **counts)
