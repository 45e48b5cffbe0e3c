"""Where the contact base is, and what its pages share."""

from typing import Any

from flask import Blueprint, request

from portal.accounts import login
from portal.contacts.forms.facts import FilterForm

blueprint = Blueprint("contacts_manage", __name__, url_prefix="/manage/contacts")

FILTERS = ("q", "zone", "theme", "agreement", "purpose")


@blueprint.context_processor
def rights() -> dict[str, Any]:
    """Templates show the acts that this person may do: `may("contacts.export")`."""
    return {"may": login.may}


def actor_id() -> int:
    """Who acts, for the log."""
    return login.require_user().id


def filter_form() -> FilterForm:
    """The list as the address narrows it."""
    return FilterForm(request.args)


def filters() -> dict[str, str]:
    """The filters of the address that say something, to carry them on."""
    return {name: value for name in FILTERS if (value := request.args.get(name))}
