"""What staff fill in about lists and limits against fraud."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from portal.core import bilingual
from portal.core.forms import SHORT, PortalForm
from portal.petitions import spelling, wording
from portal.petitions.rules.fraud import Verdict, What


class SettingsForm(PortalForm):
    """Limits of the organisation."""

    signatures_an_hour = IntegerField(
        _("Signatures an hour from one network, under one petition"),
        description=_("A school or a telephone company shares one. The next ones wait for you; nobody is refused."),
        validators=[
            InputRequired(_("Write a number.")),
            NumberRange(1, 100_000, _("Write a number from 1 to 100 000.")),
        ],
    )
    holds_disposable = BooleanField(_("Hold signatures from disposable mailboxes"))
    holds_bursts = BooleanField(_("Hold sudden crowds, found each hour, at once"))

    def values(self) -> dict[str, Any]:
        return {
            "signatures_an_hour": self.signatures_an_hour.data,
            "holds_disposable": self.holds_disposable.data,
            "holds_bursts": self.holds_bursts.data,
        }


class LineForm(PortalForm):
    """A line of the lists."""

    what = SelectField(_("What it is about"), default=What.NETWORK)
    typed = StringField(
        _("Which"),
        description=_("192.0.2.0/24, example.org or name@example.org. Of an address, only a keyed hash is kept."),
        validators=[DataRequired(_("Say which.")), Length(max=SHORT, message=_("Write at most %(max)d characters."))],
        filters=[bilingual.one_line],
    )
    verdict = RadioField(_("What becomes of its signatures"), default=Verdict.BLOCK)
    note = StringField(
        _("Note for colleagues"),
        validators=[Length(max=SHORT, message=_("Write at most %(max)d characters."))],
        filters=[bilingual.one_line],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verdict.choices = [
            SelectChoice(Verdict.BLOCK.value, gettext("They wait for staff")),
            SelectChoice(Verdict.ALLOW.value, gettext("They are never held")),
        ]
        self.what.choices = [SelectChoice(key.value, label) for key, label in wording.LISTED.items()]

    def validate_typed(self, field: StringField) -> None:
        try:
            spelling.stored(What(self.what.data), field.data or "")
        except ValueError as error:
            raise ValidationError(gettext("This cannot be read as what you chose above.")) from error
