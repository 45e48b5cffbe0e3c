"""Petitions that came from other portals, and what those promised."""

from sqlalchemy import select

from portal.core.database import db
from portal.petitions import queries
from portal.petitions.models import Milestone, Petition, Threshold
from portal.petitions.queries import promises
from portal.petitions.rules.thresholds import Promise

LABELS = {
    Promise.ANSWER: {"fr": "une réponse officielle", "en": "an official answer"},
    Promise.DEBATE: {"fr": "un débat", "en": "a debate"},
    Promise.CUSTOM: {"fr": "un engagement", "en": "a promise"},
}


def find(source: str, source_id: str) -> Petition | None:
    """The petition of that id on that portal, held; None if it never came."""
    known = select(Petition).where(Petition.source == source, Petition.source_id == source_id)
    return db.session.scalar(known.with_for_update())


def of(activity_id: int) -> Petition:
    return queries.locked(activity_id)


def milestones(activity_id: int) -> list[Milestone]:
    return promises.milestones(activity_id)


def threshold(source: str, promise: Promise, number: int) -> Threshold:
    """A promise of another portal: it obliges nobody here, and stands beside its own petitions only."""
    wanted = select(Threshold).where(
        Threshold.source == source, Threshold.promise == promise, Threshold.number == number
    )
    found = db.session.scalars(wanted).first()
    if found is None:
        found = Threshold(source=source, promise=promise, number=number, label=LABELS[promise])
        db.session.add(found)
        db.session.flush()
    return found
