"""Who signs petitions in tests, through the services."""

import uuid
from typing import Any

from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.service import acts, confirming
from portal.participation.service.acts import Recorded, Trace
from portal.petitions.queries import paper as sheets
from portal.petitions.service import paper, signing
from portal.petitions.service.paper import NewSheet, Written
from portal.petitions.service.signing import Signature
from tests.support import residents

SCAN = b"%PDF-1.4 a sheet"


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


def on_paper(petition: Activity, *names: str, place: str = "14000 Vire", **values: Any) -> tuple[int, int]:
    """Type these people from a new sheet with a scan. Returns the ids of the sheet and of its last line."""
    card = activities.card_by_id(petition.id)
    new = NewSheet(**({"received_on": acts.today(), "place": "Marché", "scan": SCAN} | values))
    sheet = paper.add_sheet(card, new, actor_id=None)
    written = [Written(submission_id=uuid.uuid4(), name=name, place=place) for name in names]
    paper.enter(card, sheet.id, written)
    lines = sheets.lines(sheet.id)
    return sheet.id, lines[0].participation_id if lines else 0
