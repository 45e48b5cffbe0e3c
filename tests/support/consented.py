"""Residents who took part and agreed to be written to, as the forms would record them."""

import uuid
from typing import Any

from portal.consents import queries as consents
from portal.consents.service import Ticked
from portal.core import outbox
from portal.core.database import db
from portal.participation import events
from portal.participation.models import Activity, ParticipationVersion
from portal.participation.queries import activities
from portal.participation.rules import states
from portal.participation.service import recording
from portal.participation.service.acts import Submission

WORDS = "J’accepte que la Ville d’Essai m’écrive par e-mail : informations municipales."
NOTICE = "Qui est responsable : Ville d’Essai, mairie@town.example"


def ticked(*purposes: str, language: str = "fr") -> Ticked:
    """These purposes, ticked under the words that a form shows."""
    ids = [row.id for row in consents.purposes() if row.key in (purposes or ("information",))]
    return Ticked(dict.fromkeys(ids, WORDS), language, NOTICE)


def take_part(survey: Activity, address: str, *purposes: str, is_consented: bool = True, **values: Any) -> int:
    """Answer with a confirmed address (as an account would), and return the version's id."""
    submission = Submission(
        submission_id=uuid.uuid4(),
        content={"form": 1, "answers": {"q1": "a"}},
        marks=["q1=a"],
        address=address,
        assurance=states.Assurance.ACCOUNT,
        ticked=ticked(*purposes) if is_consented else None,
        **values,
    )
    recording.submit(activities.card_by_id(survey.id), submission)
    version_id = db.session.query(ParticipationVersion.id).filter_by(submission_id=submission.submission_id).scalar()
    assert version_id is not None
    return version_id


def counted(version_id: int) -> events.ParticipationCounted:
    """The event of a consented participation once more, as somebody would replay it by hand."""
    version = db.session.query(ParticipationVersion).filter_by(id=version_id).one()
    return events.ParticipationCounted(
        activity_id=version.activity_id,
        participation_id=version.participation_id,
        plus=version_id,
        version_id=version_id,
        is_consented=True,
    )


def replay(version_id: int) -> None:
    """Tell the contact base again."""
    outbox.subscriber("contacts").take([counted(version_id)])
    db.session.commit()
