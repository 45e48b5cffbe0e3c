"""Many answers at once, through the path that imports use: same keys, marks, events and constraint as a post."""

import random
import uuid
from collections.abc import Iterator

from flask import Flask

from portal.core import tenancy
from portal.core.database import db
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.rules import states
from portal.participation.service import importing
from portal.participation.service.importing import PastAct
from portal.surveys import queries, service
from portal.surveys.service import Response

BATCH = 2_000


def fill(app: Flask, organisation_id: int, survey: Activity, number: int) -> None:
    """Record this many answers; their events wait in the outbox."""
    with app.app_context(), tenancy.enter(organisation_id):
        card = activities.card_by_id(survey.id)
        for _ in importing.record_in_batches(card, _acts(survey.id, number), size=BATCH):
            db.session.expunge_all()
        db.session.remove()


def _acts(activity_id: int, number: int) -> Iterator[PastAct]:
    form = queries.current_form(activity_id)
    chance = random.Random(number)
    for _ in range(number):
        answers = {f"q{place}": chance.choice("abcde") for place in range(1, 8)}
        answers |= {"q8": ["a", "c"], "q9": chance.randint(1, 5), "q10": "Plus d’ombre"}
        response = Response(
            submission_id=uuid.UUID(int=chance.getrandbits(128)),
            answers=answers,
            zone_id=None,
            channel=states.Channel.IMPORT,
        )
        yield PastAct(submission=service.submission(form, response))
