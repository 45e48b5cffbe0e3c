"""One's own signature, from the personal link: what may be changed of it."""

from flask import Response, request
from werkzeug.exceptions import NotFound

from portal.core import languages, limits, tokens, web
from portal.core.access import Access, access
from portal.core.limits import limiter
from portal.participation.models import ParticipationVersion
from portal.participation.queries import activities, participations
from portal.participation.queries.activities import ActivityCard
from portal.petitions import queries
from portal.petitions.forms import signing as forms
from portal.petitions.forms.signing import Sheet
from portal.petitions.service import signing
from portal.petitions.service.signing import Signature
from portal.petitions.views.blueprint import blueprint
from portal.territory import queries as territory

TOKEN_SIGNS = 64


@blueprint.get("/mine/<token>")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def change_signature(token: str) -> Response:
    """The form with what was said before. Who wants another name or postcode withdraws and signs again."""
    activity, version = _mine(token)
    zone = territory.territory().by_id().get(version.zone_id or 0)
    fields = {
        forms.ZONE: [zone.key if zone else ""],
        forms.SHOWS: ["y" if version.content.get("shows_name") else ""],
        forms.COMMENT: [version.content.get("comment", "")],
    }
    return _form(activity, Sheet(fields))


@blueprint.post("/mine/<token>")
@access(Access.PUBLIC)
@limits.acts
def send_change(token: str) -> Response:
    """Keep the change; the totals follow."""
    activity, version = _mine(token)
    fields = web.posted()
    sheet = Sheet(fields)
    said = forms.read_rest(activity, sheet)
    if sheet.problems:
        return _form(activity, sheet, status=422)
    signature = Signature(
        submission_id=tokens.read_uuid((fields.get("submission_id") or [""])[0]) or sheet.submission_id,
        name=version.content["name"],
        postcode=version.content["postcode"],
        address="",
        zone_id=said.zone_id,
        shows_name=said.shows_name,
        comment=said.comment,
        elector=version.content.get("elector", ""),
        language=languages.current(),
    )
    signing.change(token[:TOKEN_SIGNS], signature)
    return web.see_other("participation.mine", token=token)


def _mine(token: str) -> tuple[ActivityCard, ParticipationVersion]:
    found = participations.by_manage_digest(tokens.digest(token[:TOKEN_SIGNS]))
    if found is None or found[2] is None or found[1].kind != queries.KIND or "name" not in found[2].content:
        raise NotFound
    return activities.card_by_id(found[1].id), found[2]


def _form(activity: ActivityCard, sheet: Sheet, *, status: int = 200) -> Response:
    own = forms.shown(activity, sheet, language=languages.current(), is_change=True)
    return web.page(
        "petitions/change.html", status=status, activity=activity, sheet=sheet, own=own, action=request.path
    )
