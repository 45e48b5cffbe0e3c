"""The organisation's colours, as a style sheet of its own."""

from flask import Blueprint, Response

from portal.core import identity, tenancy
from portal.core.access import Access, access
from portal.organisations import rules

blueprint = Blueprint("organisations", __name__)

YEAR = "public, max-age=31536000, immutable"
PATH = "/identity.css"


@blueprint.get(PATH)
@access(Access.PUBLIC)
def stylesheet() -> Response:
    """Tokens in the town's colours. The address carries their version, so browsers keep it for a year."""
    colours = rules.colours_of(tenancy.organisation().identity)
    sheet = identity.stylesheet(*colours) if colours else ""
    return Response(sheet, mimetype="text/css", headers={"Cache-Control": YEAR})


def identity_url() -> str | None:
    """The address of the sheet, the same from every language; None where the portal's own colours do."""
    colours = rules.colours_of(tenancy.organisation().identity)
    if colours is None or colours == (identity.DEFAULT_BRAND, identity.DEFAULT_ACCENT):
        return None
    return f"{PATH}?v={rules.colours_version(colours)}"
