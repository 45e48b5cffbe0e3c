"""What staff did in the contact base: people added at the counter, names noted, consents given and taken back by telephone.

Through the services of the staff's own pages, so that each line has its source, its author and its proof.
"""

import datetime as dt
import random
from collections.abc import Sequence

from sqlalchemy import select

from portal.consents import queries as purposes
from portal.contacts import rules
from portal.contacts.models import Contact
from portal.contacts.queries import held
from portal.contacts.service import consenting, keeping
from portal.contacts.service.consenting import Told
from portal.contacts.service.keeping import Facts
from portal.core import clock
from portal.core.database import db
from portal.demo.people import Crowd, Person
from portal.territory import queries as territory

EVERYBODY = [1] * 12
THEMES = ("Mobilités", "Écoles", "Quartiers", "Sports", "Cadre de vie")
FICTIONAL_NUMBER = "06 39 98 {:02d} {:02d}"  # of the block that the regulator keeps for fiction
HAS_MAIL, HAS_PHONE, AGREES = 0.7, 0.6, 0.6
NAMED, CHANGED_MINDS = 240, 18


def welcome_at_the_counter(crowd: Crowd, count: int, actor_id: int) -> None:
    """People who came to the town hall: some by telephone number only, most of them agreeing to something."""
    rng = random.Random("counter")
    for person in crowd.meet(count, EVERYBODY):
        contact = keeping.add(_facts(person, rng), actor_id=actor_id)
        if rng.random() < AGREES:
            told = _told(contact, rules.Act.GRANTED, rules.Method.PAPER, "Formulaire signé à l’accueil", rng)
            consenting.note(contact.id, told, actor_id=actor_id)


def tidy_up(known: Sequence[Person], actor_id: int) -> None:
    """Give names to people who only left an address, and note who rang to stop."""
    rng = random.Random("desk")
    by_address = {person.address: person for person in known}
    chosen = rng.sample(sorted(by_address), min(NAMED, len(by_address)))
    contacts = list(db.session.scalars(select(Contact).where(Contact.address.in_(chosen)).order_by(Contact.address)))
    for contact in contacts:
        themes = tuple(interest.theme for interest in held.interests_of(contact.id))
        facts = Facts(
            name=by_address[contact.address or ""].name,
            address=contact.address or "",
            zone_id=contact.zone_id,
            language=contact.language,
            themes=themes,
        )
        keeping.correct(contact.id, facts, actor_id=actor_id)
    for contact in contacts[:CHANGED_MINDS]:
        told = _told(contact, rules.Act.WITHDRAWN, rules.Method.TELEPHONE, "Appel reçu à l’accueil", rng)
        consenting.note(contact.id, told, actor_id=actor_id)


def _facts(person: Person, rng: random.Random) -> Facts:
    has_mail = rng.random() < HAS_MAIL
    has_phone = not has_mail or rng.random() < HAS_PHONE
    zone = territory.territory().find(person.zone) if person.zone else None
    return Facts(
        name=person.name,
        address=person.address if has_mail else "",
        phone=FICTIONAL_NUMBER.format(rng.randrange(100), rng.randrange(100)) if has_phone else "",
        zone_id=zone.id if zone else None,
        language=person.language,
        themes=tuple(rng.sample(THEMES, rng.choice((0, 1, 1, 2)))),
    )


def _told(contact: Contact, act: rules.Act, method: rules.Method, evidence: str, rng: random.Random) -> Told:
    """What somebody said today about the first purpose, by the way in which they can be reached."""
    channel = rules.Channel.EMAIL if contact.address else rules.Channel.SMS
    first = purposes.offered()[0]
    return Told(
        act=act,
        channel=channel,
        method=method,
        told_at=clock.now() - dt.timedelta(minutes=rng.randrange(5, 300)),
        evidence=evidence,
        purpose_ids=(first.id,),
        words=f"J’accepte de recevoir\u00a0: {first.name['fr']}." if act is rules.Act.GRANTED else "",
    )
