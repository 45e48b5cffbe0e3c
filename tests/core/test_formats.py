import datetime as dt

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from portal.core import formats

NOON = dt.datetime(2026, 11, 24, 11, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def page():
    app = Flask(__name__)
    Babel(app, default_locale="fr", default_timezone="Europe/Paris")
    with app.test_request_context("/"):
        yield


def test_numbers_keep_their_thousands_apart_with_a_space_the_font_has():
    assert formats.number(1284) == "1\u00a0284"
    assert formats.number(3.14159, 2) == "3,14"


def test_an_absent_number_is_a_dash():
    assert formats.number(None) == formats.percent(None) == formats.day(None) == formats.instant(None) == "–"


def test_a_share_is_written_as_the_language_does():
    assert formats.percent(0.395) == "39,5\u00a0%"
    with force_locale("en"):
        assert formats.percent(0.395) == "39.5%"


def test_days_are_those_of_the_town():
    late = dt.datetime(2026, 11, 6, 23, 30, tzinfo=dt.UTC)
    assert formats.day(late) == "7 novembre 2026"
    assert formats.day(dt.date(2026, 11, 6), weekday=True, year=False) == "vendredi 6 novembre"


def test_the_first_of_a_month_is_written_as_people_say_it():
    assert formats.day(dt.date(2027, 1, 1)) == "1er janvier 2027"
    assert formats.day(dt.date(2027, 1, 11)) == "11 janvier 2027"


def test_hours_are_said_in_french_and_written_in_english():
    assert formats.instant(NOON.replace(minute=8)) == "24 novembre 2026 à 12\u00a0h\u00a008"
    assert formats.hour(NOON) == "12\u00a0h"
    with force_locale("en"):
        assert formats.instant(NOON) == "24 November 2026, 12:00"


def test_distances_are_in_words():
    assert formats.relative(NOON + dt.timedelta(days=2), NOON) == "dans 2\u00a0jours"
    assert formats.relative(NOON - dt.timedelta(hours=3), NOON) == "il y a 3\u00a0heures"
    assert formats.relative(NOON + dt.timedelta(minutes=20), NOON) == "dans 20\u00a0minutes"


def test_an_end_within_the_week_is_named_by_its_day():
    assert formats.until(NOON + dt.timedelta(days=2, hours=6), NOON) == "jeudi à 18\u00a0h"
    assert formats.until(NOON + dt.timedelta(days=60), NOON) == "23 janvier 2027"


def test_a_month_is_written_with_its_year():
    assert formats.month("2026-08") == "août 2026"
    with force_locale("en"):
        assert formats.month("2026-08") == "August 2026"
