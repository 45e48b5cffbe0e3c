"""Search: folded words in two languages, filters, pages by key, and nothing that residents may not see."""

import datetime as dt
import json

import pytest

from portal.core import clock, tenancy
from portal.participation.queries import search
from portal.participation.queries.search import Wanted
from portal.participation.service import activities
from tests.support import cast
from tests.support.shared_data import shared_data

HOUR = dt.timedelta(hours=1)


def titles(words: str = "", **values: object) -> list[str]:
    found = search.page(Wanted.from_words(words, **values)).rows
    return [hit.title["fr"] for hit in found]


def test_words_are_found_without_their_accents_and_endings(town):
    cast.survey(title={"fr": "L’éclairage des écoles", "en": "Lights at schools"})
    cast.survey(title={"fr": "La piscine"}, summary={"fr": "Des horaires élargis"})
    assert titles("ecole") == ["L’éclairage des écoles"]
    assert titles("ÉCLAIRAGES") == ["L’éclairage des écoles"]
    assert titles("schools") == ["L’éclairage des écoles"]
    assert titles("horaire") == ["La piscine"]
    assert titles("écl") == ["L’éclairage des écoles"], "the beginning of a word is enough"
    assert titles("piscine -horaires") == []


def test_a_word_in_the_title_counts_more_than_one_in_the_text(town):
    cast.survey(title={"fr": "Autre sujet"}, body={"fr": "On y parle du marché."})
    cast.survey(title={"fr": "Le marché"})
    assert titles("marché") == ["Le marché", "Autre sujet"]


def test_filters_keep_kind_state_and_zone(town):
    zones = {zone.key: zone.id for zone in cast.territory.territory().zones()}
    cast.survey(title={"fr": "Halles"}, zone_id=zones["halles"])
    cast.survey(title={"fr": "Gare"}, zone_id=zones["gare"])
    cast.survey(title={"fr": "Partout"}, opens_in=HOUR)
    activities.create_project(title={"fr": "Projet des halles"}, zone_id=zones["halles"])
    assert sorted(titles(zone_id=zones["halles"])) == ["Halles", "Partout", "Projet des halles"]
    assert titles(state="scheduled") == ["Partout"]
    assert sorted(titles(state="open")) == ["Gare", "Halles"]
    assert titles(kind="project") == ["Projet des halles"]
    assert titles(kind="petition") == []
    assert sorted(titles(kind="survey")) == ["Gare", "Halles", "Partout"]
    assert titles(kind="project", state="open") == []


def test_drafts_and_other_towns_are_never_found(town):
    cast.surveys.create(cast.questionnaire(), title={"fr": "Brouillon secret"})
    activities.create_project(title={"fr": "Projet secret"}, is_published=False)
    other = cast.organisation("next", cast.NEIGHBOUR)
    with tenancy.use_organisation(other.id):
        cast.survey(title={"fr": "Secret voisin"})
    assert titles("secret") == []
    assert titles() == []


@pytest.mark.parametrize("words", ["", "sujet"])
def test_pages_follow_each_other_without_gap_or_repeat(town, words):
    for number in range(7):
        cast.survey(title={"fr": f"Sujet {number}"}, opens_in=-HOUR)
    seen: list[int] = []
    after = None
    while True:
        page = search.page(Wanted.from_words(words), after=after, size=3)
        seen += [hit.id for hit in page.rows]
        after = page.after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 7


def test_a_closed_survey_is_found_as_closed(town):
    cast.survey(title={"fr": "Fini"}, opens_in=-2 * HOUR, closes_at=clock.now() - HOUR)
    assert titles(state="closed") == ["Fini"]
    assert titles(state="open") == []


def test_hostile_words_find_nothing_and_break_nothing(town):
    cast.survey(title={"fr": "Se déplacer"})
    strings = json.loads(shared_data("G_hostile", "blns.json").read_text())
    for words in [*strings, "&", "a & !", "':*", "\\", "(", '"', "a" * 10_000, "\ud800", "\x00"]:
        search.page(Wanted.from_words(words))
    for after in (*strings[:50], "eyJ", "W10", "WzEsMiwzXQ"):
        search.page(Wanted(), after=after)
