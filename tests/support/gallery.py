"""Every macro with believable figures, on an application of its own; `python -m tests.support.gallery` serves it.

No base, no organisation package: what is drawn here must stand on templates, style sheet and core/dress.py alone.
"""

import hashlib
import sys
from pathlib import Path

import jinja2
from flask import Flask, Response, abort, render_template, send_from_directory
from flask_babel import Babel
from markupsafe import Markup

from portal.core import dress, identity
from tests.support import gallery_data

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).parent / "gallery_pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))
ERRORS = sorted(int(path.stem) for path in (ROOT / "portal/templates/errors").glob("[0-9]*.html"))


def create_gallery(language: str = "fr") -> Flask:
    """The application; `language` is that of its pages."""
    app = Flask("gallery", static_folder=None)
    app.jinja_env.loader = jinja2.FileSystemLoader([PAGES, ROOT / "portal" / "templates"])
    app.jinja_env.undefined = jinja2.ChainableUndefined
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    Babel(app, default_locale=language, default_timezone="Europe/Paris", locale_selector=lambda: language)
    dress.init_app(app)
    app.jinja_env.globals.update(
        static_url=_static_url,
        stylesheet_url=lambda name="portal": f"/static/build/{name}.css",
        vendor_tag=_vendor_tag,
    )
    app.context_processor(lambda: gallery_data.context(language))
    app.add_url_rule("/static/<path:path>", view_func=_static, endpoint="static")
    app.add_url_rule("/identity.css", view_func=_identity)
    app.add_url_rule("/", view_func=_page, defaults={"name": "home"}, endpoint="home")
    app.add_url_rule("/<name>", view_func=_page)
    app.add_url_rule("/errors/<int:code>", view_func=_error)
    return app


def _page(name: str) -> str:
    if name not in NAMES:
        abort(404)
    return render_template(f"{name}.html")


def _error(code: int) -> tuple[str, int]:
    return render_template(f"errors/{code}.html"), code


def _static(path: str) -> Response:
    return send_from_directory(ROOT / "static", path)


def _identity() -> Response:
    return Response(identity.stylesheet("#7a1f3d", "#e8b04a"), mimetype="text/css")


def _static_url(path: str) -> str:
    """As core/statics.py writes them: the font's address must be the style sheet's, or it would come twice."""
    return f"/static/{path}?v={hashlib.sha256((ROOT / 'static' / path).read_bytes()).hexdigest()[:12]}"


def _vendor_tag(name: str) -> Markup:
    file = name.replace(".js", ".min.js")
    return Markup('<script src="/static/node_modules/htmx.org/dist/{}" defer></script>').format(file)


if __name__ == "__main__":
    create_gallery(sys.argv[2] if len(sys.argv) > 2 else "fr").run(port=int(sys.argv[1]) if len(sys.argv) > 1 else 8765)
