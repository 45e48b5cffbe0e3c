"""The texts of the demonstration, as package data: one TOML file per survey, GeoJSON for the zones."""

import json
import tomllib
from functools import cache
from importlib import resources
from typing import Any

HERE = resources.files("portal.demo")
LANGUAGES = ("fr", "en")

Document = dict[str, Any]


@cache
def organisations() -> Document:
    """Both organisations: who they are, why they write, who works there."""
    return _toml("organisations.toml")


@cache
def projects() -> list[Document]:
    return list(_toml("projects.toml")["projects"])


@cache
def surveys(of: str) -> list[Document]:
    """The surveys of the `town` (numbered files) or of the `opposition`, from the first that opened to the last."""
    names = sorted(entry.name for entry in HERE.joinpath("surveys").iterdir() if entry.name.endswith(".toml"))
    mine = [name for name in names if name.startswith("opposition-") == (of == "opposition")]
    return sorted((_toml(f"surveys/{name}") for name in mine), key=lambda survey: int(survey["opens"]))


@cache
def petitions() -> list[Document]:
    """What residents of the town ask for."""
    return list(_toml("petitions.toml")["petitions"])


@cache
def thresholds() -> list[Document]:
    """What the town promises under petitions."""
    return list(_toml("petitions.toml")["thresholds"])


@cache
def zones() -> list[Document]:
    """The twelve neighbourhoods as GeoJSON features."""
    return list(json.loads(HERE.joinpath("zones.geojson").read_text(encoding="utf-8"))["features"])


def text(document: Document) -> dict[str, str]:
    """What a table says in each language, without the line ends of its quotes."""
    return {language: document[language].strip() for language in LANGUAGES if language in document}


def _toml(name: str) -> Document:
    return tomllib.loads(HERE.joinpath(name).read_text(encoding="utf-8"))
