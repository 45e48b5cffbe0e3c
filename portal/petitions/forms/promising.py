"""What staff record of a promise, and the promises themselves."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, IntegerField, RadioField, StringField, TextAreaField, URLField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from portal.core import bilingual
from portal.core.bilingual import BilingualForm, Words
from portal.core.forms import PortalForm
from portal.participation import labels
from portal.participation.service import acts
from portal.petitions import labels as petition_labels
from portal.petitions.models import Threshold

TOO_LONG = _("Write at most %(max)d characters.")
MOST = 10_000_000
DAYS = 730
URL_SIGNS = 500
BY_NUMBER, BY_SHARE = "number", "share"


class AcknowledgeForm(PortalForm):
    """Which service is in charge."""

    service = StringField(
        _("Which service is in charge?"),
        description=_("Shown on the petition’s page, for instance “Roads and mobility”."),
        validators=[DataRequired(_("Say which service is in charge.")), Length(max=200, message=TOO_LONG)],
        filters=[bilingual.one_line],
    )


class SessionForm(PortalForm):
    """A session of the council: announced, then recorded."""

    on = DateField(_("Day of the session"), validators=[DataRequired(_("Say on which day."))])
    decision = RadioField(_("What the council decided"), default="", validators=[Optional()])
    note = TextAreaField(
        _("What was said, in a few sentences"),
        validators=[Optional(), Length(max=2_000, message=TOO_LONG)],
        filters=[bilingual.some_lines],
        render_kw={"rows": 4},
    )
    url = URLField(
        _("Address of the minutes or of the recording"),
        validators=[Optional(), Length(max=URL_SIGNS, message=TOO_LONG)],
        filters=[bilingual.one_line],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = SelectChoice("", gettext("Nothing yet: the session is to come"))
        self.decision.choices = [nothing, *(SelectChoice(*each) for each in labels.DECISIONS.items())]

    def validate_decision(self, field: RadioField) -> None:
        if field.data and self.on.data and self.on.data > acts.today():
            raise ValidationError(gettext("The council decides nothing before its session."))

    def validate_url(self, field: URLField) -> None:
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError(gettext("An address begins with https://."))


class ThresholdForm(BilingualForm):
    """A promise: at which number or share, what, within how many days."""

    texts = {  # noqa: RUF012 - BilingualForm reads this name
        "label": Words(
            label=_("What you promise"),
            limit=100,
            hint=_("In a few words, as the public reads it: “a written answer by the mayor”."),
            is_required=True,
            missing=_("Say what you promise."),
        )
    }
    promise = RadioField(_("Sort of promise"), validators=[InputRequired(_("Choose what you promise."))])
    by = RadioField(
        _("Reached at"),
        choices=[
            SelectChoice(BY_NUMBER, _("A number of signatures")),
            SelectChoice(BY_SHARE, _("A share of the electors")),
        ],
        validators=[InputRequired(_("Choose a number or a share."))],
    )
    number = IntegerField(
        _("Number of signatures"),
        validators=[Optional(), NumberRange(1, MOST, _("Write a number between %(min)s and %(max)s."))],
    )
    one_in = IntegerField(
        _("One elector in"),
        description=_("10 for a tenth, as in a commune; 20 for a twentieth, as elsewhere."),
        validators=[Optional(), NumberRange(2, 1_000, _("Write a number between %(min)s and %(max)s."))],
    )
    acknowledge_days = IntegerField(
        _("Acknowledged within (days)"),
        validators=[
            InputRequired(_("Write a number of days.")),
            NumberRange(1, DAYS, _("Write a number between %(min)s and %(max)s.")),
        ],
    )
    answer_days = IntegerField(
        _("Answered within (days)"),
        validators=[
            InputRequired(_("Write a number of days.")),
            NumberRange(1, DAYS, _("Write a number between %(min)s and %(max)s.")),
        ],
    )
    is_statutory = BooleanField(
        _("For the local petition right"), description=_("It then applies to statutory petitions, and to no others.")
    )
    is_active = BooleanField(_("In use"), description=_("What petitions reached before stays owed either way."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promise.choices = [SelectChoice(*each) for each in petition_labels.PROMISES.items()]

    def validate_by(self, field: RadioField) -> None:
        needed = self.one_in if field.data == BY_SHARE else self.number
        if needed.data is None and not needed.errors:
            raise ValidationError(gettext("Write the number that goes with your choice."))

    def validate_answer_days(self, field: IntegerField) -> None:
        if (
            field.data is not None
            and self.acknowledge_days.data is not None
            and field.data < self.acknowledge_days.data
        ):
            raise ValidationError(gettext("It is acknowledged first, then answered: write as many days or more."))

    def values(self) -> dict[str, Any]:
        """Columns of a threshold."""
        is_share = self.by.data == BY_SHARE
        return {
            "label": self.said("label"),
            "promise": self.promise.data,
            "number": None if is_share else self.number.data,
            "one_in": self.one_in.data if is_share else None,
            "acknowledge_days": self.acknowledge_days.data,
            "answer_days": self.answer_days.data,
            "is_statutory": self.is_statutory.data,
            "is_active": self.is_active.data,
        }


class ElectorsForm(PortalForm):
    """How many electors there are: what shares are counted of."""

    electors = IntegerField(
        _("Electors on the roll"),
        description=_("Statutory petitions that open from now on count their share of it."),
        validators=[Optional(), NumberRange(1, 100_000_000, _("Write a number of people."))],
    )


def data_of(row: Threshold) -> dict[str, Any]:
    """A threshold as its form shows it."""
    names = ("promise", "number", "one_in", "acknowledge_days", "answer_days", "is_statutory", "is_active")
    known = {name: getattr(row, name) for name in names}
    return known | {"by": BY_SHARE if row.one_in else BY_NUMBER} | bilingual.as_data(label=row.label)
