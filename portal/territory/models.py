"""Zones in layers. Geometry is GeoJSON (longitude, latitude); areas and neighbours are Shapely's business, not SQL's."""

from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base
from portal.core.tenancy import TenantModel


class ZoneLayer(TenantModel, Base):
    """A way to cut the territory: neighbourhoods, polling stations, communes. One is the residents' own choice."""

    __tablename__ = "zone_layers"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)

    key: Mapped[str]
    name: Mapped[dict[str, str]]
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))


class Zone(TenantModel, Base):
    """One polygon of a layer, with the number that maps show."""

    __tablename__ = "zones"
    __table_args__ = (
        UniqueConstraint("organisation_id", "layer_id", "key"),
        ForeignKeyConstraint(
            ["organisation_id", "layer_id"], ["zone_layers.organisation_id", "zone_layers.id"], name="fk_zones_layer"
        ),
        Index("ix_zones_layer", "organisation_id", "layer_id", "position"),
    )

    layer_id: Mapped[int]
    key: Mapped[str]
    name: Mapped[str]
    position: Mapped[int]
    geometry: Mapped[dict[str, Any]]
    inhabitants: Mapped[int | None]
