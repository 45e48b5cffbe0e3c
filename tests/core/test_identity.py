import re

import hypothesis.strategies as st
import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given

from portal.core import identity

colours = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))
READ = (
    ("on-brand", "brand"),
    ("brand", "tint"),
    ("on-accent", "accent"),
    ("on-q", "q1"),
    ("on-q", "q3"),
    ("on-q-deep", "q4"),
    ("on-q-deep", "q5"),
)


@pytest.fixture(autouse=True, scope="module")
def page():
    app = Flask(__name__)
    Babel(app, default_locale="en")
    with app.test_request_context("/"):
        yield


def test_contrast_is_that_of_wcag():
    assert identity.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert identity.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_default_colours_can_be_read():
    identity.check(identity.DEFAULT_BRAND, identity.DEFAULT_ACCENT)


@pytest.mark.parametrize("brand", ["#ffd84d", "#8fb0b5", "#777777"])
def test_a_pale_main_colour_is_refused_with_its_contrast(brand):
    with pytest.raises(identity.UnreadableColour, match=r"too pale.*\d\.\d.*4\.5"):
        identity.stylesheet(brand, identity.DEFAULT_ACCENT)


def test_a_dark_second_colour_is_refused():
    with pytest.raises(identity.UnreadableColour, match="too dark"):
        identity.stylesheet(identity.DEFAULT_BRAND, "#333333")


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", "}body{display:none", ""])
def test_what_is_not_a_colour_never_reaches_the_sheet(colour):
    with pytest.raises(identity.UnreadableColour):
        identity.stylesheet(colour, identity.DEFAULT_ACCENT)


@given(colours, colours)
def test_whatever_is_accepted_can_be_read_by_day_and_by_night(brand, accent):
    try:
        identity.check(brand, accent)
    except identity.UnreadableColour:
        return
    by_day, by_night = identity.tokens(brand, accent), identity.dark_tokens(brand, accent)
    for values in (by_day, by_night):
        for word, ground in READ:
            assert identity.contrast(values[word], values[ground]) >= identity.AA, (word, ground, values)
    for ground in identity.LIGHT_GROUNDS:
        assert identity.contrast(by_day["brand"], ground) >= identity.AA
    for ground in identity.DARK_GROUNDS:
        assert identity.contrast(by_night["brand"], ground) >= identity.AA
        assert identity.contrast(by_night["brand-strong"], ground) >= identity.AA
    assert identity.contrast(identity.INK, by_day["accent-tint"]) >= identity.AA
    assert identity.contrast(identity.PALE_INK, by_night["accent-tint"]) >= identity.AA


def test_the_sheet_sets_tokens_and_nothing_else():
    sheet = identity.stylesheet("#7a1f3d", "#e8b04a")
    assert sheet.startswith("@layer tokens{:root{--brand:#7a1f3d;")
    assert sheet.count("{") == sheet.count("}")
    assert not re.search(r"[;{](?!--|:root|@media)[a-z-]+:", sheet)
