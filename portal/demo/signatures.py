"""The crowd under the petitions, by the path of every act that happened before; those of today by the post of a browser."""

import datetime as dt
import random
import uuid
from collections.abc import Sequence

from portal.core import clock
from portal.core.database import db
from portal.demo import moments, subjects
from portal.demo.documents import Document
from portal.demo.people import Crowd, Person
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.queries.activities import ActivityCard
from portal.participation.service import importing
from portal.participation.service.acts import Submission
from portal.participation.service.importing import PastAct
from portal.petitions.service import paper, signing
from portal.petitions.service.paper import NewSheet, Written
from portal.petitions.service.signing import Signature
from portal.territory import queries as territory

SAYS_ZONE = 0.9
SHOWS_NAME = 0.45
ON_PAPER, LINES = 20, 18  # one in twenty signs a sheet, which has so many lines
APART = 3
STALLS = ("Marché des Halles", "Kermesse de l’école", "Boulangerie de la Filature", "Foyer du collège")
STREETS = ("rue des Tanneurs", "place des Halles", "quai de Vire", "rue du Lavoir", "allée du Verger", "rue de la Gare")
HERE, NEARBY = "50999", "50998"  # postcodes that no place has


def postcode(person: Person) -> str:
    return HERE if person.zone else NEARBY


def sign_first(activity: Activity, carriers: Sequence[Person], opens_at: dt.datetime) -> None:
    """The author and the sponsors, in the first minutes."""
    rng = random.Random(f"{activity.slug} first")
    past = [
        PastAct(submission=_submission(person, rng), happened_at=opens_at + dt.timedelta(minutes=place))
        for place, person in enumerate(carriers)
    ]
    importing.record_many(activities.card_by_id(activity.id), past)


def gather(
    activity: Activity, document: Document, carriers: Sequence[Person], crowd: Crowd, today: dt.date
) -> list[Submission]:
    """Everybody else up to the number of the file, spread over the days; some signed today and have not opened their letter.

    Returns what was signed online before today.
    """
    rng = random.Random(activity.slug)
    count, waiting = document["signatures"] - len(carriers), document.get("unconfirmed", 0)
    drawn = crowd.come(count + waiting + len(carriers), document["rates"], document["elsewhere"])
    people = [person for person in drawn if person not in carriers]
    opens_at, closes_at = subjects.opens_at(document, today), subjects.closes_at(document, today)
    period = moments.Period(opens_at.astimezone(subjects.PARIS), closes_at.astimezone(subjects.PARIS), document["bump"])
    instants = moments.spread(rng, count, period, today)
    rng.shuffle(instants)
    card = activities.card_by_id(activity.id)
    on_paper = count // ON_PAPER
    words = _words(document, instants, on_paper)
    past = [
        PastAct(submission=_submission(person, rng, words.get(place, "")), happened_at=instants[place])
        for place, person in enumerate(people[on_paper:count], start=on_paper)
    ]
    for _ in importing.record_in_batches(card, past):
        db.session.flush()
    days = sorted(clock.day_in("Europe/Paris", instant) for instant in instants[:on_paper])
    for start in range(0, on_paper, LINES):
        _type_sheet(card, people[start : min(start + LINES, on_paper)], days[start], rng)
    for person in people[count : count + waiting]:
        signing.sign(card, _signature(person, rng))
    return [act.submission for act in past]


def _type_sheet(card: ActivityCard, people: Sequence[Person], received_on: dt.date, rng: random.Random) -> None:
    """One in twenty signed a sheet; the desk typed it."""
    sheet = paper.add_sheet(card, NewSheet(received_on=received_on, place=rng.choice(STALLS)), actor_id=None)
    lines = [
        Written(
            submission_id=uuid.uuid4(),
            name=person.name,
            place=f"{rng.randrange(1, 90)} {rng.choice(STREETS)}, {postcode(person)}",
            zone_id=_zone_id(person),
        )
        for person in people
    ]
    paper.enter(card, sheet.id, lines)


def _words(document: Document, instants: Sequence[dt.datetime], first: int) -> dict[int, str]:
    """Who says why, by place: every third of the latest, in the order of the file, so that its last ones wait to be read."""
    said = document.get("comments", [])
    latest = sorted(range(first, len(instants)), key=instants.__getitem__)[-APART * len(said) :: APART] if said else []
    return {place: each["says"] for place, each in zip(latest, said, strict=True)}


def _submission(person: Person, rng: random.Random, comment: str = "") -> Submission:
    return signing.submission(_signature(person, rng, comment))


def _signature(person: Person, rng: random.Random, comment: str = "") -> Signature:
    zone_id = _zone_id(person) if rng.random() < SAYS_ZONE else None
    return Signature(
        submission_id=uuid.uuid4(),
        name=person.name,
        address=person.address,
        postcode=postcode(person),
        zone_id=zone_id,
        shows_name=rng.random() < SHOWS_NAME,
        comment=comment,
        language=person.language,
    )


def _zone_id(person: Person) -> int | None:
    zone = territory.territory().find(person.zone) if person.zone else None
    return zone.id if zone else None
