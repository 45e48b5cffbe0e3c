"""Zones of a territory as paths of one small picture: projected, and simplified together so that borders still meet."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import affinity
from shapely.geometry import shape

WIDTH = 400
MARGIN = 6
TOLERANCE = 1.1
MANY_POINTS = 40


@dataclass(frozen=True)
class Area:
    """One zone: its path, and where its number stands."""

    path: str
    x: int
    y: int


@dataclass(frozen=True)
class Chart:
    """The areas, in the order of the geometries, and the view box that holds them."""

    areas: tuple[Area, ...]
    view_box: str


def draw(geometries: Sequence[Mapping[str, Any]], width: int = WIDTH) -> Chart:
    """GeoJSON polygons in degrees to paths in a view box `width` wide. Raises ValueError with nothing to draw."""
    shapes = [shape(geometry) for geometry in geometries]
    if not shapes or all(each.is_empty for each in shapes):
        raise ValueError("there is no zone to draw")
    flat = _project(shapes, width - 2 * MARGIN)
    simple = _simplify(flat)
    _, _, right, bottom = shapely.total_bounds(simple)
    areas = tuple(_area(each) for each in simple)
    return Chart(areas, f"0 0 {math.ceil(right) + MARGIN} {math.ceil(bottom) + MARGIN}")


def _project(shapes: Sequence[Any], width: float) -> list[Any]:
    """Degrees to units: a town is small enough for a plane, once longitudes are shortened by the latitude."""
    west, south, east, north = shapely.total_bounds(shapes)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = width / max((east - west) * shrink, north - south, 1e-9)
    matrix = [scale * shrink, 0, 0, -scale, MARGIN - west * scale * shrink, MARGIN + north * scale]
    return [affinity.affine_transform(each, matrix) for each in shapes]


def _simplify(shapes: list[Any]) -> list[Any]:
    """Shared borders stay shared. Zones that overlap are simplified one by one; small drawings are left alone."""
    if shapely.get_num_coordinates(shapes).sum() <= MANY_POINTS * len(shapes):
        return shapes
    if shapely.coverage_is_valid(shapes):
        return list(shapely.coverage_simplify(shapes, TOLERANCE))
    return [each.simplify(TOLERANCE) for each in shapes]


def _area(geometry: Any) -> Area:
    if geometry.is_empty:
        return Area("", 0, 0)
    polygons = getattr(geometry, "geoms", [geometry])
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    widest = max(polygons, key=lambda polygon: polygon.area)
    centre = shapely.maximum_inscribed_circle(widest, tolerance=1).coords[0]
    return Area("".join(_path(ring) for ring in rings), round(centre[0]), round(centre[1]))


def _path(ring: Any) -> str:
    """Where the ring begins, then each step from the point before: half as many figures as places have."""
    points = [(round(x), round(y)) for x, y, *_ in ring.coords[:-1]]
    steps = "".join(f"{_signed(b[0] - a[0])}{_signed(b[1] - a[1])}" for a, b in itertools.pairwise(points) if a != b)
    return f"M{points[0][0]} {points[0][1]}l{steps.strip()}z" if steps else ""


def _signed(step: int) -> str:
    """A minus sign parts two numbers as well as a blank."""
    return str(step) if step < 0 else f" {step}"
