"""Zones as forms, maps and tallies read them."""

import time
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy import select

from portal.core.database import db
from portal.core.languages import said
from portal.core.tenancy import current_organisation_id
from portal.territory.models import Zone, ZoneLayer

REMEMBERED_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class ZoneCard:
    """A zone as forms offer it and figures name it."""

    id: int
    key: str
    name: str
    position: int
    inhabitants: int | None
    geometry: dict[str, Any] = field(hash=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Territory:
    """All zones of an organisation by layer; `default` is the layer that residents choose from ('' without one)."""

    layers: dict[str, tuple[ZoneCard, ...]]
    default: str

    def zones(self, layer: str = "") -> tuple[ZoneCard, ...]:
        return self.layers.get(layer or self.default, ())

    def find(self, key: str, layer: str = "") -> ZoneCard | None:
        return next((zone for zone in self.zones(layer) if zone.key == key), None)

    def keys(self) -> dict[str, frozenset[str]]:
        """What may be answered, by layer; a question without layer means the default one."""
        keys = {name: frozenset(zone.key for zone in zones) for name, zones in self.layers.items()}
        return keys | {"": keys.get(self.default, frozenset())}

    def by_id(self) -> dict[int, ZoneCard]:
        return {zone.id: zone for zones in self.layers.values() for zone in zones}


def territory() -> Territory:
    """The organisation's zones, remembered for a few seconds."""
    kept: dict[int, tuple[float, Territory]] = current_app.extensions.setdefault("territories", {})
    organisation_id = current_organisation_id()
    found = kept.get(organisation_id)
    if found is not None and found[0] > time.monotonic():
        return found[1]
    made = _read()
    kept[organisation_id] = (time.monotonic() + REMEMBERED_SECONDS, made)
    return made


def forget() -> None:
    """After an import of zones, this process looks again at once."""
    current_app.extensions.pop("territories", None)


def layer_by_key(key: str) -> ZoneLayer | None:
    return db.session.scalar(select(ZoneLayer).where(ZoneLayer.key == key))


def layer_names() -> list[tuple[str, str]]:
    """(key, name) of each layer, the one that residents choose from first."""
    rows = db.session.scalars(select(ZoneLayer).order_by(ZoneLayer.is_default.desc(), ZoneLayer.id))
    return [(row.key, said(row.name)) for row in rows]


def layers() -> list[ZoneLayer]:
    """All layers, in the order in which they came."""
    return list(db.session.scalars(select(ZoneLayer).order_by(ZoneLayer.id)))


def zones_of(layer_id: int) -> list[Zone]:
    """The zones of a layer, by their numbers."""
    return list(db.session.scalars(select(Zone).where(Zone.layer_id == layer_id).order_by(Zone.position, Zone.id)))


def _read() -> Territory:
    by_id = {layer.id: layer for layer in layers()}
    zones: dict[str, list[ZoneCard]] = {layer.key: [] for layer in by_id.values()}
    for zone in db.session.scalars(select(Zone).order_by(Zone.layer_id, Zone.position, Zone.id)):
        zones[by_id[zone.layer_id].key].append(_card(zone))
    default = next((layer.key for layer in by_id.values() if layer.is_default), "")
    return Territory(layers={key: tuple(cards) for key, cards in zones.items()}, default=default)


def _card(zone: Zone) -> ZoneCard:
    return ZoneCard(
        id=zone.id,
        key=zone.key,
        name=zone.name,
        position=zone.position,
        inhabitants=zone.inhabitants,
        geometry=zone.geometry,
    )
