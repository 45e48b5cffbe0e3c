"""What was done with an activity, as sentences; read from the log that is only added to."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from portal.core.audit import AuditEntry

SENTENCES = {
    "activity.created": _("created it as a draft"),
    "activity.edited": _("changed its presentation"),
    "activity.published": _("published it"),
    "activity.opened": _("announced its opening, at its hour"),
    "activity.closed": _("closed it"),
    "activity.ended": _("announced its closing, at its hour"),
    "activity.closing_changed": _("changed its closing date"),
    "activity.called_back": _("made it a draft again"),
    "activity.archived": _("archived it"),
    "activity.withdrawn": _("withdrew it"),
    "activity.counted_elsewhere": _("noted how many took part elsewhere"),
    "activity.answered": _("published the official answer"),
    "survey.rewritten": _("replaced all questions"),
    "survey.question_added": _("added a question"),
    "survey.question_edited": _("changed a question"),
    "survey.question_removed": _("removed a question"),
    "survey.question_moved": _("moved a question"),
    "survey.page_added": _("added a screen"),
    "survey.page_edited": _("changed the words of a screen"),
    "survey.page_removed": _("removed a screen"),
    "survey.page_moved": _("moved a screen"),
    "survey.changes_discarded": _("threw away the changes of questions"),
    "survey.questions_published": _("published the questions"),
    "responses.exported": _("exported the responses"),
    "petition.started": _("started a petition"),
    "petition.submitted": _("gave it to the moderators, with its sponsors"),
    "petition.accepted": _("accepted it"),
    "petition.rejected": _("turned it down"),
    "petition.restored": _("took the refusal back"),
    "petition.text_hidden": _("hid its text"),
    "petition.text_shown": _("showed its text again"),
    "petition.opinion_asked": _("asked for a second opinion"),
    "petition.opinion_given": _("gave a second opinion"),
    "petition.opinion_unasked": _("no longer waits for a second opinion"),
    "petition.withdrawn": _("took it back for its author"),
    "petition.closed": _("closed the petition"),
    "petition.update_published": _("published news"),
    "petition.update_proposed": _("sent news to the moderators"),
    "petition.update_refused": _("refused the author’s news"),
    "petition.comments_published": _("published comments of signatures"),
    "petition.comments_refused": _("refused comments of signatures"),
    "petition.recount_asked": _("asked to count the signatures again"),
    "petition.threshold_reached": _("reached a threshold"),
    "petition.threshold_reached_again": _("reached a threshold again"),
    "petition.threshold_lost": _("fell below a threshold"),
    "petition.acknowledged": _("acknowledged it"),
    "petition.session_set": _("said when the council deals with it"),
    "petition.sheet_added": _("added a sheet of signatures"),
    "petition.sheet_scanned": _("attached the scan of a sheet"),
    "petition.sheet_set_aside": _("set a sheet of signatures aside"),
    "petition.line_corrected": _("corrected a line of a sheet"),
    "petition.line_removed": _("took a line of a sheet out"),
    "petition.double_kept": _("kept two signatures that look alike"),
    "petition.double_set_aside": _("set a signature on paper aside that was there twice"),
    "signatures.exported": _("exported the signatures"),
    "electors.imported": _("replaced the register of electors"),
    "responses.invalidated": _("set responses aside"),
    "petition.burst": _("saw a sudden crowd"),
    "petition.burst_looked_at": _("looked at a sudden crowd"),
    "participations.held_asked": _("asked to hold participations"),
    "participations.held": _("held participations"),
    "participations.released_asked": _("asked to release participations"),
    "participations.released": _("released participations"),
    "tally.healed": _("added up again a figure that was wrong"),
    "participations.set_aside_asked": _("asked to set participations aside"),
    "participations.set_aside": _("set participations aside"),
    "participations.put_back_asked": _("asked to count again what was set aside"),
    "participations.put_back": _("counted again what was set aside"),
}


@dataclass(frozen=True)
class Line:
    """One act: when, who, what, and the reason where one was given."""

    at: dt.datetime
    who: str
    what: str
    why: str


def lines(
    entries: Sequence[AuditEntry], names: Mapping[int, str], more: Mapping[str, LazyString] | None = None
) -> list[Line]:
    """The entries as sentences, in the order given; `more` says what other features call their acts."""
    known = SENTENCES | dict(more or {})
    return [
        Line(entry.happened_at, _who(entry, names), str(known.get(entry.action, entry.action)), _why(entry))
        for entry in entries
    ]


def _who(entry: AuditEntry, names: Mapping[int, str]) -> str:
    if entry.actor_id is None:
        return gettext("The portal")
    return names.get(entry.actor_id, gettext("Somebody who left"))


def _why(entry: AuditEntry) -> str:
    count = entry.details.get("count")
    words = [str(count)] if count is not None else []
    words += [
        str(entry.details[name]) for name in ("format", "purpose", "reason", "number", "key") if name in entry.details
    ]
    return " · ".join(words)
