"""What every template may use: the filters, the shape of a field, the geometry of figures."""

from flask import Flask

from portal.core import charts, fields, forecourt, formats, maps

FILTERS = ("number", "percent", "day", "short_day", "hour", "instant", "relative", "until")


def init_app(app: Flask) -> None:
    """Macros are imported without context, so all of this must be known to the environment itself."""
    app.jinja_env.filters.update({name: getattr(formats, name) for name in FILTERS})
    app.jinja_env.tests["soon"] = formats.is_soon
    app.jinja_env.globals.update(
        shown=fields.shown, mistakes=fields.mistakes, charts=charts, draw_map=maps.draw, forecourt=forecourt.draw
    )
