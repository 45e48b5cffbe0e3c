"""The twelve neighbourhoods: a real coverage, so that maps have neither gaps nor overlaps."""

import pytest
import shapely
from shapely.geometry import shape

from portal.demo import documents


def shapes():
    return [shape(feature["geometry"]) for feature in documents.zones()]


def test_the_neighbourhoods_share_exact_borders():
    zones = shapes()
    assert len(zones) == 12
    assert all(zone.is_valid and zone.geom_type == "Polygon" for zone in zones)
    assert shapely.coverage_is_valid(zones)


def test_there_is_no_hole_in_the_town():
    town = shapely.union_all(shapes())
    assert town.geom_type == "Polygon"
    assert len(town.interiors) == 0
    assert town.area == pytest.approx(sum(zone.area for zone in shapes()))


def test_the_town_lies_in_lower_normandy():
    west, south, east, north = shapely.total_bounds(shapes())
    assert -1.2 < west < east < -0.9
    assert 48.9 < south < north < 49.2


def test_the_inhabitants_add_up_to_the_town():
    properties = [feature["properties"] for feature in documents.zones()]
    assert sum(each["inhabitants"] for each in properties) == documents.organisations()["town"]["inhabitants"] == 38_000
    assert [each["position"] for each in properties] == list(range(1, 13))
    assert len({each["key"] for each in properties}) == 12
