"""Zones in the back office: the layers with their maps, and files brought in."""

from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.datastructures import CombinedMultiDict

from portal.accounts import login
from portal.accounts.rules import Right
from portal.core import maps, web
from portal.core.access import access
from portal.territory import queries, service
from portal.territory.forms import ZonesForm
from portal.territory.models import Zone, ZoneLayer

blueprint = Blueprint("territory", __name__, url_prefix="/manage/territory")


@dataclass(frozen=True)
class DrawnLayer:
    """A layer as the page shows it: a map with numbers, and the list that says the same."""

    layer: ZoneLayer
    zones: list[Zone]
    chart: maps.Chart | None

    @property
    def values(self) -> list[int | None]:
        return [zone.inhabitants for zone in self.zones]


@blueprint.get("/")
@access(Right.SETTINGS_EDIT)
def show() -> Response:
    return web.page("territory/show.html", layers=[_drawn(layer) for layer in queries.layers()])


@blueprint.get("/import")
@access(Right.SETTINGS_EDIT)
def ask_file() -> Response:
    return web.page("territory/import.html", form=ZonesForm(layer=request.args.get("layer", "")[:60]))


@blueprint.post("/import")
@access(Right.SETTINGS_EDIT)
def bring_in() -> Response:
    """Read a file of zones, and say what became of each."""
    form = ZonesForm(CombinedMultiDict([request.files, request.form]))
    if not form.validate():
        return web.page("territory/import.html", form=form, status=422)
    try:
        report = service.import_zones(
            form.file.data.read(),
            layer=form.layer.data,
            key=form.key.data or None,
            label=form.label.data or None,
            inhabitants=form.inhabitants.data or None,
            actor_id=login.require_user().id,
        )
    except service.WrongFile as refusal:
        form.file.errors = [str(refusal)]
        return web.page("territory/import.html", form=form, status=422)
    if report.refused:
        return web.page("territory/report.html", report=report)
    return web.see_other("territory.show", done=report.read)


@blueprint.post("/<int:layer_id>/default")
@access(Right.SETTINGS_EDIT)
def make_default(layer_id: int) -> Response:
    """Let residents choose their zone from this layer."""
    service.make_default(layer_id, actor_id=login.require_user().id)
    return web.see_other("territory.show")


def _drawn(layer: ZoneLayer) -> DrawnLayer:
    zones = queries.zones_of(layer.id)
    return DrawnLayer(layer, zones, maps.draw([zone.geometry for zone in zones]) if zones else None)
