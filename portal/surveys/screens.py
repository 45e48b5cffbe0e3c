"""The screens of a survey as templates draw them: the same for residents and for the preview."""

from typing import Any

from flask import request
from flask_babel import gettext as _

from portal.consents import offers
from portal.core import languages
from portal.participation import notices
from portal.participation.queries.activities import ActivityCard
from portal.surveys import asking, walk
from portal.surveys.queries import SurveyForm
from portal.surveys.walk import Screen
from portal.territory import queries as territory


def is_last(form: SurveyForm, screen: Screen) -> bool:
    """Whether it comes after all questions, and asks who answers."""
    return screen.index >= form.pages


def questions(activity: ActivityCard, form: SurveyForm, screen: Screen) -> dict[str, Any]:
    """What surveys/screen.html needs."""
    return _any(activity, form, screen) | {
        "fields": asking.fields_of_page(form, screen.index, screen.fields, screen.problems),
        "page": form.questionnaire.pages[screen.index],
    }


def last(
    activity: ActivityCard, form: SurveyForm, screen: Screen, *, asks_address: bool, offers_consents: bool
) -> dict[str, Any]:
    """What surveys/last.html needs: the neighbourhood, unless a question asked for it, the address, the consents."""
    asks_zone = activity.asks_zone and asking.zone_question(form) is None
    own = walk.own_fields(
        screen,
        zones=territory.territory().zones() if asks_zone else (),
        offered=offers.offers(languages.current()) if offers_consents else [],
        asks_address=asks_address,
    )
    return _any(activity, form, screen) | {
        "own": own,
        "notice": notices.notice(activity),
        "send_label": _("Send my answers"),
    }


def _any(activity: ActivityCard, form: SurveyForm, screen: Screen) -> dict[str, Any]:
    return {
        "activity": activity,
        "form": form,
        "screen": screen,
        "hidden": asking.hidden(form, screen.index, screen.fields, walk.OWN_FIELDS),
        "action": request.path,
        "position": screen.index + 1,
        "total": form.pages + 1,
    }
