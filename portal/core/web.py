"""Pages: whole or in part, cached or not, and the way back after an act. Decided here and nowhere else."""

from typing import Any
from urllib.parse import parse_qs

from flask import Response, make_response, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

NOTHING_NEW = 204
STOP_POLLING = 286  # what htmx understands as "ask no more"
FIGURES_SECONDS = 1
PAGES_SECONDS = 10
URLENCODED = "application/x-www-form-urlencoded"
FIELDS = 2_000


def wants_partial() -> bool:
    """Whether htmx asked for a part; boosted links and restored histories get the whole page."""
    headers = request.headers
    return "HX-Request" in headers and "HX-Boosted" not in headers and "HX-History-Restore-Request" not in headers


def page(template: str, *, partial: str | None = None, status: int = 200, **context: Any) -> Response:
    """A page, or the one part of it that htmx asked for; both are rendered from the same context."""
    chosen = partial if partial and wants_partial() else template
    response = make_response(render_template(chosen, **context), status)
    response.vary.add("HX-Request")
    return response


def cached(response: Response, *, seconds: int = PAGES_SECONDS) -> Response:
    """Let anonymous readers share this page for a while. Never for a page with a form or a person in it."""
    control = f"public, max-age={seconds}"
    if seconds > FIGURES_SECONDS:
        control += ", stale-while-revalidate=60, stale-if-error=600"
    response.headers["Cache-Control"] = control
    response.vary.add("Cookie")
    return response


def see_other(endpoint: str, **values: Any) -> Response:
    """After an act: look at the result with GET (303), so that a reload repeats nothing."""
    return Response(status=303, headers={"Location": url_for(endpoint, **values)})


def polled(version: int, *, is_over: bool = False) -> Response | None:
    """The empty answer to a poll that would bring nothing new; None when there is something to show."""
    since = request.args.get("since", type=int)
    if since is None or since < version:
        return None
    return Response(status=STOP_POLLING if is_over else NOTHING_NEW)


def here() -> str:
    """This page, as a path to come back to."""
    return request.script_root + request.path


def posted() -> dict[str, list[str]]:
    """What a form brought: each name with all its values. Raises RequestEntityTooLarge for more fields than any of ours."""
    if request.mimetype != URLENCODED:
        return request.form.to_dict(flat=False)
    try:
        body = request.get_data(parse_form_data=False).decode(errors="replace")
        return parse_qs(body, keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError as error:
        raise RequestEntityTooLarge from error
