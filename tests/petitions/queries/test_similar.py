"""Petitions that ask for nearly the same: found by an index, misspelt or not, hidden ones never."""

import csv
import itertools

from sqlalchemy import text

from portal.core.database import db
from portal.core.tenancy import current_organisation_id
from portal.petitions.models import Petition
from portal.petitions.queries import similar
from tests.support import cast, petitioning
from tests.support.shared_data import shared_data


def titles_of(ask: str) -> list[str]:
    return [found.activity.title["fr"] for found in similar.to(ask)]


def real_titles() -> list[str]:
    with shared_data("B3_fr_petitions", "petitions_an_senat_echantillon.csv").open(encoding="utf-8") as file:
        return [row["titre"] for row in csv.DictReader(file, delimiter=";")]


def test_real_titles_are_found_by_their_words_and_by_what_resembles_them(town):
    petitioning.fill_base(real_titles())
    assert "Revenu Universel" in titles_of("Un revenu universel pour les personnes agées")[0]
    assert "animaux de compagnie" in titles_of("Animaux de compagnie dans les hotels")[0]
    assert titles_of("xyzzy") == []
    assert titles_of("") == []


def test_accents_endings_and_mistakes_change_nothing(town):
    cast.petition(ask="Rouvrir la piscine municipale en été")
    for ask in ("rouvrir LA PISCINE", "Réouverture des piscines municipales", "Ouvrir la pisine municipal l’ete"):
        assert titles_of(ask) == ["Rouvrir la piscine municipale en été"], ask
    assert titles_of("Planter des arbres devant l’école") == []


def test_at_most_five_come_the_most_alike_first(town):
    asks = [f"Planter {number} arbres sur la place" for number in range(100, 108)]
    for ask in (*asks, "Planter des arbres sur la place du marché"):
        cast.petition(ask=ask)
    found = titles_of("Planter des arbres sur la place du marché")
    assert len(found) == similar.AT_MOST
    assert found[0] == "Planter des arbres sur la place du marché"


def test_what_residents_may_not_read_is_not_shown(town):
    row = cast.petition(ask="Rouvrir la piscine municipale")
    petition = db.session.query(Petition).one()
    petition.standing = "rejected"
    row.stage = "draft"
    db.session.commit()
    assert titles_of("Rouvrir la piscine")
    petition.is_text_hidden = True
    db.session.commit()
    assert titles_of("Rouvrir la piscine") == []
    petition.standing = "moderation"
    petition.is_text_hidden = False
    db.session.commit()
    assert titles_of("Rouvrir la piscine") == []


def test_nothing_of_the_next_town_is_shown(town):
    other = cast.organisation("next", cast.NEIGHBOUR)
    with cast.tenancy.use_organisation(other.id):
        cast.petition(ask="Rouvrir la piscine municipale")
    assert titles_of("Rouvrir la piscine") == []


def test_an_index_finds_them_among_thousands(town):
    words = ("école", "piscine", "marché", "gare", "parc", "forêt", "rivière", "stade", "pont", "jardin")
    verbs = ("Rouvrir", "Protéger", "Agrandir", "Déplacer", "Interdire", "Financer")
    places = ("du centre", "de la Lande", "pour tous", "la nuit")
    made = [
        f"{verb} {one} et {other} {place}" for verb, one, other, place in itertools.product(verbs, words, words, places)
    ]
    petitioning.fill_base(made)
    values = {"ask": "Agrandir la médiathèque", "organisation_id": current_organisation_id(), "kind": "petition"}
    plan = "\n".join(db.session.scalars(text(f"EXPLAIN {similar.FIND}"), values | {"size": similar.CANDIDATES}))
    assert "ix_activities_likeness" in plan
    assert "Agrandir stade et jardin la nuit" in titles_of("Agrandir le stade et le jardin la nuit")
