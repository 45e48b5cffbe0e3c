"""Who counts towards a statutory petition (CGCT L1112-16): an elector of the register, once in a quarter.

Whoever is not found, or signed another one this quarter, is counted apart; nobody is told which, for a name and a day of
birth are no secret.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from flask_babel import gettext as _

from portal.core import audit, tenancy
from portal.core.database import db, transaction, transactional
from portal.core.errors import Refused
from portal.organisations import service as organisations
from portal.organisations.rules import Regime
from portal.participation.events import ParticipationRestored
from portal.participation.rules import states
from portal.participation.service import acts, changing, keys
from portal.petitions.models import ElectorRegister
from portal.petitions.queries import electors
from portal.petitions.rules import rolls, statutory
from portal.petitions.rules.rolls import Reading

BATCH = 5_000
RECHECKED = 500


def spelling_hash(name: str, first_names: str, born_on: dt.date) -> str:
    """What somebody wrote of themselves as it waits beside their signature: a keyed hash, in hexadecimal."""
    return keys.elector_key(statutory.spelling(name, first_names, born_on.isoformat())).hex()


def assure(activity_id: int, participation_id: int, content: dict[str, Any]) -> states.Assurance:
    """How sure it is who signs, at the instant of the confirmation: in a statutory petition, an elector who is found and
    signed no other one of this quarter is `verified`."""
    if not content.get("elector") or not electors.is_statutory(activity_id):
        return states.Assurance.EMAIL
    found = _claims(content["elector"], acts.today(), activity_id, participation_id)
    return states.Assurance.VERIFIED if found else states.Assurance.EMAIL


def take(batch: Sequence[ParticipationRestored]) -> None:
    """The subscriber: what staff put back is an elector's again only if no other signature is meanwhile."""
    for event in batch:
        settle(event.participation_id)


@transactional
def settle(participation_id: int) -> None:
    """Look again whether a signature is an elector's; the tally follows. Doing it again changes nothing."""
    row = electors.said(participation_id)
    if row is None:
        return
    day = row.counted_on or acts.today()
    electors.release(participation_id, _elector(row.elector))
    is_found = _claims(row.elector, day, row.activity_id, participation_id)
    is_paper = row.channel == states.Channel.PAPER
    without = states.Assurance.PAPER if is_paper else states.Assurance.EMAIL
    changing.reassure(participation_id, states.Assurance.VERIFIED if is_found else without)


def import_register(
    data: bytes,
    *,
    undertaking: str,
    undertaken_on: dt.date,
    purge_on: dt.date,
    tell: Callable[[int], None] = lambda _done: None,
) -> Reading:
    """Replace the register by a roll, of which only keyed hashes stay. Raises Refused. Call it outside a transaction.

    Signatures of open petitions are looked at again; the organisation's number of electors becomes the roll's.
    """
    _refuse(purge_on)
    reading = Reading()
    with transaction():
        row = ElectorRegister(
            electors=0, undertaking=undertaking.strip(), undertaken_on=undertaken_on, purge_on=purge_on
        )
        db.session.add(row)
        db.session.flush()
        register_id = row.id
        _fill(register_id, data, reading, tell)
        row.electors = reading.electors
        db.session.flush()
        electors.make_current(register_id)
        organisations.change(tenancy.current_organisation_id(), electors=reading.electors)
        audit.record(
            "electors.imported",
            "organisation",
            tenancy.current_organisation_id(),
            count=reading.electors,
            purge_on=purge_on.isoformat(),
        )
    _look_again()
    return reading


def _fill(register_id: int, data: bytes, reading: Reading, tell: Callable[[int], None]) -> None:
    known: set[bytes] = set()
    try:
        found = _pairs(rolls.electors(data, reading), reading, known)
        while batch := list(islice(found, BATCH)):
            electors.add(register_id, batch)
            tell(reading.read)
    except rolls.NotARoll as error:
        raise Refused(_("The file has no column %(names)s.", names=error)) from error
    if not known:
        raise Refused(_("No elector could be read in this file."))


def _pairs(lines: Iterator[list[str]], reading: Reading, known: set[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for spelt in lines:
        elector = keys.elector_key(spelt[0])
        if elector in known:
            reading.again += 1
            continue
        known.add(elector)
        reading.electors += 1
        yield from ((keys.elector_key(each), elector) for each in spelt)


def _look_again() -> None:
    after = 0
    while ids := electors.uncertain(after, RECHECKED):
        with transaction():
            for participation_id in ids:
                settle(participation_id)
        after = ids[-1]


def _elector(spelling: str | None) -> bytes | None:
    return electors.find(bytes.fromhex(spelling), acts.today()) if spelling else None


def _claims(spelling: str | None, day: dt.date, activity_id: int, participation_id: int) -> bool:
    found = _elector(spelling)
    return found is not None and electors.claim(found, statutory.quarter_of(day), activity_id, participation_id)


def _refuse(purge_on: dt.date) -> None:
    if tenancy.card(tenancy.current_organisation_id()).regime != Regime.PUBLIC:
        raise Refused(_("Only an authority has statutory petitions, and a register for them."))
    if purge_on <= acts.today():
        raise Refused(_("The register must be erased on a day to come."))


def count_old_claims(before: dt.datetime) -> int:
    """Claims of quarters that are over."""
    return electors.count_claims(statutory.quarter_of(before.date()))


def forget_old_claims(before: dt.datetime, size: int) -> int:
    """Delete some of them. Returns how many."""
    return electors.forget_claims(statutory.quarter_of(before.date()), size)
