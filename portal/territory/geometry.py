"""Shapes of zones, through Shapely: what can be kept, what can be mended, what cannot."""

import json
from collections.abc import Mapping
from typing import Any

import shapely
from flask_babel import gettext as _
from shapely.geometry import mapping, shape

PRECISION = 1e-6  # ten centimetres
KINDS = ("Polygon", "MultiPolygon")


class WrongShape(ValueError):
    """A geometry that is no zone; the message says why."""


def read(geometry: Mapping[str, Any] | None) -> tuple[dict[str, Any], bool]:
    """A geometry of a file as it is kept, and whether it had to be mended. Raises WrongShape."""
    if not isinstance(geometry, dict) or geometry.get("type") not in KINDS:
        raise WrongShape(_("it is not a surface (Polygon or MultiPolygon)"))
    found = _shape(geometry)
    if found.is_empty:
        raise WrongShape(_("its shape is empty"))
    west, south, east, north = found.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise WrongShape(_("its coordinates are not degrees: export the file as WGS 84 (EPSG:4326)"))
    is_mended = not found.is_valid
    kept = shapely.set_precision(_surface(shapely.make_valid(found)) if is_mended else found, PRECISION)
    if kept.is_empty or kept.geom_type not in KINDS:
        raise WrongShape(_("its outline crosses itself and cannot be mended"))
    return json.loads(json.dumps(mapping(kept))), is_mended


def _shape(geometry: Mapping[str, Any]) -> Any:
    try:
        return shapely.force_2d(shape(geometry))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError) as error:
        raise WrongShape(_("its coordinates cannot be read")) from error


def _surface(mended: Any) -> Any:
    """What of a mended shape has a surface: mending leaves points and lines beside it."""
    parts = [part for part in getattr(mended, "geoms", [mended]) if part.geom_type in KINDS]
    return shapely.union_all(parts) if parts else shapely.Polygon()
