"""When a survey opens and closes, in the organisation's own time; and why it is taken back."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.core import bilingual, clock
from portal.core.forms import PortalForm
from portal.core.local_time import LocalTimeField


class OpeningForm(PortalForm):
    """Open now, or at an instant; and when it closes."""

    when = RadioField(_("When does it open?"), validators=[InputRequired(_("Say when it opens."))])
    opens_at = LocalTimeField(_("Opens on"))
    closes_at = LocalTimeField(
        _("Closes on"),
        validators=[
            DataRequired(_("Say when it closes: the notice promises that addresses are erased six months after."))
        ],
        description=_("You can change it later, also while the survey is open."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.when.choices = [SelectChoice("now", _("Now")), SelectChoice("later", _("Later, at the instant below"))]

    @property
    def is_now(self) -> bool:
        return bool(self.when.data == "now")

    def validate_opens_at(self, field: LocalTimeField) -> None:
        if self.is_now:
            return
        if field.instant is None:
            raise ValidationError(gettext("Say when it opens."))
        if field.instant <= clock.now():
            raise ValidationError(gettext("This instant is past. To open at once, choose “Now”."))

    def validate_closes_at(self, field: LocalTimeField) -> None:
        opening = clock.now() if self.is_now else self.opens_at.instant
        if field.instant and opening and field.instant <= opening:
            raise ValidationError(gettext("It must close after it opens."))


class ClosingForm(PortalForm):
    """Another closing date for what is published."""

    closes_at = LocalTimeField(_("Closes on"), validators=[DataRequired(_("Say when it closes."))])

    def validate_closes_at(self, field: LocalTimeField) -> None:
        if field.instant and field.instant <= clock.now():
            raise ValidationError(gettext("This instant is past. To close at once, use “Close now”."))


class ReasonForm(PortalForm):
    """Why something is taken back, in words that the public reads."""

    reason = TextAreaField(
        _("Reason, shown to the public"),
        description=_("One or two sentences: people who answered deserve to know why."),
        validators=[
            DataRequired(_("Say why: this is shown in place of the survey.")),
            Length(max=1000, message=_("Write at most %(max)d characters.")),
        ],
        filters=[bilingual.some_lines],
    )
