"""Parts of the portal that an organisation may switch off: their addresses then lead nowhere, whoever asks.

`wiring` says which pages belong to which part; here is the one place that looks. Nothing is deleted by switching off.
"""

from collections.abc import Mapping

from flask import Flask, current_app, request
from werkzeug.exceptions import NotFound

from portal.core import tenancy


def init_app(app: Flask, parts: Mapping[str, str]) -> None:
    """`parts`: from a blueprint's name, or an endpoint's, to its part. Checked before who may enter is."""
    app.extensions["parts"] = parts
    app.before_request(_refuse_switched_off)


def is_in_use(part: str) -> bool:
    """Whether the organisation at work uses this part; "" names what is always there."""
    return not part or part in tenancy.card(tenancy.current_organisation_id()).modules


def is_there(endpoint: str) -> bool:
    """Whether a page can be opened, as far as its part goes."""
    parts: Mapping[str, str] = current_app.extensions["parts"]
    return is_in_use(parts.get(endpoint) or parts.get(endpoint.rpartition(".")[0], ""))


def _refuse_switched_off() -> None:
    if request.endpoint is not None and not is_there(request.endpoint):
        raise NotFound
