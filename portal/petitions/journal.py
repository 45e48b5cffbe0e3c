"""The journal of a petition as sentences: who decided what, when, and why."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.accounts import queries as accounts
from portal.petitions import wording
from portal.petitions.models import Decision
from portal.petitions.rules.states import Act, Reason

ACTS = {
    Act.SUBMITTED: _("gave it to the moderators, with its sponsors"),
    Act.ACCEPTED: _("accepted it"),
    Act.REJECTED: _("turned it down"),
    Act.RESTORED: _("took the refusal back"),
    Act.TEXT_HIDDEN: _("hid its text"),
    Act.TEXT_SHOWN: _("showed its text again"),
    Act.OPINION_ASKED: _("asked for a second opinion"),
    Act.OPINION_GIVEN: _("gave a second opinion"),
    Act.OPINION_UNASKED: _("no longer waits for a second opinion"),
    Act.WITHDRAWN: _("took it back for its author"),
    Act.CLOSED: _("closed the petition"),
}

OPINIONS = {"accept": _("accept it"), "reject": _("turn it down")}


@dataclass(frozen=True)
class Line:
    """One act. `rule` is the charter's, `note` what was written with it."""

    at: dt.datetime
    who: str
    what: str
    rule: str
    note: str


def lines(rows: Sequence[Decision]) -> list[Line]:
    """The journal in the order given."""
    names = accounts.names([row.decided_by for row in rows if row.decided_by is not None])
    return [
        Line(
            at=row.decided_at,
            who=_who(row, names),
            what=_what(row),
            rule=str(wording.REASONS[Reason(row.reason)]) if row.reason else "",
            note=row.note or "",
        )
        for row in rows
    ]


def _what(row: Decision) -> str:
    words = str(ACTS[Act(row.act)]) if row.act in set(Act) else row.act
    return f"{words}: {OPINIONS[row.opinion]}" if row.opinion in OPINIONS else words


def _who(row: Decision, names: dict[int, str]) -> str:
    if row.decided_by is not None:
        return names.get(row.decided_by, gettext("Somebody who left"))
    return gettext("The author")
