"""A tenant is made once, changed in part, and never in its regime or its address."""

import pytest
from sqlalchemy import select

from portal.core.audit import AuditEntry
from portal.core.database import db
from portal.core.identity import UnreadableColour
from portal.organisations import queries, service
from portal.organisations.rules import Regime


def test_an_organisation_is_made_with_its_regime(database):
    row = service.create("opposition", name="Autrement", regime=Regime.POLITICAL, host="autrement.test")
    assert queries.card_by_host("autrement.test:8000").id == row.id
    assert queries.card_by_id(row.id).is_political


@pytest.mark.parametrize(
    ("slug", "host"),
    [
        ("Town", "a.test"),
        ("a b", "a.test"),
        ("a", "https://a.test"),
        ("a", "a.test:80"),
        ("town", "a.test"),
        ("a", "town.test"),
    ],
)
def test_a_name_or_a_host_that_cannot_be_used_is_refused(town, slug, host):
    with pytest.raises(service.NotThisName):
        service.create(slug, name="X", regime=Regime.PUBLIC, host=host)


def test_a_change_is_kept_and_noted_by_the_names_of_what_changed(town):
    service.change(town.id, name="Ville d’Essai", languages=["fr"], actor_id=None)
    card = queries.card_by_id(town.id)
    assert (card.name, card.languages) == ("Ville d’Essai", ("fr",))
    [entry] = db.session.scalars(select(AuditEntry))
    assert entry.details == {"fields": ["languages", "name"]}
    service.change(town.id, name="Ville d’Essai")
    assert len(list(db.session.scalars(select(AuditEntry)))) == 1, "what changes nothing is not noted"


def test_colours_that_nobody_could_read_are_refused(town):
    with pytest.raises(UnreadableColour):
        service.change_colours(town.id, "#ffff00", "#f2c230")
    assert queries.get(town.id).identity == {}


def test_legal_texts_are_merged_and_empty_ones_go(town):
    service.change_legal(town.id, {"officer": "", "address": "1 place du Parvis"})
    legal = queries.card_by_id(town.id).legal
    assert "officer" not in legal
    assert legal["address"] == "1 place du Parvis"
    assert legal["controller"] == "Ville d’Essai"
