"""What a file of zones must say of each one, before anybody looks at its shape."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

KEY_SIGNS = 80
NAME_SIGNS = 200
LAYER_SIGNS = 60
MOST_ZONES = 5_000
# What properties are called in the files of mapping agencies and town halls, the likeliest first.
KEY_NAMES = ("key", "code", "id", "insee", "code_insee", "iris", "code_iris", "num", "numero", "gid", "objectid", "fid")
LABEL_NAMES = (
    "name",
    "nom",
    "label",
    "libelle",
    "lib",
    "nom_quartier",
    "nom_zone",
    "nom_com",
    "libgq",
    "title",
    "titre",
)
PEOPLE_NAMES = ("inhabitants", "population", "pop", "habitants")
DEGREES = ("CRS84", "4326")


@dataclass(frozen=True)
class ZoneDraft:
    """A zone as a file gives it. `line` is its place in the file, from 1."""

    line: int
    key: str
    name: str
    inhabitants: int | None
    geometry: Mapping[str, Any]


@dataclass
class ZoneReport:
    """What became of a file: zones by what was done with them, and (line, reason) of each that was refused."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    repaired: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "repaired": self.repaired,
            "refused": [{"line": line, "reason": reason} for line, reason in self.refused],
        }


def key_from(text: str) -> str:
    """A short key from a name: `Grands quartiers` → `grands-quartiers`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LAYER_SIGNS].strip("-")


def pick(properties: Sequence[str], wanted: str | None, known: Sequence[str]) -> str | None:
    """The property that somebody named; or, where nobody did, the first that is called as such things usually are."""
    return (wanted if wanted in properties else None) if wanted else next(iter(usual(properties, known)), None)


def usual(properties: Sequence[str], known: Sequence[str]) -> list[str]:
    """The properties with a usual name, the likeliest first; then those that begin with one (`libelle_des_…`)."""
    plain = {name: key_from(name).replace("-", "_") for name in properties}
    exact = [name for word in known for name in properties if plain[name] == word]
    longer = [name for word in known for name in properties if plain[name].startswith(f"{word}_")]
    return list(dict.fromkeys(exact + longer))


def is_telling(values: Sequence[str]) -> bool:
    """Whether these values tell all zones apart."""
    return all(values) and len(set(values)) == len(values)


def text_of(value: Any) -> str:
    """A property as text: whole numbers without a decimal point, nothing for what is neither text nor number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def people_of(value: Any) -> int | None:
    """A number of inhabitants, however it is written; None when it is not one."""
    text = re.sub(r"\s", "", text_of(value)).replace(",", ".")
    try:
        number = round(float(text))
    except (ValueError, OverflowError):
        return None
    return number if 0 <= number < 1_000_000_000 else None


def is_in_degrees(crs: Any) -> bool:
    """Whether a file that names its coordinate system (as old GeoJSON may) names longitude and latitude."""
    if crs is None:
        return True
    name = crs.get("properties", {}).get("name", "") if isinstance(crs, dict) else ""
    return isinstance(name, str) and name.endswith(DEGREES)
