"""Telling the author of a petition what was decided about it, and about their news: a subscriber."""

from collections.abc import Sequence

from flask_babel import force_locale

from portal.core import tenancy
from portal.core.database import transactional
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.petitions import queries, wording
from portal.petitions.events import PetitionDecided, UpdateDecided
from portal.petitions.models import Decision, Petition, Update
from portal.petitions.queries import decisions
from portal.petitions.rules.news import Standing
from portal.petitions.rules.states import Act, Reason
from portal.petitions.service import letters

TOLD = frozenset({Act.SUBMITTED, Act.ACCEPTED, Act.REJECTED, Act.RESTORED, Act.WITHDRAWN, Act.CLOSED})
PUBLIC_NOTES = frozenset({Act.REJECTED, Act.WITHDRAWN})  # what is noted with the other acts is for staff alone


@transactional
def take(batch: Sequence[PetitionDecided | UpdateDecided]) -> None:
    """One letter per decision. Petitions of the organisation, and authors who were erased, are told nothing."""
    petitions = queries.of_activities(sorted({event.activity_id for event in batch}))
    for event in batch:
        petition = petitions.get(event.activity_id)
        if petition is None or not petition.author_address:
            continue
        activity = activities.get(event.activity_id)
        if isinstance(event, UpdateDecided):
            _tell_of_news(petition, activity, tenancy.get(Update, event.update_id))
        elif event.act in TOLD:
            _tell(petition, activity, Act(event.act))


def _tell_of_news(petition: Petition, activity: Activity, update: Update) -> None:
    letters.tell_of_news(
        activity,
        petition,
        news=update.title,
        is_published=update.state == Standing.PUBLISHED,
        why=update.reason,
    )


def _tell(petition: Petition, activity: Activity, act: Act) -> None:
    decision = decisions.find_latest(petition.activity_id, act)
    if decision is not None and act is Act.WITHDRAWN and decision.decided_by is None:
        return  # they know: it was their own act
    letters.tell_author(
        activity,
        petition,
        act,
        why=_why(decision, petition.language),
        note=decision.note if decision and act in PUBLIC_NOTES else None,
    )


def _why(decision: Decision | None, language: str) -> str | None:
    """The reason of the charter, in the language of the letter."""
    if decision is None or not decision.reason:
        return None
    with force_locale(language):
        return str(wording.REASONS[Reason(decision.reason)])
