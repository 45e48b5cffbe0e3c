"""What the gallery shows: the made-up town's figures."""

import datetime as dt
from types import SimpleNamespace as Entry
from typing import Any

NOW = dt.datetime(2026, 11, 24, 8, 41, tzinfo=dt.UTC)
OUTLINES = (
    "194 106 234 156 214 190 147 157",
    "293 68 273 144 234 156 194 106 195 98",
    "147 157 214 190 218 211 181 243 129 217 126 162",
    "218 211 214 190 234 156 273 144 303 182 264 234",
    "105 46 132 34 146 31 195 98 194 106 147 157 126 162 122 159",
    "313 44 330 48 372 92 386 150 381 188 303 182 273 144 293 68",
    "146 31 198 22 262 30 313 44 293 68 195 98",
)
ZONES = (
    ("Vieux-Bourg", 409, 131),
    ("Les Halles", 420, 148),
    ("Les Tanneries", 314, 92),
    ("Gare-Filature", 302, 71),
    ("La Butte-aux-Moines", 152, 64),
    ("Le Grand-Verger", 193, 48),
    ("La Haute-Lande", None, None),
)
BY_DAY = (
    38,
    64,
    92,
    118,
    97,
    71,
    66,
    89,
    141,
    187,
    176,
    142,
    96,
    83,
    75,
    70,
    112,
    168,
    141,
    119,
    84,
    76,
    101,
    103,
    105,
)
PAGES = ("Participer", "Résultats", "Pétitions", "Quartiers")
FOOTER = (
    "Retrouver mon reçu",
    "Charte de modération",
    "Transparence",
    "Vos données",
    "Accessibilité : partiellement conforme",
    "Flux et calendrier",
)
RAIL = (("Accueil", None), ("Modération", 12), ("Contacts", None), ("Activités", None), ("Réglages", None))


def context(language: str) -> dict[str, Any]:
    """What the application will give to every template, and the figures of the pages."""
    return {
        "language": language,
        "languages": [("fr", "Français", "/"), ("en", "English", "/en/")],
        "organisation": Entry(name="Saint-Aurélien-sur-Vire", legal={"address": "1 place du Parvis"}, identity={}),
        "navigation": [Entry(label=label, url=f"/{label}", is_current=label == PAGES[0]) for label in PAGES],
        "footer_links": [Entry(label=label, url="/x") for label in FOOTER],
        "rail": [Entry(label=label, url="/desk", count=count, is_current=label == "Accueil") for label, count in RAIL],
        "staff": Entry(name="Alice Martin", role_label="administratrice"),
        "zones": ZONES,
        "shapes": [_polygon(outline) for outline in OUTLINES],
        "by_day": [(dt.date(2026, 10, 13) + dt.timedelta(days=place), n) for place, n in enumerate(BY_DAY)],
        "now": NOW,
    }


def _polygon(outline: str) -> dict[str, Any]:
    """GeoJSON near the equator, where a degree is as wide as it is high."""
    words = [int(word) / 1000 for word in outline.split()]
    ring = [(x, -y) for x, y in zip(words[::2], words[1::2], strict=True)]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
