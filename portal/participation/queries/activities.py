"""Activities as pages and rules read them; those of a kind that the organisation switched off are not found."""

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import current_app
from sqlalchemy import ColumnElement, Select, func, select
from werkzeug.exceptions import NotFound

from portal.core.database import db
from portal.core.tenancy import current_organisation_id
from portal.participation import kinds
from portal.participation.models import Activity, OfficialAnswer, Project
from portal.participation.rules import states

REMEMBERED_SECONDS = 1.0
REMEMBERED = 500


@dataclass(frozen=True, kw_only=True)
class ActivityCard:
    """What taking part needs to know of an activity. Remembered for a second: whether it is open, the INSERT itself asks."""

    id: int
    kind: str
    slug: str
    title: dict[str, str] = field(hash=False)
    access: states.AccessLevel
    is_anonymous: bool
    results: states.ResultsVisibility
    stage: states.Stage
    opens_at: dt.datetime | None
    closes_at: dt.datetime | None
    asks_zone: bool
    seats: int
    version: int

    def state_at(self, now: dt.datetime) -> states.ActivityState:
        return states.state_of(self.stage, self.opens_at, self.closes_at, now)


def card(kind: str, slug: str) -> ActivityCard:
    """The activity at that address. Raises NotFound (404)."""
    key = (current_organisation_id(), kind, slug)
    kept: dict[tuple[int, str, str], tuple[float, ActivityCard]] = current_app.extensions.setdefault(
        "activity_cards", {}
    )
    found = kept.get(key)
    if found is not None and found[0] > time.monotonic():
        return found[1]
    made = _card(by_slug(kind, slug))
    if len(kept) >= REMEMBERED:
        kept.clear()
    kept[key] = (time.monotonic() + REMEMBERED_SECONDS, made)
    return made


def card_by_id(activity_id: int) -> ActivityCard:
    return _card(get(activity_id))


def forget_cards() -> None:
    """After a change by staff, this process looks again at once; the others within a second."""
    current_app.extensions.pop("activity_cards", None)


def get(activity_id: int) -> Activity:
    """Raises NotFound (404), also for another organisation's."""
    return _one(select(Activity).where(Activity.id == activity_id))


def locked(activity_id: int) -> Activity:
    """The same, held against other members of staff; residents' acts are not held back (FOR NO KEY UPDATE)."""
    statement = select(Activity).where(Activity.id == activity_id).with_for_update(key_share=True)
    return _one(statement.execution_options(populate_existing=True))


def by_slug(kind: str, slug: str) -> Activity:
    return _one(select(Activity).where(Activity.kind == kind, Activity.slug == slug))


def find_by_name(name: str) -> Activity | None:
    """By id or slug, as the command line takes it."""
    wanted = Activity.id == int(name) if name.isascii() and name.isdigit() else Activity.slug == name
    return db.session.scalar(select(Activity).where(wanted))


def slugs(prefix: str) -> set[str]:
    """The addresses taken by activities that begin like this."""
    return set(db.session.scalars(select(Activity.slug).where(Activity.slug.startswith(prefix, autoescape=True))))


def latest_answer(activity_id: int) -> OfficialAnswer | None:
    newest = (
        select(OfficialAnswer).where(OfficialAnswer.activity_id == activity_id).order_by(OfficialAnswer.number.desc())
    )
    return db.session.scalar(newest.limit(1))


def answers_of(activity_ids: Sequence[int]) -> dict[int, OfficialAnswer]:
    """The newest answer of each activity that has one."""
    rows = db.session.scalars(
        select(OfficialAnswer).where(OfficialAnswer.activity_id.in_(activity_ids)).order_by(OfficialAnswer.number)
    )
    return {row.activity_id: row for row in rows}


def public() -> Select[Activity]:
    """Everything residents may see, drafts and reviews left out; add the order that the page needs."""
    return select(Activity).where(
        Activity.stage.in_([states.Stage.PUBLISHED, states.Stage.ARCHIVED, states.Stage.WITHDRAWN]), _is_in_use()
    )


def open_rows() -> Select[Activity]:
    """Everything that is open by the database's clock; add the order that the page needs."""
    now = func.statement_timestamp()
    not_closed = Activity.closes_at.is_(None) | (Activity.closes_at > now)
    return select(Activity).where(
        Activity.stage == states.Stage.PUBLISHED, Activity.opens_at <= now, not_closed, _is_in_use()
    )


def open_now() -> list[Activity]:
    """What is open; what closes first comes first."""
    return list(db.session.scalars(open_rows().order_by(Activity.closes_at.nulls_last(), Activity.id)))


