"""Where the pages of petitions are."""

from flask import Blueprint

blueprint = Blueprint("petitions", __name__, url_prefix="/petitions")
