"""Activities and figures as the public JSON says them. `document.py` describes these very shapes; a test holds them together."""

import datetime as dt
from typing import Any

from portal.core import tenancy
from portal.core.languages import said
from portal.participation import kinds, pages
from portal.participation.models import Activity, OfficialAnswer, Participation, Project
from portal.participation.results import Figures
from portal.territory import queries as territory

Json = dict[str, Any]


def item(activity: Activity, counted: int) -> Json:
    """An activity as lists give it."""
    return {
        "id": activity.id,
        "kind": activity.kind,
        "slug": activity.slug,
        "title": said(activity.title),
        "summary": said(activity.summary),
        "state": pages.state(activity).value,
        "opens_at": instant(activity.opens_at),
        "closes_at": instant(activity.closes_at),
        "url": absolute(kinds.url(activity.kind, activity.slug)),
        "participations": counted,
    }


def whole(activity: Activity, counted: int, project: Project | None, answer: OfficialAnswer | None) -> Json:
    """An activity with all that its page says."""
    card = tenancy.organisation()
    zone = territory.territory().by_id().get(activity.zone_id or 0)
    return item(activity, counted) | {
        "organisation": {"slug": card.slug, "name": card.name, "regime": card.regime.value, "url": card.base_url},
        "project": _project(project) if project is not None and project.is_published else None,
        "themes": list(activity.themes),
        "zone": {"key": zone.key, "label": zone.name} if zone is not None else None,
        "access": activity.access,
        "is_anonymous": activity.is_anonymous,
        "results": activity.results,
        "body_html": said(activity.body_html),
        "withdrawn_reason": activity.withdrawn_reason,
        "answer": said_answer(answer) if answer is not None else None,
    }


def results(activity: Activity, figures: Figures, questions: list[Json], *, is_provisional: bool) -> Json:
    """The public figures; `questions` is the kind's own part."""
    return {
        "activity": activity.id,
        "version": figures.version,
        "is_provisional": is_provisional,
        "participations": participations(figures),
        "questions": questions,
    }


def participations(figures: Figures) -> Json:
    """Totals by assurance, zone and day; `n` is null where it is hidden."""
    return {
        "counted": figures.counted,
        "pending": figures.pending,
        "by_assurance": figures.by_assurance,
        "by_zone": [
            {"zone": each.zone.key if each.zone else None, "label": each.zone.name if each.zone else None, "n": each.n}
            for each in figures.by_zone
        ],
        "by_day": [{"day": day.isoformat(), "n": n} for day, n in figures.by_day],
    }


def receipt(participation: Participation) -> Json:
    """State and instants; nothing of who or what."""
    return {
        "code": participation.receipt_code,
        "activity": participation.activity_id,
        "state": participation.shown_state,
        "assurance": participation.assurance,
        "submitted_at": instant(participation.submitted_at),
        "counted_at": instant(participation.counted_at),
        "changed_at": instant(participation.changed_at),
        "reason": participation.invalidated_reason,
    }


def instant(value: dt.datetime | None) -> str | None:
    """RFC 3339, in UTC."""
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if value is not None else None


def absolute(path: str) -> str:
    """A path on the organisation's own host."""
    return f"{tenancy.organisation().base_url}{path}"


def _project(project: Project) -> Json:
    path = f"/projects/{project.slug}"
    return {"slug": project.slug, "title": said(project.title), "url": absolute(path)}


def said_answer(answer: OfficialAnswer) -> Json:
    """The official answer, in its latest version."""
    return {
        "version": answer.number,
        "decision": answer.decision,
        "author": answer.author,
        "title": said(answer.title),
        "body_html": said(answer.body_html),
        "published_at": instant(answer.published_at),
        "documents": answer.documents,
    }
