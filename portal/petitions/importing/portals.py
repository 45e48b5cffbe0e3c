"""The files of other portals that are understood, and what their words mean here."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal.petitions.importing import cells
from portal.petitions.importing.cells import Says
from portal.petitions.importing.shapes import Code, Past, Reached, Response, WrongLine
from portal.petitions.rules.states import Reason, Standing
from portal.petitions.rules.thresholds import Promise

UK, WHITE_HOUSE = "petition.parliament.uk", "petitions.whitehouse.gov"
UK_ANSWER, UK_DEBATE = 10_000, 100_000  # published by the service; its files give only when they were reached
FRENCH = {
    "assemblee_nationale": ("petitions.assemblee-nationale.fr", "Assemblée nationale"),
    "senat": ("petitions.senat.fr", "Sénat"),
}
UK_REASONS = {
    "duplicate": Reason.DUPLICATE,
    "irrelevant": Reason.NOT_OURS,
    "no-action": Reason.NO_REQUEST,
    "honours": Reason.NOT_OURS,
    "foi": Reason.NOT_OURS,
    "fake-name": Reason.FALSE,
    "libellous": Reason.DEFAMATORY,
    "offensive": Reason.OFFENSIVE,
}
OPEN = frozenset({"open", "pending response", "ouverte"})
CLOSED = frozenset({"closed", "seuil non atteint", "fermée", "fermee", "clôturée", "cloturee", "classée", "classee"})
SHORT_SIGNS = 300


@dataclass(frozen=True)
class Format:
    """A family of files: the columns that tell it, and how a line of it is read."""

    columns: frozenset[str]
    read: Callable[[Says], Past]


def find(names: Iterable[str]) -> Format | None:
    """The format that has these columns."""
    known = frozenset(names)
    return next((each for each in FORMATS if each.columns <= known), None)


def _uk(says: Says) -> Past:
    source_id, state = cells.identifier(says), _state(says, "state")
    opens_at = cells.needed_instant(says, "open_at", "created_at")
    rejection = says.get("rejection") or {}
    is_rejected = state in ("rejected", "hidden")
    if not is_rejected:
        _refuse_unpublished(state)
    return Past(
        source=UK,
        source_id=source_id,
        url=f"https://{UK}/petitions/{source_id}",
        author="HM Government",
        language="en",
        ask=cells.title(says, "action"),
        background=cells.words(says, "background"),
        details=cells.words(says, "additional_details"),
        number=cells.number(says, "signature_count"),
        standing=Standing.REJECTED if is_rejected else Standing.ACCEPTED,
        opens_at=opens_at,
        closes_at=_after(opens_at, cells.instant(says, "closed_at") or _ended(state, says)),
        reason=UK_REASONS.get(str(rejection.get("code")), Reason.UNCLEAR) if is_rejected else None,
        note=cells.words(rejection, "details"),
        decided_at=cells.instant(says, "rejected_at"),
        is_text_hidden=state == "hidden",
        promises=_uk_promises(says),
        response=_uk_response(says),
    )


def _uk_promises(says: Says) -> tuple[Reached, ...]:
    debate = says.get("debate") or {}
    debated = cells.instant(debate, "debated_on") or cells.instant(says, "scheduled_debate_date")
    return (
        Reached(
            promise=Promise.ANSWER, number=UK_ANSWER, reached_at=cells.instant(says, "response_threshold_reached_at")
        ),
        Reached(
            promise=Promise.DEBATE,
            number=UK_DEBATE,
            reached_at=cells.instant(says, "debate_threshold_reached_at"),
            session_on=debated.date() if debated else None,
            session_url=str(debate.get("transcript_url") or ""),
        ),
    )


def _uk_response(says: Says) -> Response | None:
    given = says.get("government_response") or {}
    parts = [cells.words(given, name) for name in ("summary", "details")]
    body = "\n\n".join(part for part in parts if part)
    if not body:
        return None
    return Response(body=body, published_at=cells.needed_instant(given | dict(says), "created_at"))


def _uk_short(says: Says) -> Past:
    """The list that third parties publish: five columns."""
    source_id, state = cells.identifier(says), _state(says, "status")
    _refuse_unpublished(state)
    return Past(
        source=UK,
        source_id=source_id,
        url=f"https://{UK}/petitions/{source_id}",
        author="HM Government",
        language="en",
        ask=cells.title(says, "title"),
        number=cells.number(says, "number_of_signatures"),
        opens_at=cells.needed_instant(says, "created"),
        closes_at=_ended(state, says),
        promises=_uk_promises({}),
    )


def _white_house(says: Says) -> Past:
    body, opens_at = cells.words(says, "body"), cells.needed_instant(says, "created")
    _refuse_unpublished(_state(says, "status"))
    is_short = len(body) <= SHORT_SIGNS
    return Past(
        source=WHITE_HOUSE,
        source_id=cells.identifier(says),
        url=_link(says, "url"),
        author="The White House",
        language="en",
        ask=cells.title(says, "title"),
        background=body if is_short else "",
        details="" if is_short else body,
        number=cells.number(says, "signatureCount"),
        opens_at=opens_at,
        closes_at=_after(opens_at, cells.instant(says, "deadline")),
        themes=tuple(theme.strip() for theme in cells.words(says, "issues").split(",") if theme.strip()),
        promises=(Reached(promise=Promise.ANSWER, number=cells.number(says, "signatureThreshold")),),
    )


def _french(says: Says) -> Past:
    chamber = cells.words(says, "chambre")
    if chamber not in FRENCH:
        raise WrongLine(Code.NOT_PUBLIC, chamber)
    host, name = FRENCH[chamber]
    source_id, opens_at = cells.identifier(says), cells.needed_instant(says, "date_publication")
    _refuse_unpublished(_state(says, "statut"))
    committee = cells.words(says, "commission_ou_procedure")
    return Past(
        source=host,
        source_id=source_id,
        url=f"https://{host}/initiatives/{source_id}",
        author=name,
        language="fr",
        ask=cells.title(says, "titre"),
        number=cells.number(says, "nb_votes"),
        opens_at=opens_at,
        closes_at=_after(opens_at, cells.instant(says, "date_limite_vote")),
        themes=(committee,) if committee else (),
    )


def _state(says: Says, name: str) -> str:
    return cells.words(says, name).lower()


def _refuse_unpublished(state: str) -> None:
    if state not in OPEN | CLOSED:
        raise WrongLine(Code.NOT_PUBLIC, state)


def _ended(state: str, says: Says) -> dt.datetime | None:
    """A petition that is over without a date ended at the latest when the file last touched it."""
    if state not in CLOSED:
        return None
    return cells.needed_instant(says, "updated_at", "created_at", "created") + dt.timedelta(seconds=1)


def _after(opens_at: dt.datetime, closes_at: dt.datetime | None) -> dt.datetime | None:
    if closes_at is not None and closes_at <= opens_at:
        raise WrongLine(Code.WRONG_DATE, closes_at.isoformat())
    return closes_at


def _link(says: Says, name: str) -> str:
    found = cells.words(says, name)
    return found if found.startswith(("https://", "http://")) else ""


FORMATS = (
    Format(frozenset({"action", "state", "signature_count"}), _uk),
    Format(frozenset({"title", "status", "number_of_signatures", "created"}), _uk_short),
    Format(frozenset({"title", "body", "signatureCount", "signatureThreshold", "deadline"}), _white_house),
    Format(frozenset({"chambre", "titre", "date_publication", "nb_votes", "statut"}), _french),
)
