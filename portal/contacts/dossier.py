"""One person put into words: where each fact comes from, and everything that is held, as one document."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _

from portal.consents import queries as consents
from portal.contacts import labels, rules
from portal.contacts.models import ConsentEvent, Contact
from portal.contacts.queries import held, ledger
from portal.core import formats
from portal.core.languages import said
from portal.territory import queries as territory


def origin(contact: Contact, fact: str) -> str:
    """Where a fact comes from and since when: "participation, 19 November 2026"."""
    known = contact.provenance.get(fact)
    if not known:
        return ""
    at = dt.datetime.fromisoformat(known["at"])
    if known.get("is_confirmed"):
        return _("confirmed on %(day)s", day=formats.day(at))
    return f"{labels.SOURCES[rules.Source(known['source'])]}, {formats.day(at)}"


def evidence(event: ConsentEvent) -> list[tuple[str, str]]:
    """What shows that a line of the ledger is true: labels and words."""
    return [(str(labels.EVIDENCE.get(name, name)), _in_words(name, value)) for name, value in event.evidence.items()]


def _in_words(name: str, value: Any) -> str:
    if name.endswith("_at"):
        return formats.instant(dt.datetime.fromisoformat(value))
    return str(labels.ASSURANCES.get(value, value)) if name == "assurance" else str(value)


def everything(contact: Contact) -> dict[str, Any]:
    """All of it, in plain words and instants: a document a person can be given."""
    zone = territory.territory().by_id().get(contact.zone_id or 0)
    return {
        "name": contact.name,
        "address": contact.address,
        "phone": contact.phone,
        "zone": zone.name if zone else None,
        "language": contact.language,
        "in_the_base_since": contact.created_at.isoformat(),
        "where_each_fact_comes_from": contact.provenance,
        "sources": [
            {"source": row.source, "about": f"{row.subject_type} {row.subject_id}", "at": row.happened_at.isoformat()}
            for row in held.sources_of(contact.id)
        ],
        "interests": [
            {"theme": row.theme, "from": f"{row.origin_type} {row.origin_id}", "since": row.since.isoformat()}
            for row in held.interests_of(contact.id)
        ],
        "consents": _consents(contact.id),
        "history": [
            {"what": row.kind, "at": row.happened_at.isoformat(), "about": row.parts}
            for row in held.moments_of(contact.id)
        ],
    }


def _consents(contact_id: int) -> list[dict[str, Any]]:
    events = ledger.events_of(contact_id)
    purposes = {purpose.id: said(purpose.name) for purpose in consents.purposes()}
    words = consents.wordings([number for row in events for number in (row.wording_id, row.notice_id) if number])
    return [
        {
            "purpose": purposes[row.purpose_id],
            "channel": row.channel,
            "event": row.event,
            "basis": row.basis,
            "at": row.happened_at.isoformat(),
            "method": row.method,
            "form": row.form,
            "form_version": row.form_version,
            "words": words[row.wording_id].text if row.wording_id else None,
            "notice": words[row.notice_id].text if row.notice_id else None,
            "evidence": row.evidence,
        }
        for row in events
    ]
