"""Telling the author of a petition what became of it: a subscriber to what is decided."""

from collections.abc import Sequence

from flask_babel import force_locale

from portal.core.database import transactional
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.petitions import queries, wording
from portal.petitions.events import PetitionDecided
from portal.petitions.models import Decision, Petition
from portal.petitions.queries import decisions
from portal.petitions.rules.states import Act, Reason
from portal.petitions.service import letters

TOLD = frozenset({Act.SUBMITTED, Act.ACCEPTED, Act.REJECTED, Act.RESTORED, Act.WITHDRAWN, Act.CLOSED})


@transactional
def take(batch: Sequence[PetitionDecided]) -> None:
    """One letter per milestone. Petitions of the organisation have no author to tell."""
    told = [event for event in batch if event.act in TOLD]
    petitions = queries.of_activities(sorted({event.activity_id for event in told}))
    for event in told:
        petition = petitions.get(event.activity_id)
        if petition is not None and petition.author_address:
            _tell(petition, activities.get(event.activity_id), Act(event.act))


def _tell(petition: Petition, activity: Activity, act: Act) -> None:
    decision = decisions.find_latest(petition.activity_id, act)
    if decision is not None and act is Act.WITHDRAWN and decision.decided_by is None:
        return  # they know: it was their own act
    letters.tell_author(
        activity,
        petition,
        act,
        why=_why(decision, petition.language),
        note=decision.note if decision else None,
    )


def _why(decision: Decision | None, language: str) -> str | None:
    """The reason of the charter, in the language of the letter."""
    if decision is None or not decision.reason:
        return None
    with force_locale(language):
        return str(wording.REASONS[Reason(decision.reason)])
