"""Zones in the back office: layers with maps, and files brought in through a form."""

import io
import json

from portal.accounts.rules import Role
from portal.territory import queries
from tests.support import cast

SQUARE = {"type": "Polygon", "coordinates": [[[1.0, 48.0], [1.1, 48.0], [1.1, 48.1], [1.0, 48.1], [1.0, 48.0]]]}


def send(browser, content, layer="Communes", **fields):
    file = (io.BytesIO(content), "zones.geojson")
    return browser.post("/manage/territory/import", {"layer": layer, "file": file, **fields})


def collection(*zones):
    features = [{"type": "Feature", "properties": {"nom": name}, "geometry": shape} for name, shape in zones]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_each_layer_is_a_map_beside_the_list_that_says_the_same(desk):
    page = desk.get("/manage/territory/")
    assert '<svg class="map"' in page.text
    assert "1. Halles" in page.text


def test_a_file_makes_a_layer(desk):
    assert send(desk, collection(("Saint-Lô", SQUARE))).status_code == 303
    assert [zone.name for zone in queries.territory().zones("communes")] == ["Saint-Lô"]
    assert "Saint-Lô" in desk.get("/manage/territory/").text


def test_refused_zones_are_listed_and_a_wrong_file_says_why(desk):
    report = send(desk, collection(("Saint-Lô", SQUARE), ("Vire", None)))
    assert report.status_code == 200
    assert "Zone 2 du fichier" in report.text
    for content in (b"", b"PK\x03\x04", b"{}", b"\xff\xff", collection()):
        assert send(desk, content).status_code == 422
    assert send(desk, collection(("x", SQUARE)), layer="!!!").status_code == 422
    assert send(desk, collection(("x", SQUARE)), key="code").status_code == 422
    assert desk.post("/manage/territory/import", {}).status_code == 422


def test_another_layer_becomes_the_residents_own(desk):
    send(desk, collection(("Saint-Lô", SQUARE)))
    page = desk.get("/manage/territory/")
    assert desk.submit(page).status_code == 303
    assert queries.territory().default == "communes"
    assert desk.post("/manage/territory/999/default").status_code == 404


def test_an_editor_changes_no_zones(browser):
    browser.sign_in(cast.staff(Role.EDITOR))
    assert browser.get("/manage/territory/").status_code == 403
    assert send(browser, collection(("x", SQUARE))).status_code == 403
