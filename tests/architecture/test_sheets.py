"""Style sheets hold nothing that no page wears: every telephone would carry it."""

import re
from pathlib import Path

from portal.runtime import stylesheet
from portal.runtime.frontend import STATIC

PORTAL = Path(__file__).resolve().parents[2] / "portal"
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
NOISE = re.compile(r"/\*.*?\*/|\"[^\"]*\"|url\([^)]*\)", re.DOTALL)
BY_NUMBER = {f"k{step}" for step in range(1, 6)}  # made by core.charts
BY_TONE = {"tone-late", "tone-good", "tone-bad"}  # made by macros/parts.html

WORN = re.compile(r'class="([^"]*)"')
TEMPLATE = re.compile(r"\{[%{#].*?[%}#]\}", re.DOTALL)
DESK = {"manage.html", "studio.html"}
MANAGED = 'extends "manage.html"'
BARE = {"plain-list"}  # a list whose marks the reset takes away because it has a class


def test_every_class_of_the_style_sheets_is_worn():
    texts = [path.read_text("utf-8") for path in PORTAL.rglob("*.html")]
    texts += [(PORTAL / "core" / "forecourt.py").read_text("utf-8")]
    texts += [path.read_text("utf-8") for path in (STATIC / "js").glob("*.js")]
    worn = set(re.findall(r"[\w-]+", " ".join(texts)))
    named = {
        name for path in stylesheet.sources(STATIC) for name in CLASS.findall(NOISE.sub("", path.read_text("utf-8")))
    }
    assert sorted(named - worn - BY_NUMBER - BY_TONE) == []


def worn(path):
    """The classes that a template gives its elements, as far as it says them whole."""
    classes = WORN.findall(TEMPLATE.sub(" ", path.read_text("utf-8")))
    return {name for each in classes for name in each.split() if not name.endswith("-")}


def styled(*paths):
    return {name for path in paths for name in CLASS.findall(NOISE.sub("", path.read_text("utf-8")))}


def test_every_class_that_pages_wear_has_a_style():
    """But letters', which carry their own."""
    named = styled(*(STATIC / "css").rglob("*.css"))
    assert {
        name for path in PORTAL.rglob("*.html") if "email" not in path.parts for name in worn(path) - named - BARE
    } == set()


def test_residents_pages_wear_nothing_of_the_back_offices_sheet():
    """It is not loaded there: what they wore of it would be bare."""
    only_there = styled(*(STATIC / "css" / "desk").glob("*.css")) - styled(
        *(path for path in (STATIC / "css").rglob("*.css") if path.parent.name != "desk")
    )
    bare = {
        f"{path.relative_to(PORTAL)}: {name}"
        for path in PORTAL.rglob("*.html")
        if path.name not in DESK
        and not {"manage", "email"} & set(path.parts)
        and MANAGED not in path.read_text("utf-8")
        for name in worn(path) & only_there
    }
    assert bare == set()
