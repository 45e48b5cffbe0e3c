"""The form by which staff look for signatures that belong together, and the one that says what becomes of them."""

import dataclasses
import datetime as dt
import json
from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, ValidationError

from portal.core import bilingual, clock
from portal.core.forms import PortalForm
from portal.core.local_time import LocalTimeField
from portal.participation import kinds, labels
from portal.participation.manage.conditions import ConditionsForm, form_for
from portal.participation.rules import conditions as rules
from portal.participation.rules.conditions import Conditions
from portal.petitions import criteria, queries, wording

ASIDE, HOLD, RELEASE = "aside", "hold", "release"


class SearchForm(ConditionsForm):
    """All that is filled in must hold; the state narrows what is shown only."""

    state = SelectField(_("State"), default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [
            SelectChoice("", gettext("Any")),
            *(SelectChoice(*each) for each in labels.PARTICIPATIONS.items()),
        ]
        self["more-held"].choices = [
            SelectChoice("", gettext("Any reason")),
            *(SelectChoice(*each) for each in wording.HOLDS.items()),
        ]

    def wanted(self, now: dt.datetime) -> Conditions:
        """What was asked for; the hour as its first instant."""
        found = super().wanted(now)
        instant = self["more-hour"].instant
        if instant is None:
            return found
        return dataclasses.replace(found, more={**found.more, "hour": criteria.hour_of(instant)})


def search_form() -> type[SearchForm]:
    """The form with the criteria of petitions, two of them easier to give than as text."""
    own = {
        "more-held": SelectField(_("Why it is held"), default=""),
        "more-hour": LocalTimeField(_("Hour"), description=_("The hour in which it was recorded.")),
    }
    return cast(type[SearchForm], type("PetitionSearchForm", (SearchForm, form_for(kinds.kind(queries.KIND))), own))


class ActForm(PortalForm):
    """What was looked at, what is to become of it, and why."""

    conditions = HiddenField()
    do = HiddenField()
    reason = TextAreaField(
        _("Reason, shown on their receipts"),
        description=_("Say which rule they break, without naming anybody."),
        validators=[Length(max=500, message=_("Write at most %(max)d characters."))],
        filters=[bilingual.some_lines],
        render_kw={"rows": 2},
    )

    def validate_reason(self, field: TextAreaField) -> None:
        if self.do.data == ASIDE and not field.data:
            raise ValidationError(gettext("Say why: the receipts show it."))

    def wanted(self) -> Conditions | None:
        """The conditions that travelled in the form; None where they were tampered with."""
        try:
            found = rules.from_json(json.loads(self.conditions.data or ""))
        except ValueError:
            return None
        is_ours = self.do.data in (ASIDE, HOLD, RELEASE) and criteria.are_readable(found.more)
        return found if is_ours and found.submitted_until and found.submitted_until <= clock.database_now() else None
