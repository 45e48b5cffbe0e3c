"""The first page of the staff area: on one screen, what needs me now and how things stand."""

from flask import Blueprint, Response

from portal.accounts import login
from portal.accounts.rules import Right
from portal.core import clock, desk, tenancy, web
from portal.core.access import access
from portal.participation import overview

blueprint = Blueprint("desk", __name__, url_prefix="/manage")


@blueprint.get("/")
@access(Right.DESK)
def dashboard() -> Response:
    """What waits, what is open, which answers are due, and a panel of each feature that has one."""
    panels = [(panel.template, panel.figures()) for panel in desk.panels(login.may, tenancy.organisation().modules)]
    return web.page(
        "desk/dashboard.html",
        now=clock.now(),
        tasks=desk.tasks(login.may),
        open_now=overview.open_now(),
        clocks=overview.clocks(),
        panels=panels,
    )
