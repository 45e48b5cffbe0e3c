"""Who is registered, who hears of what, what runs when: the only module that knows every feature."""

from flask import Flask
from flask_babel import lazy_gettext as _

from portal.accounts import login
from portal.contacts import feed
from portal.core import access, outbox, tenancy
from portal.organisations import queries as organisations
from portal.participation import events, kinds, tally
from portal.participation import views as participation_views
from portal.site import chrome
from portal.site import views as site_views
from portal.surveys import views as survey_views

BLUEPRINTS = (site_views.blueprint, participation_views.blueprint, survey_views.blueprint)

KINDS = (
    kinds.Kind(
        name="survey",
        label=_("Survey"),
        show="surveys.show",
        results="surveys.results",
        answer="surveys.answer",
        change="surveys.change_answer",
    ),
)


def enter_organisations(app: Flask) -> None:
    tenancy.init_app(app, organisations.card_by_host, organisations.card_by_id)


def sign_people_in(app: Flask) -> None:
    login.init_app(app)
    access.init_app(app, login.guard)


def connect(app: Flask) -> None:
    """Kinds, subscriptions, blueprints."""
    for kind in KINDS:
        kinds.register(kind)
    subscribe()
    chrome.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.refuse_undeclared(app)


def subscribe() -> None:
    """Who hears of which events."""
    outbox.subscribe("tally", tally.take, *events.MOVES, queue="tally")
    outbox.subscribe("contacts", feed.take, *feed.HEARD, wants=feed.wants)
