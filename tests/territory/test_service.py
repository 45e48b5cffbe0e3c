"""Zones come from files as they are: real ones, broken ones, and the same one again."""

import json

import pytest

from portal.core.tenancy import use_organisation
from portal.territory import queries, service
from portal.territory.models import ZoneLayer
from tests.support import cast
from tests.support.shared_data import shared_data

SQUARE = [[[1.0, 48.0], [1.1, 48.0], [1.1, 48.1], [1.0, 48.1], [1.0, 48.0]]]
BOW_TIE = [[[1.0, 48.0], [1.1, 48.1], [1.1, 48.0], [1.0, 48.1], [1.0, 48.0]]]
LAMBERT = [[[652000.0, 6862000.0], [652100.0, 6862000.0], [652100.0, 6862100.0], [652000.0, 6862000.0]]]


def feature(key="1", name="Halles", rings=SQUARE, kind="Polygon", **more):
    return {
        "type": "Feature",
        "properties": {"code": key, "nom": name, **more},
        "geometry": {"type": kind, "coordinates": rings},
    }


def file_of(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


@pytest.mark.parametrize(
    ("name", "options", "zones"),
    [
        ("quartiers_democratie_locale", {"key": "quartier", "label": "nom_quartier"}, 20),
        ("quartiers_democratie_locale", {}, 20),
        ("grands_quartiers_population_rp2015", {"inhabitants": "p15_pop"}, 60),
        ("communes_haute_garonne", {"key": "code", "label": "nom"}, 587),
    ],
)
def test_real_files_come_in_whole_and_a_second_time_change_nothing(town, name, options, zones):
    content = shared_data("D1_toulouse", f"{name}.geojson").read_bytes()
    report = service.import_zones(content, layer="Toulouse", **options)
    assert (report.read, report.added, report.refused) == (zones, zones, [])
    again = service.import_zones(content, layer="Toulouse", **options)
    assert (again.added, again.changed, again.unchanged) == (0, 0, zones)
    cards = queries.territory().zones("toulouse")
    assert len({card.key for card in cards}) == zones
    if "inhabitants" in options:
        assert 400_000 < sum(card.inhabitants for card in cards) < 500_000


def test_a_town_s_own_code_does_not_tell_its_neighbourhoods_apart(town):
    features = [feature("31555", name, rings=SQUARE) for name in ("Halles", "Gare")]
    assert service.import_zones(file_of(*features), layer="X").added == 2
    assert {zone.key for zone in queries.territory().zones("x")} == {"Halles", "Gare"}


def test_what_changed_in_the_file_changes_and_what_is_gone_stays(town):
    service.import_zones(file_of(feature("1"), feature("2", "Gare")), layer="X")
    report = service.import_zones(file_of(feature("2", "Gare basse", inhabitants=12)), layer="x")
    assert (report.added, report.changed) == (0, 1)
    zones = queries.territory().zones("x")
    assert [zone.name for zone in zones] == ["Gare basse", "Halles"]
    assert zones[0].inhabitants == 12


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (feature(rings=LAMBERT), "degrés"),
        (feature(kind="Point", rings=[1.0, 48.0]), "surface"),
        (feature(rings=[]), "vide"),
        (feature(rings=[["x"]]), "lues"),
        (feature(key=""), "clé"),
        (feature(name="n" * 300), "nom"),
        ({"type": "Feature", "properties": {"code": "9", "nom": "x"}, "geometry": None}, "surface"),
        ({"type": "Feature", "properties": None}, "clé"),
        ("not a feature", "clé"),
        (feature("2"), "autre zone"),
    ],
)
def test_a_zone_that_cannot_be_kept_is_named_by_its_line_and_the_others_come_in(town, broken, reason):
    report = service.import_zones(file_of(feature("2", "Gare"), broken), layer="X", key="code", label="nom")
    assert report.added == 1
    [(line, words)] = report.refused
    assert line == 2
    assert reason in words


def test_an_outline_that_crosses_itself_is_mended_and_counted(town):
    report = service.import_zones(file_of(feature(rings=BOW_TIE)), layer="X")
    assert (report.added, report.repaired) == (1, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"type": "Feature"}',
        b'{"type": "FeatureCollection"}',
        b'{"type": "FeatureCollection", "features": []}',
        b"[" * 100_000,
        file_of(feature(), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}),
        file_of({"type": "Feature", "properties": {"x": 1}, "geometry": None}),
    ],
)
def test_a_file_without_zones_is_refused_whole(town, content):
    with pytest.raises(service.WrongFile):
        service.import_zones(content, layer="X")
    assert queries.layer_by_key("x") is None


def test_a_property_that_is_not_there_is_answered_with_those_that_are(town):
    with pytest.raises(service.WrongFile, match="code, nom"):
        service.import_zones(file_of(feature()), layer="X", key="insee", label="nom")


def test_one_layer_at_a_time_is_the_residents_own(town):
    service.import_zones(file_of(feature()), layer="Communes")
    assert queries.territory().default == "quartiers"
    service.make_default(queries.layer_by_key("communes").id)
    assert queries.territory().default == "communes"
    assert [layer.is_default for layer in queries.layers()] == [False, True]


def test_the_first_layer_of_a_town_is_its_residents_own_and_nobody_else_s(town):
    other = cast.organisation("next", cast.NEIGHBOUR)
    with use_organisation(other.id):
        for layer in queries.layers():
            assert isinstance(layer, ZoneLayer)
        service.import_zones(file_of(feature()), layer="Communes")
        assert queries.layer_by_key("communes") is not None
    assert queries.layer_by_key("communes") is None
