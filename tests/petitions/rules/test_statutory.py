"""Electors as a roll writes them and as they write themselves; quarters; rolls as files."""

import datetime as dt

import pytest

from portal.petitions.rules import rolls, statutory
from portal.petitions.rules.rolls import NotARoll, Reading
from tests.support import shared_data

HEAD = "nom de naissance;nom d'usage;prénoms;date de naissance;libellé du type de liste\n"
DAY = "1970-12-24"


@pytest.mark.parametrize(
    ("day", "quarter"), [((2026, 1, 1), (2026, 1, 1)), ((2026, 3, 31), (2026, 1, 1)), ((2026, 11, 24), (2026, 10, 1))]
)
def test_a_quarter_begins_with_its_first_day(day, quarter):
    assert statutory.quarter_of(dt.date(*day)) == dt.date(*quarter)


@pytest.mark.parametrize(
    ("name", "firsts"),
    [
        ("LEFORESTIER", "Grégoire"),
        ("Le Forestier", "gregoire christophe"),
        ("leforestier", "Grégoire, Christophe"),
        ("Du-Pont", "GREGOIRE"),
    ],
)
def test_people_write_themselves_in_many_ways(name, firsts):
    known = set(statutory.spellings("LEFORESTIER", "DU PONT", "Grégoire Christophe", DAY))
    assert statutory.spelling(name, firsts, DAY) in known


def test_twins_with_double_names_are_two():
    marc = set(statutory.spellings("MARTIN", "", "Jean-Marc", DAY))
    paul = set(statutory.spellings("MARTIN", "", "Jean-Paul", DAY))
    assert not marc & paul


@pytest.mark.parametrize(
    ("typed", "day"), [("24/12/1970", DAY), ("1970-12-24", DAY), ("1.2.1970", "1970-02-01"), ("x", "")]
)
def test_days_are_read_as_rolls_write_them(typed, day):
    assert statutory.day_written(typed) == day


def test_who_votes_was_born_and_not_in_another_age():
    today = dt.date(2026, 11, 24)
    assert statutory.is_birth(dt.date(1970, 1, 1), today)
    assert not statutory.is_birth(today, today)
    assert not statutory.is_birth(dt.date(1700, 1, 1), today)


def read(text):
    reading = Reading()
    return list(rolls.electors(text.encode("cp1252"), reading)), reading


def test_a_roll_tells_electors_and_why_lines_are_left_out():
    found, reading = read(
        HEAD
        + "MARTIN;;Élodie;01/02/1980;Liste principale\n\n"
        + "SMITH;;Ann;01/02/1981;Liste complémentaire européenne\n"
        + "DURAND;;Paul;;Liste principale\n"
        + ";;;01/02/1981;\n"
    )
    assert len(found) == 1
    assert (reading.read, reading.elsewhere) == (4, 1)
    assert [reason for _line, reason in reading.refused] == ["no day of birth", "no name"]


def test_a_file_of_addresses_is_no_roll():
    data = shared_data.shared_data("E1_listes_electorales_anonymes", "ablon-brut.csv").read_bytes()
    with pytest.raises(NotARoll) as refused:
        list(rolls.electors(data, Reading()))
    assert "prenoms" in refused.value.missing


def test_the_national_format_is_read_whole():
    data = shared_data.shared_data("visible_extraits", "reu_liste_extrait_300.csv").read_bytes()
    reading = Reading()
    found = list(rolls.electors(data, reading))
    assert reading.read == len(found) + reading.elsewhere + len(reading.refused)
    assert len(found) > 250
