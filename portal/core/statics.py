"""Files of our own and of the front-end libraries: served from chosen folders, for a year, under addresses that change."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask
from markupsafe import Markup
from whitenoise import WhiteNoise

ROOT = Path(__file__).resolve().parents[2] / "static"
FOLDERS = ("build", "css", "img", "js", "vendor")
YEAR = 31_536_000


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(static_url=static_url, stylesheet_url=stylesheet_url, vendor_tag=vendor_tag)


def wrap(wsgi: Any) -> WhiteNoise:
    """Serve the chosen folders in front of the application; `static/node_modules` is not one of them."""
    served = WhiteNoise(wsgi, max_age=YEAR, autorefresh=False)
    for folder in FOLDERS:
        if (ROOT / folder).is_dir():
            served.add_files(str(ROOT / folder), prefix=f"static/{folder}/")
    return served


@lru_cache(maxsize=512)
def static_url(path: str) -> str:
    """The address of a file under `static/`, with its content's digest so that it can be kept for a year."""
    content = (ROOT / path).read_bytes()
    return f"/static/{path}?v={hashlib.sha256(content).hexdigest()[:12]}"


def stylesheet_url(name: str = "portal") -> str:
    """Where a sheet is that portal/runtime/stylesheet.py makes: `portal` for every page, others besides."""
    return static_url(f"build/{name}.css")


@lru_cache(maxsize=1)
def _manifest() -> dict[str, dict[str, str]]:
    """What `make setup` copied from the front-end packages: name → path and integrity."""
    loaded: dict[str, dict[str, str]] = json.loads((ROOT / "vendor" / "manifest.json").read_text())
    return loaded


def vendor_tag(name: str) -> Markup:
    """The tag of a front-end library, with its integrity: `{{ vendor_tag("htmx.js") }}`."""
    entry = _manifest()[name]
    url = f"/static/vendor/{entry['path']}"
    if name.endswith(".css"):
        return Markup('<link rel="stylesheet" href="{}" integrity="{}">').format(url, entry["integrity"])
    return Markup('<script src="{}" integrity="{}" defer></script>').format(url, entry["integrity"])