def lately_answered(limit: int) -> list[Activity]:
    """What residents may see and the organisation answered, the latest answer first."""
    latest = select(OfficialAnswer.activity_id, func.max(OfficialAnswer.published_at).label("at")).group_by(
        OfficialAnswer.activity_id
    )
    answers = latest.subquery()
    rows = public().join(answers, answers.c.activity_id == Activity.id).order_by(answers.c.at.desc())
    return list(db.session.scalars(rows.limit(limit)))


def closed(limit: int) -> list[Activity]:
    """What is over, the latest first."""
    over = (Activity.stage == states.Stage.PUBLISHED) & (Activity.closes_at <= func.statement_timestamp())
    return list(
        db.session.scalars(
            select(Activity)
            .where(over | (Activity.stage == states.Stage.ARCHIVED), _is_in_use())
            .order_by(Activity.closes_at.desc())
            .limit(limit)
        )
    )


def scheduled() -> list[Activity]:
    coming = (Activity.stage == states.Stage.PUBLISHED, Activity.opens_at > func.statement_timestamp())
    return list(db.session.scalars(select(Activity).where(*coming, _is_in_use()).order_by(Activity.opens_at)))


def public_among(ids: Sequence[int]) -> list[Activity]:
    """Those of these that residents may see, the latest opening first."""
    rows = public().where(Activity.id.in_(ids)).order_by(Activity.opens_at.desc().nulls_first(), Activity.id)
    return list(db.session.scalars(rows))


def newest(limit: int) -> list[Activity]:
    """What residents may see, the latest opening first: what is still to open leads."""
    return list(db.session.scalars(public().order_by(Activity.opens_at.desc().nulls_first(), Activity.id).limit(limit)))


def of_project(project_id: int) -> list[Activity]:
    return list(db.session.scalars(public().where(Activity.project_id == project_id).order_by(Activity.opens_at)))


def of_kind(kind: str) -> list[Activity]:
    """Every activity of a kind, drafts too: for staff."""
    return list(db.session.scalars(select(Activity).where(Activity.kind == kind).order_by(Activity.id.desc())))


def of_projects() -> dict[int, list[Activity]]:
    """The public activities of each project."""
    found: dict[int, list[Activity]] = {}
    for row in db.session.scalars(public().where(Activity.project_id.is_not(None)).order_by(Activity.opens_at)):
        found.setdefault(row.project_id or 0, []).append(row)
    return found


def project_by_slug(slug: str) -> Project:
    found = db.session.scalar(select(Project).where(Project.slug == slug, Project.is_published))
    if found is None:
        raise NotFound
    return found


def projects() -> list[Project]:
    return list(db.session.scalars(select(Project).where(Project.is_published).order_by(Project.id)))


def all_answers(activity_id: int) -> list[OfficialAnswer]:
    """Every version of the official answer, the newest first."""
    rows = select(OfficialAnswer).where(OfficialAnswer.activity_id == activity_id)
    return list(db.session.scalars(rows.order_by(OfficialAnswer.number.desc())))


def count_by_project() -> dict[int, int]:
    """How many activities each project groups."""
    rows = (
        select(Activity.project_id, func.count()).where(Activity.project_id.is_not(None)).group_by(Activity.project_id)
    )
    return {project_id: n for project_id, n in db.session.execute(rows) if project_id is not None}


def project_slugs(prefix: str) -> set[str]:
    return set(db.session.scalars(select(Project.slug).where(Project.slug.startswith(prefix, autoescape=True))))


def locked_project(project_id: int) -> Project:
    """A project, held against other members of staff. Raises NotFound."""
    statement = select(Project).where(Project.id == project_id).with_for_update(key_share=True)
    found = db.session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def all_projects() -> list[Project]:
    """Every project, the hidden ones too: for staff."""
    return list(db.session.scalars(select(Project).order_by(Project.id.desc())))


def _one(statement: Select[Activity]) -> Activity:
    found = db.session.scalar(statement.where(_is_in_use()))
    if found is None:
        raise NotFound
    return found


def _is_in_use() -> ColumnElement[bool]:
    return Activity.kind.in_([kind.name for kind in kinds.in_use()])


def _card(row: Activity) -> ActivityCard:
    return ActivityCard(
        id=row.id,
        kind=row.kind,
        slug=row.slug,
        title=row.title,
        access=states.AccessLevel(row.access),
        is_anonymous=row.is_anonymous,
        results=states.ResultsVisibility(row.results),
        stage=states.Stage(row.stage),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        asks_zone=row.asks_zone,
        seats=row.seats,
        version=row.version,
    )
