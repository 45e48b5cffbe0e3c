"""Petitions as public JSON: whole, and as one number for whoever shows it elsewhere."""

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import NotFound

from portal.api import shapes
from portal.api.shapes import Json
from portal.core import web
from portal.core.access import Access, access
from portal.core.languages import said
from portal.participation import kinds, pages
from portal.participation import results as results_of
from portal.participation.models import Activity
from portal.participation.queries import activities, tallies
from portal.petitions import owed, progress, queries, wording
from portal.petitions.models import Petition, Update
from portal.petitions.progress import Progress, Rung
from portal.petitions.queries import updates
from portal.petitions.rules.clocks import Hand
from portal.petitions.rules.states import Reason, Standing

blueprint = Blueprint("api_petitions", __name__, url_prefix="/api")


@blueprint.get("/v1/petitions/<int:activity_id>")
@access(Access.PUBLIC)
def show(activity_id: int) -> Response:
    """One petition, also one that was turned down: what its page says, and no more."""
    activity = activities.get(activity_id)
    if activity.kind != queries.KIND:
        raise NotFound
    petition = queries.petition(activity_id)
    rejection = _rejection(petition)
    if rejection is None:
        pages.refuse_hidden(activity)
    body = _words(activity, petition, rejection) | _figures(activity, petition)
    return pages.cached(jsonify(body), activity, seconds=web.FIGURES_SECONDS)


@blueprint.get("/v1/petitions/<int:activity_id>/count")
@access(Access.PUBLIC)
def count(activity_id: int) -> Response:
    """The number and its version."""
    activity = activities.get(activity_id)
    pages.refuse_hidden(activity)
    head = tallies.head(activity_id)
    if activity.kind != queries.KIND or head is None:
        raise NotFound
    body = jsonify({"count": head.counted, "version": head.version})
    return pages.cached(body, activity, seconds=web.FIGURES_SECONDS)


def _words(activity: Activity, petition: Petition, rejection: Json | None) -> Json:
    """What it asks and where it stands; null where its text is hidden."""
    is_shown = rejection is None or not petition.is_text_hidden
    return {
        "id": activity.id,
        "slug": activity.slug,
        "url": shapes.absolute(kinds.url(activity.kind, activity.slug)),
        "language": petition.language,
        "title": said(activity.title) if is_shown else None,
        "background": said(activity.summary) if is_shown else None,
        "details": said(activity.body) if is_shown else None,
        "state": "rejected" if rejection else pages.state(activity).value,
        "opens_at": shapes.instant(activity.opens_at),
        "closes_at": shapes.instant(activity.closes_at),
        "withdrawn_reason": activity.withdrawn_reason,
        "rejection": rejection,
        "is_by_staff": petition.is_by_staff,
        "author": petition.author_name if petition.author_shows_name and is_shown else None,
        "is_statutory": petition.is_statutory,
        "electors": petition.electors,
        "source": {"host": petition.source, "id": petition.source_id, "url": petition.source_url}
        if petition.source
        else None,
    }


def _figures(activity: Activity, petition: Petition) -> Json:
    """How far it is, and what the organisation said and did."""
    figures, reached = results_of.public(activity), progress.progress(petition)
    answer = activities.latest_answer(activity.id)
    return {
        "version": figures.version,
        "signatures": shapes.participations(figures) | {"elsewhere": reached.elsewhere},
        "thresholds": _thresholds(reached),
        "updates": [_update(row) for row in updates.published(activity.id)],
        "answer": shapes.said_answer(answer) if answer is not None else None,
    }


def _rejection(petition: Petition) -> Json | None:
    """Why it was turned down; None if it was not."""
    if petition.standing != Standing.REJECTED or petition.reason is None:
        return None
    reason = Reason(petition.reason)
    return {
        "reason": reason.value,
        "words": str(wording.REASONS[reason]),
        "note": petition.reason_note,
        "decided_at": shapes.instant(petition.decided_at),
    }


def _thresholds(reached: Progress) -> list[Json]:
    today = owed.today()
    return [_threshold(rung) | {"clock": [_hand(hand) for hand in owed.hands(rung, today)]} for rung in reached.rungs]


def _threshold(rung: Rung) -> Json:
    row = rung.milestone
    return {
        "label": said(rung.threshold.label),
        "promise": rung.threshold.promise,
        "number": rung.number,
        "one_in": rung.threshold.one_in,
        "is_reached": rung.is_reached,
        "reached_at": shapes.instant(row.reached_at) if row else None,
        "reverted_at": shapes.instant(row.reverted_at) if row else None,
    }


def _hand(hand: Hand) -> Json:
    day = hand.on.isoformat() if hand.on else None
    return {"step": hand.step.value, "state": hand.pace.value, "day": day, "days_late": hand.days_late}


def _update(row: Update) -> Json:
    return {
        "title": row.title,
        "body": row.body,
        "language": row.language,
        "is_by_author": row.is_by_author,
        "told_at": shapes.instant(row.decided_at),
    }
