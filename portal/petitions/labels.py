"""Words of the staff's pages for what petitions know by keys: lists, orders, promises, steps of a clock, news."""

from flask_babel import lazy_gettext as _

from portal.petitions.rules.clocks import Step
from portal.petitions.rules.thresholds import Promise

LISTS = {
    "": _("All of them"),
    "moderation": _("Waiting for moderation"),
    "open": _("Open"),
    "late": _("Something is late"),
    "sponsoring": _("Looking for sponsors"),
    "draft": _("Draft"),
    "closed": _("Closed"),
    "rejected": _("Turned down"),
    "withdrawn": _("Withdrawn"),
}

ORDERS = {
    "new": _("The newest first"),
    "signatures": _("The most signed first"),
    "speed": _("The fastest first"),
    "clock": _("What is owed first"),
}

PROMISES = {
    Promise.ANSWER: _("A written answer"),
    Promise.DEBATE: _("A debate in the council, then a written answer"),
    Promise.CUSTOM: _("Something else, in your own words"),
}

STEPS = {
    Step.REACHED: _("Reached"),
    Step.ACKNOWLEDGED: _("Acknowledgement"),
    Step.SESSION: _("Council session"),
    Step.ANSWERED: _("Answer"),
}

COMMENTS = {"waiting": _("Waiting"), "published": _("Published comments"), "refused": _("Refused comments")}

UPDATES = {"waiting": _("Waiting"), "published": _("Published"), "refused": _("Refused")}
