"""What somebody told staff about consents, what an export is for, whom to erase."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, ValidationError

from portal.consents import queries as consents
from portal.contacts import labels, rules
from portal.contacts.service.consenting import Told
from portal.core import clock, languages, tenancy
from portal.core.forms import PortalForm, cleaned, no_formula
from portal.core.languages import said

ALL = "all"
BY_HAND = (rules.Act.WITHDRAWN, rules.Act.OBJECTED, rules.Act.REFUSED, rules.Act.GRANTED, rules.Act.RECONFIRMED)
TOLD_BY = (rules.Method.LETTER, rules.Method.TELEPHONE, rules.Method.PAPER, rules.Method.FIELD)
NOTES = {
    rules.Act.WITHDRAWN: _("They agreed before, and no longer do."),
    rules.Act.OBJECTED: _("They never want this, whatever was agreed."),
    rules.Act.REFUSED: _("They were asked and said no."),
    rules.Act.GRANTED: _("They were shown exact words and said yes."),
    rules.Act.RECONFIRMED: _("They were asked again and still agree."),
}


class ConsentForm(PortalForm):
    """One thing that somebody told us. A yes needs its exact words (R7)."""

    act = RadioField(_("What did they say?"), validators=[InputRequired(_("Choose what they said."))])
    purpose = SelectField(_("About what"), validators=[InputRequired()])
    channel = SelectField(_("By which channel"), validators=[InputRequired()])
    method = SelectField(_("How did they say it?"), validators=[InputRequired()])
    told_on = DateField(_("When"), validators=[InputRequired(_("Write the day."))])
    words = TextAreaField(
        _("Exact words they agreed to"),
        description=_("Needed for a yes: copy what stood beside the box, or what was said."),
        filters=[cleaned],
        validators=[Length(max=2000)],
        render_kw={"rows": 3},
    )
    evidence = StringField(
        _("Where the proof is"),
        description=_("For instance: letter of 3 March, folder 12."),
        filters=[cleaned],
        validators=[DataRequired(_("Say where the proof is kept.")), Length(max=500)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.act.choices = [
            SelectChoice(each.value, labels.ACTS[each], render_kw={"note": NOTES[each]}) for each in BY_HAND
        ]
        purposes = [SelectChoice(str(each.id), said(each.name)) for each in consents.purposes()]
        self.purpose.choices = [SelectChoice(ALL, _("everything we write about")), *purposes]
        self.channel.choices = [SelectChoice(each.value, label) for each, label in labels.CHANNELS.items()]
        self.method.choices = [SelectChoice(each.value, labels.METHODS[each]) for each in TOLD_BY]

    def validate_told_on(self, field: Any) -> None:
        if field.data and not dt.date(2000, 1, 1) <= field.data <= self._today():
            raise ValidationError(_("Write a day that is past, or today."))

    def validate_words(self, field: Any) -> None:
        if self.act.data in rules.STANDING and not field.data:
            raise ValidationError(_("Write the exact words they agreed to."))

    def validate_purpose(self, field: Any) -> None:
        if self.act.data in rules.STANDING and field.data == ALL:
            raise ValidationError(_("A yes is given to one purpose at a time."))

    def told(self) -> Told:
        return Told(
            act=rules.Act(self.act.data),
            channel=rules.Channel(self.channel.data),
            method=rules.Method(self.method.data),
            told_at=self._told_at(self.told_on.data),
            evidence=self.evidence.data,
            purpose_ids=() if self.purpose.data == ALL else (int(self.purpose.data),),
            words=self.words.data or "",
            language=languages.current(),
        )

    def _told_at(self, day: dt.date) -> dt.datetime:
        """Now, or the end of a past day: what was said then outlives what was ticked earlier that day."""
        if day == self._today():
            return clock.database_now()
        zone = ZoneInfo(tenancy.organisation().time_zone)
        return dt.datetime.combine(day, dt.time(23, 59, 59), tzinfo=zone)

    @staticmethod
    def _today() -> dt.date:
        return clock.day_in(tenancy.organisation().time_zone, clock.now())


class ExportForm(PortalForm):
    """An export says what it is for: the words stand in each of its rows (R5)."""

    purpose = StringField(
        _("What is this file for?"),
        description=_("These words stand in each row of the file, and in the log."),
        filters=[cleaned],
        validators=[DataRequired(_("Write what the file is for.")), Length(max=200), no_formula],
    )


class EraseForm(PortalForm):
    """Before an erasure."""

    letter = BooleanField(_("Send them a last letter that says it is done"))


class ForgetForm(PortalForm):
    """Somebody outside the base who asks to be forgotten."""

    address = EmailField(
        _("Their e-mail address"),
        filters=[cleaned],
        validators=[
            InputRequired(_("Write the e-mail address.")),
            Length(max=254),
            Email(_("Check the e-mail address.")),
        ],
        render_kw={"autocomplete": "off"},
    )
