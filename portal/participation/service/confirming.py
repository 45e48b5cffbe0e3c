"""Confirming an act by the mailed link: exactly what was said counts, once, whatever else was written in the same name."""

from typing import Any

from sqlalchemy import Row

from portal.core import mail, outbox, tokens
from portal.core.database import transactional
from portal.participation import events, kinds
from portal.participation.queries import recording
from portal.participation.rules import states
from portal.participation.service import acts, keys, letters
from portal.participation.service.acts import Confirmed


@transactional
def confirm(token: str) -> Confirmed:
    """Count the very version that this link was mailed for, and void the others. Pressing twice is harmless.

    Raises LinkOver.
    """
    found = recording.lock_by_link(tokens.digest(token))
    if found is None or found[0].stage == states.Stage.WITHDRAWN:
        raise acts.LinkOver(letters.say_link_unknown())
    row, beside = found
    if row.current_version_id == row.version_id and row.state in acts.CONFIRMED:
        return Confirmed(row.activity_id, row.receipt_code)
    _refuse_link(row)
    name, place = _household(row, beside)
    is_held = row.held_reason is not None
    manage_token = keys.manage_token(row.id)
    receipt_code = row.receipt_code or tokens.new_code()
    told = outbox.rows_of(_held(row) if is_held else _counted(row))
    to = letters.Addressee(
        participation_id=row.id, key=keys.person_key(row.to_address), address=row.to_address, language=row.language
    )
    values = {
        "id": row.id,
        "version_id": row.version_id,
        "receipt_code": receipt_code,
        "manage_digest": tokens.digest(manage_token),
        "assurance": _assurance(row),
        "counted_on": None if is_held else acts.today(),
        "state": states.ParticipationState.HELD if is_held else states.ParticipationState.COUNTED,
        "name_hash": name,
        "place_hash": place,
        "events": recording.as_json(told),
    }
    recording.confirm(values | mail.values_of(letters.receipt(row, to, receipt_code, manage_token)))
    outbox.wake_after_commit(told)
    mail.wake_after_commit()
    if row.is_anonymous and not is_held:
        _cast_ballot(row)
    return Confirmed(row.activity_id, receipt_code)


def _refuse_link(row: Row[Any]) -> None:
    if row.state in acts.TAKEN or row.is_voided:
        raise acts.LinkOver(letters.say_link_replaced())
    if not states.may_confirm(row.closes_at, row.submitted_at, row.now):
        raise acts.LinkOver(letters.say_link_late())


def _household(row: Row[Any], beside: Row[Any] | None) -> tuple[int | None, int | None]:
    """The hashes of the name and place that the pressed link counts, once whoever shares the mailbox allows them."""
    if row.content is None:
        return None, None
    name, place = keys.mailbox_hashes(row.content)
    if beside is not None and beside.state in acts.CONFIRMED:
        if beside.name_hash == name:
            raise acts.LinkOver(letters.say_already_took_part())
        if beside.place_hash != place:
            raise acts.LinkOver(letters.say_other_place())
    return name, place


def _assurance(row: Row[Any]) -> states.Assurance:
    assure = kinds.kind(row.kind).assure
    return assure(row.activity_id, row.id, row.content) if assure and row.content else states.Assurance.EMAIL


def _held(row: Row[Any]) -> events.ParticipationHeld:
    was_pending = row.state == states.ParticipationState.PENDING
    return events.ParticipationHeld(
        activity_id=row.activity_id, participation_id=row.id, pending=-1 if was_pending else 0
    )


def _counted(row: Row[Any]) -> events.ParticipationCounted:
    was_pending = row.state == states.ParticipationState.PENDING
    return events.ParticipationCounted(
        activity_id=row.activity_id,
        participation_id=row.id,
        plus=None if row.is_anonymous else row.version_id,
        pending=-1 if was_pending else 0,
        version_id=row.version_id,
        is_consented=row.is_consented,
    )


def _cast_ballot(row: Row[Any]) -> None:
    said = recording.unlink(row.id, row.version_id, is_consented=row.is_consented)
    ballot = acts.ballot(said.content, said.marks, said.amounts, said.zone_id, states.Assurance.EMAIL)
    outbox.publish(events.BallotCast(activity_id=row.activity_id, ballot=ballot))
