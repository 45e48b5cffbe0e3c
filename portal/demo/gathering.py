"""Bringing the crowd to the activities: who comes where, when, with what answers and which consents.

Acts go through `participation.service.importing`, the path of every act that happened before: the same reader, marks, keys,
receipts, constraint and events as a post has. Only the mailed link is spared: nobody invented could press it.
"""

import datetime as dt
import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import force_locale

from portal.consents import offers
from portal.consents.rules import ANSWER
from portal.consents.service import Ticked
from portal.core import clock
from portal.demo import documents, moments, opinions, subjects
from portal.demo.documents import Document
from portal.demo.people import Crowd, Person
from portal.participation import notices
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.queries.activities import ActivityCard
from portal.participation.rules import states
from portal.participation.service import importing
from portal.participation.service.importing import PastAct
from portal.surveys import queries as surveys
from portal.surveys import service
from portal.surveys.queries import SurveyForm
from portal.surveys.service import Response
from portal.territory import queries as territory

SAYS_ZONE = 0.93
TICKS_AGAIN = 0.5
LIKES_TO_BE_ASKED = 0.72
LIKES_NEWS = 0.58


@dataclass(frozen=True, kw_only=True)
class Coming:
    """Somebody on their way to an activity. Without identity: on paper, or where the activity asks for none."""

    person: Person
    happened_at: dt.datetime
    assurance: states.Assurance
    has_identity: bool
    says_zone: bool
    fields: opinions.Fields
    submission_id: uuid.UUID


@dataclass(frozen=True)
class Gathering:
    """An activity and everybody who comes to it; the last `set_aside` of them will not count."""

    activity: Activity
    document: Document
    coming: list[Coming]

    @property
    def set_aside(self) -> list[Coming]:
        count = self.document.get("set_aside", 0)
        return self.coming[len(self.coming) - count :] if count else []


def gather(activity: Activity, document: Document, crowd: Crowd, today: dt.date) -> Gathering:
    """Draw who comes. The same day, the same people say the same."""
    rng = random.Random(f"{document['slug']}")
    count = document["participations"] + document.get("set_aside", 0)
    if not count:
        return Gathering(activity, document, [])
    people = crowd.come(count, document["rates"], document["elsewhere"])
    instants = moments.spread(rng, count, _period(document, today), today)
    rng.shuffle(instants)
    pairs = zip(people, instants, strict=True)
    return Gathering(activity, document, [_coming(document, person, instant, rng) for person, instant in pairs])


def _period(document: Document, today: dt.date) -> moments.Period:
    opens_at, closes_at = subjects.opens_at(document, today), subjects.closes_at(document, today)
    return moments.Period(opens_at.astimezone(subjects.PARIS), closes_at.astimezone(subjects.PARIS), document["bump"])


def _coming(document: Document, person: Person, happened_at: dt.datetime, rng: random.Random) -> Coming:
    mix = document["assurance"]
    assurance = states.Assurance(rng.choices(list(mix), list(mix.values()))[0])
    return Coming(
        person=person,
        happened_at=happened_at,
        assurance=assurance,
        has_identity=assurance not in (states.Assurance.NONE, states.Assurance.PAPER),
        says_zone=rng.random() < SAYS_ZONE,
        fields=opinions.fields(document, person, happened_at.astimezone(subjects.PARIS).date(), rng),
        submission_id=uuid.uuid4(),
    )


def willing(gatherings: Sequence[Gathering], wanted: int) -> set[Person]:
    """The `wanted` people who agree to be written to, the least reluctant of those who gave an address."""
    refused = {coming.person for gathering in gatherings for coming in gathering.set_aside}
    known = {each.person for gathering in gatherings for each in gathering.coming if each.has_identity} - refused
    return set(sorted(known, key=lambda person: person.reluctance)[:wanted])


def record(gathering: Gathering, agreeing: set[Person], already: set[Person]) -> int:
    """Record everybody, batch by batch. `already` grows by those who have agreed once. Returns how many count."""
    card = activities.card_by_id(gathering.activity.id)
    form = surveys.current_form(card.id)
    boxes = {language: _boxes(card, language) for language in documents.LANGUAGES}
    rng = random.Random(f"{card.slug} consents")
    past = []
    for coming in gathering.coming:
        ticked = None
        if coming.has_identity and coming.person in agreeing and (coming.person not in already or _again(rng)):
            already.add(coming.person)
            ticked = _ticked(boxes[coming.person.language], coming.person.language, rng)
        past.append(_act(card, form, coming, ticked))
    fates = [fate for batch in importing.record_in_batches(card, past) for fate in batch]
    return fates.count(importing.Fate.COUNTED)


def leave_unconfirmed(gathering: Gathering, crowd: Crowd) -> int:
    """Some people answered today and have not opened their letter yet: the very post that a browser sends. Returns how many."""
    document = gathering.document
    card = activities.card_by_id(gathering.activity.id)
    form = surveys.current_form(card.id)
    rng = random.Random(f"{card.slug} unconfirmed")
    people = crowd.come(document.get("unconfirmed", 0), document["rates"], document["elsewhere"])
    late = [_coming(document, person, clock.now(), rng) for person in people]
    for coming in late:
        response = replace(
            _response(card, form, coming, None), address=coming.person.address, channel=states.Channel.WEB
        )
        service.answer(card, form, response)
    return len(late)


def _again(rng: random.Random) -> bool:
    return rng.random() < TICKS_AGAIN


Boxes = tuple[list[offers.Offer], str]


def _boxes(card: ActivityCard, language: str) -> Boxes:
    """What the form offered in a language, and the notice above it."""
    with force_locale(language):
        return offers.offers(language), notices.notice(card).text


def _ticked(boxes: Boxes, language: str, rng: random.Random) -> Ticked:
    """At least one box: first news of the organisation, then new consultations, whose friends want the answer too."""
    everything, notice = boxes
    offered = [offer for offer in everything if offer.key != ANSWER]
    wishes = [rng.random() < chance for chance in (LIKES_NEWS, LIKES_TO_BE_ASKED)]
    chosen = [offer for offer, wish in zip(offered, wishes, strict=False) if wish] or offered[-1:]
    chosen += [offer for offer in everything if offer.key == ANSWER and wishes[1]]
    return Ticked({offer.purpose_id: offer.words for offer in chosen}, language, notice)


def _act(card: ActivityCard, form: SurveyForm, coming: Coming, ticked: Ticked | None) -> PastAct:
    return PastAct(
        submission=service.submission(form, _response(card, form, coming, ticked)), happened_at=coming.happened_at
    )


def _response(card: ActivityCard, form: SurveyForm, coming: Coming, ticked: Ticked | None) -> Response:
    """Answers read as a post's; a fault in them is a fault in the demonstration's files."""
    known = territory.territory()
    reading = form.reader.read(coming.fields, language=coming.person.language, zones=known.keys())
    if reading.problems:
        raise ValueError(f"{card.slug}: {reading.problems[0]} in {coming.fields}")
    zone = known.find(coming.person.zone) if coming.person.zone and coming.says_zone else None
    is_paper = coming.assurance is states.Assurance.PAPER
    return Response(
        submission_id=coming.submission_id,
        answers=reading.answers,
        zone_id=zone.id if zone else None,
        language=coming.person.language,
        address=coming.person.address if coming.has_identity else None,
        ticked=ticked,
        channel=states.Channel.PAPER if is_paper else states.Channel.WEB,
        assurance=coming.assurance,
    )
