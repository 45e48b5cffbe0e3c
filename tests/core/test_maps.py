import math
import re

import pytest
import shapely

from portal.core import maps


def square(west, south, side=1.0):
    ring = [(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)]
    return {"type": "Polygon", "coordinates": [ring]}


def wavy(offset):
    """A zone whose left or right border is a wave of many points, shared with its neighbour."""
    wave = [(0.1 * math.sin(n / 8), n / 200) for n in range(201)]
    edge = [(offset, 1.0), (offset, 0.0)]
    return {"type": "Polygon", "coordinates": [[*wave, *edge, wave[0]]]}


def rings(path):
    """The corners of each ring of a path, in places again."""
    for part in path.strip("Mz").split("zM"):
        x, y, *steps = (int(number) for number in re.findall(r"-?\d+", part))
        places = [(x, y)]
        for step in zip(steps[::2], steps[1::2], strict=True):
            places.append((places[-1][0] + step[0], places[-1][1] + step[1]))
        yield places


def corners(path):
    return {place for ring in rings(path) for place in ring}


def test_north_is_up_and_everything_is_inside_the_picture():
    chart = maps.draw([square(0, 0), square(0, 1)])
    south, north = chart.areas
    assert north.y < south.y
    width, height = map(int, chart.view_box.split()[2:])
    assert all(0 <= x <= width and 0 <= y <= height for area in chart.areas for x, y in corners(area.path))


def test_a_degree_of_longitude_is_shorter_away_from_the_equator():
    at_60_degrees = maps.draw([square(0, 59.5)])
    width, height = map(int, at_60_degrees.view_box.split()[2:])
    assert (width - 12) / (height - 12) == pytest.approx(0.5, abs=0.02)


def test_neighbours_still_touch_after_they_are_simplified():
    chart = maps.draw([wavy(-1), wavy(1)])
    left, right = (corners(area.path) for area in chart.areas)
    assert len(left) < 60
    shared = left & right
    assert len(shared) > 5
    assert len(left - shared) == len(right - shared) == 2


def test_the_number_stands_inside_its_zone_even_in_a_crescent():
    ring = shapely.Point(0, 0).buffer(1).difference(shapely.Point(0.4, 0).buffer(0.9))
    area = maps.draw([shapely.geometry.mapping(ring)]).areas[0]
    [outline] = rings(area.path)
    assert shapely.Polygon(outline).contains(shapely.Point(area.x, area.y))


def test_a_zone_in_two_pieces_is_one_path():
    two = {"type": "MultiPolygon", "coordinates": [square(0, 0)["coordinates"], square(3, 0)["coordinates"]]}
    assert maps.draw([two]).areas[0].path.count("M") == 2


def test_nothing_to_draw_is_refused():
    with pytest.raises(ValueError, match="no zone"):
        maps.draw([])
