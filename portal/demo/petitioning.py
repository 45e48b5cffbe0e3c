"""What residents ask for: who carries each petition, what the town decided about it, and what it owes."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal.accounts.models import User
from portal.accounts.rules import Role
from portal.core.database import db, transactional
from portal.demo import comments, documents, signatures, subjects
from portal.demo.documents import Document
from portal.demo.people import Crowd, Person
from portal.participation.models import Activity
from portal.participation.service import activities, keys
from portal.petitions import queries
from portal.petitions.models import Sponsor, Threshold
from portal.petitions.rules.states import Reason, Standing
from portal.petitions.service import authoring, deciding, links, opening, updating
from portal.petitions.service.carriers import Carrier
from portal.petitions.service.starting import Texts
from portal.territory import queries as territory

EVERYBODY = [1] * 12
NEWS_HOUR = 10


@dataclass(frozen=True)
class Carried:
    """A petition and the people who carry it: its author first, then its sponsors."""

    activity: Activity
    document: Document
    carriers: list[Person]


@transactional
def promise() -> None:
    """What the town owes at which number of signatures."""
    columns = ("promise", "number", "one_in", "acknowledge_days", "answer_days", "is_statutory")
    for document in documents.thresholds():
        known = {name: document[name] for name in columns if name in document}
        db.session.add(Threshold(label=documents.text(document), **known))
    db.session.flush()


def bring(crowd: Crowd, today: dt.date) -> list[Carried]:
    """Every petition as its file says: begun, carried, decided about, signed."""
    moderator_id = db.session.scalars(select(User.id).where(User.role == Role.MODERATOR)).one()
    promise()
    found = [_begin(document, crowd, today) for document in documents.petitions()]
    for each in found:
        _decide(each, today, moderator_id)
        if each.document["standing"] == Standing.ACCEPTED:
            signed = signatures.gather(each.activity, each.document, each.carriers, crowd, today)
            comments.keep(each.activity.id, signed, each.document, moderator_id)
            _tell(each, today, moderator_id)
    return found


@transactional
def _begin(document: Document, crowd: Crowd, today: dt.date) -> Carried:
    """Somebody asks, and others join them."""
    rng = random.Random(document["ask"])
    home = [int(zone["properties"]["key"] == document["author"]) for zone in documents.zones()]
    author, others = crowd.meet(1, home)[0], crowd.come(document["sponsors"], EVERYBODY, 0.04)
    begun_at = _begun_at(document, today)
    words = Texts(ask=document["ask"], background=document["background"], details=document["details"].strip())
    carrier = Carrier(shows_name=document["shows_name"], **_who(author))
    activity = authoring.start(words, carrier, submission_id=uuid.uuid4())
    authoring.confirm(links.author_token(activity.id))
    activities.edit_activity(
        activity.id, themes=document.get("themes", []), zone_id=subjects.zone_id(document), created_at=begun_at
    )
    petition = queries.petition(activity.id)
    petition.created_at = begun_at
    petition.author_confirmed_at = begun_at + dt.timedelta(minutes=rng.randrange(3, 90))
    for place, person in enumerate(others, start=1):
        joined_at = begun_at + dt.timedelta(hours=5 * place, minutes=rng.randrange(60))
        db.session.add(
            Sponsor(
                activity_id=activity.id,
                person_key=keys.person_key(person.address),
                shows_name=rng.random() < signatures.SHOWS_NAME,
                invited_at=joined_at,
                confirmed_at=joined_at,
                **_who(person),
            )
        )
    db.session.flush()
    return Carried(activity, document, [author, *others])


@transactional
def _decide(carried: Carried, today: dt.date, moderator_id: int) -> None:
    """What the moderator did, on the day on which it was done."""
    activity, document = carried.activity, carried.document
    if document["standing"] == Standing.SPONSORING:
        return
    deciding.submit(activity.id)
    petition = queries.petition(activity.id)
    petition.submitted_at = _begun_at(document, today) + dt.timedelta(days=1)
    if document["standing"] == Standing.REJECTED:
        deciding.reject(activity.id, Reason(document["reason"]), text=document["note"], actor_id=moderator_id)
        petition.decided_at = subjects.instant(today, document["decided"], NEWS_HOUR)
    if document["standing"] == Standing.ACCEPTED:
        opens_at, closes_at = subjects.opens_at(document, today), subjects.closes_at(document, today)
        signatures.sign_first(activity, carried.carriers, opens_at)
        opening.accept(activity.id, opens_at=opens_at, closes_at=closes_at, actor_id=moderator_id)
        petition.decided_at = opens_at - dt.timedelta(hours=15)


@transactional
def _tell(carried: Carried, today: dt.date, moderator_id: int) -> None:
    """News of the author, and of the town."""
    activity_id = carried.activity.id
    for document in carried.document.get("updates", []):
        told_at = subjects.instant(today, carried.document["opens"] + document["after"], NEWS_HOUR)
        words = {"title": document["title"], "body": document["body"]}
        if document["by"] == "author":
            row = updating.propose(activity_id, signed_by=carried.carriers[0].name, **words)
            updating.decide(row.id, is_published=True, actor_id=moderator_id)
        else:
            row = updating.publish(activity_id, signed_by=document["by"], actor_id=moderator_id, **words)
        row.created_at = row.decided_at = told_at
    db.session.flush()


def _begun_at(document: Document, today: dt.date) -> dt.datetime:
    return subjects.instant(today, document.get("begun", document.get("opens", 0) - 9), NEWS_HOUR)


def _who(person: Person) -> dict[str, Any]:
    """What author and sponsor say of themselves."""
    zone = territory.territory().find(person.zone) if person.zone else None
    return {
        "name": person.name,
        "address": person.address,
        "postcode": signatures.postcode(person),
        "zone_id": zone.id if zone else None,
    }
