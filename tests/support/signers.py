"""Who signs petitions in tests, through the services."""

import uuid
from typing import Any

from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.service import confirming
from portal.participation.service.acts import Recorded, Trace
from portal.petitions.service import signing
from portal.petitions.service.signing import Signature
from tests.support import residents


def signature(name: str = "Carol Martin", address: str = "carol@example.org", **values: Any) -> Signature:
    """A form filled in."""
    known = {"submission_id": uuid.uuid4(), "postcode": "14000", "trace": Trace(network="192.0.2.7")}
    return Signature(name=name, address=address, **(known | values))


def sign(petition: Activity, name: str = "Carol Martin", address: str = "carol@example.org", **values: Any) -> Recorded:
    return signing.sign(activities.card_by_id(petition.id), signature(name, address, **values))


def confirm_all() -> None:
    """Press the button behind every link in the mailbox."""
    for link in residents.mailed_links():
        confirming.confirm(link)


def signed_by(petition: Activity, *names: str) -> None:
    """Let these people sign, each with an address of their own, and confirm."""
    for name in names:
        sign(petition, name, f"{name.split()[0].lower()}@example.org")
    confirm_all()
