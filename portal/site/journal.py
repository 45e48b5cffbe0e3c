"""Who did what in this organisation: a log that is only added to, as sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from portal.accounts import queries as accounts
from portal.accounts.rules import Right
from portal.core import audit, languages, pagination, web
from portal.core.access import access
from portal.core.audit import AuditEntry
from portal.participation import history
from portal.participation.queries import overviews

blueprint = Blueprint("journal", __name__, url_prefix="/manage/audit")

SUBJECTS: dict[str, LazyString] = {
    "activity": _("Activity"),
    "project": _("Project"),
    "contact": _("Contact"),
    "petition_guard": _("Petitions"),
    "purpose": _("Purpose"),
    "zone_layer": _("Zones"),
    "user": _("Staff account"),
    "organisation": _("Organisation"),
    "petition_threshold": _("Promise"),
}

SENTENCES: Mapping[str, LazyString] = {
    "project.created": _("created a project"),
    "project.edited": _("changed a project"),
    "contact.added": _("added a contact"),
    "contact.corrected": _("corrected a contact"),
    "contact.consent_noted": _("noted what a contact said"),
    "contact.erased": _("erased a person"),
    "contacts.exported": _("exported contacts"),
    "contacts.imported": _("brought a list of contacts in"),
    "petition_guard.changed": _("changed the limits of petitions"),
    "petition_guard.line_added": _("added a line to the lists of petitions"),
    "petition_guard.line_removed": _("took a line out of the lists of petitions"),
    "purpose.added": _("added a purpose"),
    "purpose.edited": _("changed a purpose"),
    "purpose.moved": _("changed the order of purposes"),
    "territory.imported": _("brought zones in"),
    "territory.default_chosen": _("chose the layer of residents"),
    "user.added": _("made a staff account"),
    "user.changed": _("changed a staff account"),
    "user.password_chosen": _("chose a password"),
    "petition_threshold.added": _("made a promise to petitions"),
    "petition_threshold.changed": _("changed a promise to petitions"),
    "organisation.created": _("created the organisation"),
    "organisation.changed": _("changed the settings"),
}


@blueprint.get("/")
@access(Right.AUDIT_READ)
def show() -> Response:
    """The latest acts first, of everything or of one kind of subject."""
    asked = request.args.get("subject", "")
    subject = asked if asked in SUBJECTS else ""
    before = pagination.read_cursor(request.args.get("after"), int)
    rows = audit.latest(subject or None, before=before[0] if before else None, size=pagination.PAGE_SIZE + 1)
    page = pagination.cut(rows, pagination.PAGE_SIZE, lambda row: [row.id])
    return web.page(
        "journal/show.html",
        lines=lines(page.rows),
        subjects=SUBJECTS,
        subject=subject,
        next_url=url_for("journal.show", subject=subject or None, after=page.after) if page.after else None,
    )


def lines(entries: Sequence[AuditEntry]) -> list[tuple[history.Line, str, str | None]]:
    """(sentence, what it is about, where that is) of each entry."""
    names = accounts.names([entry.actor_id for entry in entries if entry.actor_id is not None])
    said = history.lines(entries, names, SENTENCES)
    ids = [entry.subject_id for entry in entries if entry.subject_type == "activity" and entry.subject_id is not None]
    titles = overviews.titles(ids)
    return [(line, _subject(entry, titles), _url(entry)) for line, entry in zip(said, entries, strict=True)]


def _subject(entry: AuditEntry, titles: Mapping[int, Mapping[str, str]]) -> str:
    label = str(SUBJECTS.get(entry.subject_type, entry.subject_type))
    title = titles.get(entry.subject_id or 0) if entry.subject_type == "activity" else None
    if title is not None:
        return languages.said(title)
    return f"{label} {entry.subject_id}" if entry.subject_id else label


def _url(entry: AuditEntry) -> str | None:
    """Pages of a subject that staff may look at; where there is none, the entry alone tells."""
    known: dict[str, tuple[str, dict[str, Any]]] = {
        "activity": ("participation_manage.history", {"activity_id": entry.subject_id}),
        "user": ("staff.edit", {"user_id": entry.subject_id}),
        "purpose": ("purposes.edit", {"purpose_id": entry.subject_id}),
        "zone_layer": ("territory.show", {}),
        "organisation": ("settings.show", {}),
        "petition_threshold": ("petition_settings.threshold", {"threshold_id": entry.subject_id}),
    }
    if entry.subject_id is None or entry.subject_type not in known:
        return None
    endpoint, values = known[entry.subject_type]
    return url_for(endpoint, **values)
