"""The list of people, and one person: facts, consents with their proof, what they did, everything that is held."""

from collections.abc import Sequence
from typing import Any

from flask import Response, jsonify, request
from sqlalchemy import Row

from portal.accounts.rules import Right
from portal.consents import queries as consents
from portal.contacts import dossier, labels, rules
from portal.contacts.manage.blueprint import blueprint, filter_form, filters
from portal.contacts.models import Contact
from portal.contacts.queries import held, ledger, people
from portal.core import tenancy, web
from portal.core.access import access
from portal.territory import queries as territory

CURSOR = 500


@blueprint.get("")
@access(Right.CONTACTS_READ)
def index() -> Response:
    """Everybody, or those a search and filters leave, by name."""
    form = filter_form()
    wanted = form.wanted()
    after, before = (request.args.get(name, "")[:CURSOR] or None for name in ("after", "before"))
    page = people.page(wanted, after=after, before=before)
    ids = [row.id for row in page.rows]
    found = people.count(wanted)
    return web.page(
        "contacts/manage/index.html",
        form=form,
        filters=filters(),
        page=page,
        before=_before(wanted, page.rows) if after or before else None,
        figure=rules.shown_count(found, crosses_zone=wanted.crosses_zone),
        is_bounded=found > people.COUNT_BOUND,
        small_cell=rules.SMALL_CELL,
        zones=territory.territory().by_id(),
        interests=people.interests_of(ids),
        channels=_channels(ids),
    )


def _before(wanted: people.Filter, rows: Sequence[Row[Any]]) -> str | None:
    """The cursor of the page before, if there is one."""
    return people.cursor_of(rows[0]) if rows and people.has_before(wanted, rows[0]) else None


def _channels(ids: list[int]) -> dict[int, list[str]]:
    """By which channels each may be written to, for any purpose."""
    standing = people.standing_of(ids)
    used = {contact_id: {name for names in by.values() for name in names} for contact_id, by in standing.items()}
    return {
        contact_id: labels.channels([channel for channel in rules.Channel if channel in names])
        for contact_id, names in used.items()
    }


@blueprint.get("/<int:contact_id>")
@access(Right.CONTACTS_READ)
def show(contact_id: int) -> Response:
    """One person, on one screen (R9)."""
    contact = tenancy.get(Contact, contact_id)
    return web.page(
        "contacts/manage/show.html",
        contact=contact,
        labels=labels,
        zone=territory.territory().by_id().get(contact.zone_id or 0),
        purposes={purpose.id: purpose for purpose in consents.purposes()},
        states=ledger.states_of(contact_id),
        events=ledger.events_of(contact_id),
        moments=held.moments_of(contact_id),
        sources=held.sources_of(contact_id),
        interests=held.interests_of(contact_id),
        dossier=dossier,
    )


@blueprint.get("/<int:contact_id>/consents/<int:event_id>")
@access(Right.CONTACTS_READ)
def proof(contact_id: int, event_id: int) -> Response:
    """One line of the ledger: the very words and notice that were shown, and what shows it."""
    contact = tenancy.get(Contact, contact_id)
    event = ledger.get_event(contact_id, event_id)
    words = consents.wordings([number for number in (event.wording_id, event.notice_id) if number])
    return web.page(
        "contacts/manage/proof.html",
        contact=contact,
        event=event,
        evidence=dossier.evidence(event),
        labels=labels,
        purpose=next(purpose for purpose in consents.purposes() if purpose.id == event.purpose_id),
        wording=words.get(event.wording_id or 0),
        notice=words.get(event.notice_id or 0),
    )


@blueprint.get("/<int:contact_id>/everything.json")
@access(Right.CONTACTS_EXPORT)
def everything(contact_id: int) -> Response:
    """Everything held about one person, in one file: what they are given when they ask (R9)."""
    response = jsonify(dossier.everything(tenancy.get(Contact, contact_id)))
    response.headers["Content-Disposition"] = f'attachment; filename="contact-{contact_id}.json"'
    return response
