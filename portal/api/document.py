"""The one description of the public JSON: /api/openapi.json is this, and the page for people is made from it."""

from typing import Any

from flask_babel import gettext as _

from portal.api import schemas

Json = dict[str, Any]

VERSION = "1"
PROBLEM = "application/problem+json"


def document(base_url: str) -> Json:
    """OpenAPI 3.1, with the addresses of this organisation and the words of the page's language."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Public data of participation"),
            "version": VERSION,
            "description": _(
                "Everything that residents may see, for programs. No key, no session, no limit but fairness: GET only, "
                "readable from any site. Answers carry an ETag; send it back and hear 304 while nothing moved."
            ),
        },
        "servers": [{"url": base_url}],
        "paths": _paths(),
        "components": {"schemas": schemas.SCHEMAS},
    }


def _paths() -> Json:
    return _activity_paths() | _petition_paths() | _sheet_paths() | _receipt_paths()


def _activity_paths() -> Json:
    return {
        "/v1/activities": _get(
            _("Activities, the newest first"),
            _("A page holds up to thirty; `next` is the address of the following one, or null."),
            "ActivityList",
            _filters(),
            errors=(400,),
        ),
        "/v1/activities/{id}": _get(
            _("One activity, with the official answer"), "", "Activity", [_id()], errors=(404,)
        ),
        "/v1/activities/{id}/results": _get(
            _("The figures of an activity"),
            _("Shares are of the people who were asked. 403 while the results are not public."),
            "Results",
            [_id()],
            errors=(403, 404),
        ),
    }


def _petition_paths() -> Json:
    return {
        "/v1/petitions/{id}": _get(
            _("One petition, with what was promised and how far it is"),
            _(
                "Thresholds carry their clock; counts by zone are null under five, and move in steps of five while it is open. "
                "One that was turned down says why; its words are null where the reason hides them."
            ),
            "Petition",
            [_id()],
            errors=(404,),
        ),
        "/v1/petitions/{id}/count": _get(
            _("The number of signatures, and nothing else"),
            _("For counters on other sites: ask with the ETag, at most once a second."),
            "PetitionCount",
            [_id()],
            errors=(404,),
        ),
    }


def _sheet_paths() -> Json:
    return {
        "/v1/activities/{id}/responses.csv": _sheet(
            _("Single responses, where the organisation publishes them"),
            _(
                "After closing, from five responses on: a row for each, without author, place or day. Columns are question "
                "keys, cells option keys; the figures are their code book."
            ),
            errors=(403, 404),
        ),
        "/v1/activities/{id}/receipts.csv": _sheet(
            _("All receipts, to add the total up again"),
            _(
                "The SHA-256 of each receipt code and its state, in an order that says nothing. The rows that are counted "
                "add up to the public figure, within the two seconds that it takes to follow."
            ),
            errors=(404,),
        ),
    }


def _receipt_paths() -> Json:
    return {
        "/v1/receipts/{code}": _get(
            _("The state of one participation"),
            _("For whoever holds the code. Nothing of who, nothing of what."),
            "Receipt",
            [_parameter("code", _("The receipt code"), {"type": "string"}, place="path")],
            errors=(404,),
        ),
    }


def _get(title: str, words: str, schema: str, parameters: list[Json], *, errors: tuple[int, ...]) -> Json:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return _operation(title, words, parameters, content, errors)


def _sheet(title: str, words: str, *, errors: tuple[int, ...]) -> Json:
    return _operation(title, words, [_id()], {"text/csv": {"schema": {"type": "string"}}}, errors)


def _operation(title: str, words: str, parameters: list[Json], content: Json, errors: tuple[int, ...]) -> Json:
    responses: Json = {"200": {"description": title, "content": content}}
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for code in (*errors, 429, 503):
        responses[str(code)] = {"description": _said(code), "content": {PROBLEM: problem}}
    return {"get": {"summary": title, "description": words, "parameters": parameters, "responses": responses}}


def _said(code: int) -> str:
    return {
        400: _("A filter names nothing that exists"),
        403: _("Not public, or not yet"),
        404: _("Nothing here"),
        429: _("Too many requests from one network"),
        503: _("The base cannot be reached for a moment"),
    }[code]


def _filters() -> list[Json]:
    text: Json = {"type": "string"}
    return [
        _parameter("kind", _("Only this kind"), {"type": "string", "enum": ["survey", "petition"]}),
        _parameter("state", _("Only in this state"), {"type": "string", "enum": list(schemas.STATES)}),
        _parameter("q", _("Words to look for"), text),
        _parameter("zone", _("What concerns this zone, by its key"), text),
        _parameter("after", _("Where to go on, from `next`"), text),
    ]


def _id() -> Json:
    return _parameter("id", _("The activity’s id"), {"type": "integer"}, place="path")


def _parameter(name: str, words: str, schema: Json, *, place: str = "query") -> Json:
    return {"name": name, "in": place, "required": place == "path", "description": words, "schema": schema}
