"""The ground both organisations stand on: tenants, zones, and the reasons to write to people."""

from typing import Any

from portal.consents import service as consents
from portal.consents.models import Purpose
from portal.core import tenancy
from portal.core.database import db, transactional
from portal.demo import documents
from portal.demo.documents import Document
from portal.demo.questionnaires import LAYER
from portal.organisations import queries as organisations
from portal.organisations.models import Organisation
from portal.territory import queries as territory
from portal.territory.models import Zone, ZoneLayer

COLUMNS = ("slug", "name", "host", "regime", "mail_from", "inhabitants", "electors", "identity", "legal")


@transactional
def lay(document: Document) -> Organisation:
    """An organisation with its neighbourhoods and its purposes. Each has its own rows, even for the same streets (R2)."""
    row = Organisation(**{name: document[name] for name in COLUMNS if name in document})
    db.session.add(row)
    db.session.flush()
    with tenancy.use_organisation(row.id):
        _lay_zones()
        db.session.add_all(_purpose(place, each) for place, each in enumerate(document["purposes"]))
        consents.offer_answers()
        db.session.flush()
    organisations.forget_cards()
    territory.forget()
    return row


def _lay_zones() -> None:
    layer = ZoneLayer(key=LAYER, name={"fr": "Quartiers", "en": "Neighbourhoods"}, is_default=True)
    db.session.add(layer)
    db.session.flush()
    db.session.add_all(
        Zone(layer_id=layer.id, geometry=feature["geometry"], **feature["properties"]) for feature in documents.zones()
    )


def _purpose(place: int, document: dict[str, Any]) -> Purpose:
    return Purpose(position=place, **document)
