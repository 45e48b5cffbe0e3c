"""What staff did with some of the acts, through the services that staff use."""

from sqlalchemy import func, select, update

from portal.core.database import db
from portal.core.mail import LetterRow
from portal.demo.gathering import Gathering
from portal.participation.models import ParticipationVersion
from portal.participation.service import changing

REASON = "Réponses identiques envoyées en série depuis le même réseau."


def set_aside(gathering: Gathering) -> int:
    """Find that some acts must not count; their receipts say why. Returns how many."""
    forms = [coming.submission_id for coming in gathering.set_aside]
    statement = select(ParticipationVersion.participation_id).where(
        ParticipationVersion.activity_id == gathering.activity.id, ParticipationVersion.submission_id.in_(forms)
    )
    found = db.session.scalars(statement).all() if forms else []
    return sum(changing.invalidate(participation_id, REASON) for participation_id in found)


def send_letters() -> None:
    """Letters that acts and answers left to invented people are as good as sent: the mailbox is for whoever tries."""
    waiting = update(LetterRow).where(LetterRow.sent_at.is_(None))
    db.session.execute(waiting.values(sent_at=func.now(), context={}, to_address=None))
