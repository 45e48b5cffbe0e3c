"""Keys of persons and secrets of participations, with this installation's key (never in the database)."""

import base64
import uuid
from collections.abc import Mapping
from typing import Any

from flask import current_app

from portal.core import tokens
from portal.core.tenancy import current_organisation_id
from portal.participation.rules import identity, mailboxes


def person_key(address: str) -> bytes:
    """The key under which this address takes part in the current organisation."""
    return identity.person_key(_key(), identity.canonical_address(address))


def submission_key(submission_id: uuid.UUID) -> bytes:
    """The key of an answer that needs no identity."""
    return identity.submission_key(_key(), str(submission_id))


def manage_token(participation_id: int) -> str:
    """The personal link's secret (128 bits), drawn under our key so that a later letter can repeat it; the base holds
    its digest only."""
    return link_token("manage", participation_id)


def link_token(what: str, row_id: int) -> str:
    """The secret (128 bits) of a link that later letters repeat, by what it opens and for which row."""
    drawn = tokens.keyed(_key(), what, str(row_id))
    return base64.urlsafe_b64encode(drawn[:16]).decode().rstrip("=")


def mailbox_hashes(content: Mapping[str, Any]) -> tuple[int, int]:
    """(name, place): what tells two people of one mailbox apart, and shows that they live together."""
    return mailboxes.hashes(_key(), content)


def paper_key(name: str, place: str) -> bytes:
    """The key of somebody who signed on paper; `place` is what they wrote of where they live."""
    return identity.paper_key(_key(), mailboxes.folded_name(name), " ".join(mailboxes.folded_words(place)))


def elector_key(spelling: str) -> bytes:
    """An elector of a roll, or what somebody who signs wrote of themselves, as a keyed hash."""
    return tokens.keyed(_key(), "elector1", spelling)


def _key() -> bytes:
    settings = current_app.extensions["settings"]
    return identity.organisation_key(settings.person_key, current_organisation_id())
