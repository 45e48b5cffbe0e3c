"""Telling people what the organisation answered, and what comes before it: whoever asked and did not say stop, once per
version, in batches behind urgent letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from portal.core import mail, outbox, tenancy, tokens
from portal.core.database import transactional
from portal.core.mail import Letter, Urgency
from portal.participation import events
from portal.participation.models import Activity, OfficialAnswer
from portal.participation.queries import answering, participations, recording, wishes
from portal.participation.rules.answering import ANSWER
from portal.participation.service import keys, letters

BATCH = 1_000
SUBJECT = "activity"  # of letters to those of whom no participation is known any more


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One version of an answer, or of a step towards it, and the letter that says it; the letter is the same for everybody."""

    subject_type: str
    subject_id: int
    template: str
    context: Mapping[str, Any]


def take(batch: Sequence[events.AnswerPublished]) -> None:
    """The subscriber. Rows and letters are one transaction; what is left over is taken at the next turn."""
    for event in batch:
        answer = tenancy.find(OfficialAnswer, event.answer_id)
        if answer is None:
            continue
        activity = tenancy.get(Activity, event.activity_id)
        if tell(activity, _of_answer(activity, answer)):
            outbox.publish(event)


def tell(activity: Activity, telling: Telling) -> bool:
    """Write to the next people who asked and were not told this version. Returns whether others may be left: publish the
    event again, so that each batch is a transaction of its own."""
    people = answering.claim(activity.id, telling.subject_type, telling.subject_id, BATCH)
    mail.queue_all([_letter(activity, telling, person) for person in people])
    return len(people) == BATCH


@transactional
def stop_telling(manage_token: str) -> None:
    """One press, as it took to ask (R7). A second time changes nothing. Raises NotFound."""
    participation_id = participations.id_by_manage_digest(tokens.digest(manage_token))
    if participation_id is None:
        raise NotFound
    recording.locked(participation_id)
    answering.stop_asking(participation_id)


@transactional
def stop_waiting(activity_id: int, address: str) -> None:
    """The same for somebody of whom nothing but the wish is left, known by their mailbox. Doing it again changes nothing."""
    wishes.forget_one(activity_id, keys.person_key(address))


def _of_answer(activity: Activity, answer: OfficialAnswer) -> Telling:
    return Telling(
        subject_type=ANSWER,
        subject_id=answer.id,
        template="participation/answer",
        context={
            "activity_id": activity.id,
            "title": activity.title,
            "decision": answer.decision,
            "answer_title": answer.title,
            "body_html": answer.body_html,
            "body": answer.body,
            "author": answer.author,
            "is_correction": answer.number > 1,
        },
    )


def _letter(activity: Activity, telling: Telling, person: Row[Any]) -> Letter:
    return Letter(
        template=telling.template,
        to_address=person.to_address,
        to_key=person.person_key,
        language=person.language,
        subject_type=letters.SUBJECT if person.participation_id else SUBJECT,
        subject_id=person.participation_id or activity.id,
        urgency=Urgency.BULK,
        context={**telling.context, "stop_path": _stop_path(person)},
    )


def _stop_path(person: Row[Any]) -> str:
    """Where a press ends it: the personal page, or the account where nothing but the wish is left."""
    return f"/my/{keys.manage_token(person.participation_id)}" if person.participation_id else "/me"
