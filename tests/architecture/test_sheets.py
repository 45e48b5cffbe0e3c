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


def test_every_class_that_pages_wear_has_a_style():
    """But letters', which carry their own."""
    named = {name for path in (STATIC / "css").rglob("*.css") for name in CLASS.findall(path.read_text("utf-8"))}
    worn = {
        name
        for path in PORTAL.rglob("*.html")
        if "email" not in path.parts
        for classes in WORN.findall(TEMPLATE.sub(" ", path.read_text("utf-8")))
        for name in classes.split()
        if not name.endswith("-")
    }
    assert sorted(worn - named - BARE) == []
