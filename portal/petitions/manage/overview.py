"""The list of petitions with what waits on top, and one of them with everything."""

from typing import Any

from flask import Response, request

from portal.accounts import login
from portal.accounts.rules import Right
from portal.core import clock, web
from portal.core.access import access
from portal.participation import labels as participation_labels
from portal.participation import pages
from portal.participation import results as results_of
from portal.participation.queries import activities, answering, tallies
from portal.participation.queries.search import QUERY_SIGNS
from portal.participation.rules.states import ActivityState
from portal.participation.service.acts import today
from portal.petitions import clockwork, journal, labels, progress, queries, waiting, wording
from portal.petitions.manage import acts
from portal.petitions.manage.blueprint import blueprint, frame, petition
from portal.petitions.queries import desk, promises
from portal.petitions.queries import journal as rows
from portal.petitions.queries.desk import Asked
from portal.petitions.rules.states import Reason, Standing


@blueprint.get("")
@access(Right.PETITIONS_READ)
def index() -> Response:
    """What waits for moderators, then every petition: `?state=`, `?q=`, `?sort=` and `?rising=1` make the list."""
    asked = _asked()
    day = today()
    shown = desk.lines(asked, today=day, after=request.args.get("after"))
    ids = [line.activity.id for line in shown.rows]
    return web.page(
        "petitions/manage/index.html",
        queue=waiting.queue() if login.may(Right.PETITIONS_MODERATE) else [],
        lines=shown.rows,
        after=shown.after,
        asked=asked,
        states={line.activity.id: pages.state(line.activity) for line in shown.rows},
        counted=tallies.counted(ids),
        owed=_owed(ids),
        words=labels,
        standings=wording.STANDINGS,
        keep=_kept(asked),
    )


@blueprint.get("/<int:activity_id>")
@access(Right.PETITIONS_READ)
def show(activity_id: int) -> Response:
    """One petition with everything: its words, who carries it, how far it is, what is owed, what was decided."""
    activity, row = petition(activity_id), queries.petition(activity_id)
    is_over = pages.state(activity) is not ActivityState.OPEN
    nothing_new = web.polled(tallies.version(activity_id), is_over=is_over)
    if nothing_new:
        return nothing_new
    return web.page(
        "petitions/manage/show.html",
        partial="petitions/manage/_figures.html",
        petition=row,
        progress=progress.progress(row),
        figures=results_of.figures(activity_id),
        clocks=[
            (milestone, threshold, clockwork.hands(milestone, threshold, today()))
            for milestone, threshold in promises.milestones_of([activity_id]).get(activity_id, [])
        ],
        lines=journal.lines(rows.decisions(activity_id)),
        updates=rows.updates(activity_id),
        sponsors=rows.sponsors(activity_id),
        answer=activities.latest_answer(activity_id),
        asked_to_be_told=answering.count_asked(activity_id),
        acts=acts.acts(activity, row),
        may_read_names=login.may(Right.SIGNATURES_READ_NAMES),
        reason=wording.REASONS[Reason(row.reason)] if row.reason else None,
        standing=wording.STANDINGS[Standing(row.standing)],
        is_over=is_over,
        labels=participation_labels,
        words=labels,
        now=clock.now(),
        **frame(activity, "show"),
    )


def _asked() -> Asked:
    """What the address says, where it is known."""
    state, sort = request.args.get("state", ""), request.args.get("sort", "new")
    return Asked(
        state=state if state in desk.STATES else "",
        words=request.args.get("q", "").strip()[:QUERY_SIGNS],
        sort=sort if sort in desk.SORTS else "new",
        is_rising=request.args.get("rising") == "1",
    )


def _kept(asked: Asked) -> dict[str, Any]:
    """The same as parts of an address; what is usual is left out."""
    return {
        "state": asked.state or None,
        "q": asked.words or None,
        "sort": asked.sort if asked.sort != "new" else None,
        "rising": 1 if asked.is_rising else None,
    }


def _owed(activity_ids: list[int]) -> dict[int, Any]:
    """The most urgent step that each petition's clocks wait for."""
    day = today()
    found = {}
    for activity_id, reached in promises.milestones_of(activity_ids).items():
        hands = [hand for each in reached if (hand := clockwork.owed(*each, day)) is not None]
        if hands:
            found[activity_id] = max(hands, key=lambda hand: (hand.days_late, hand.on is not None))
    return found
