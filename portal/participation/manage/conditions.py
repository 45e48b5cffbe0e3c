"""The form by which staff say which participations they mean, and the same in words."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from portal.core import bilingual, clock, formats
from portal.core.forms import SHORT, PortalForm
from portal.core.local_time import LocalTimeField
from portal.participation import kinds, labels
from portal.participation.rules import conditions as rules
from portal.participation.rules.conditions import Conditions
from portal.territory import queries as territory
from portal.territory.forms import zone_choices

MORE = "more-"
LONGEST = _("Write at most %(max)d characters.")


class ConditionsForm(PortalForm):
    """All that is filled in must hold."""

    zone = SelectField(_("Neighbourhood"), default="")
    assurance = SelectField(_("Certainty"), default="")
    channel = SelectField(_("How it came"), default="")
    submitted_from = LocalTimeField(_("Sent from"))
    submitted_until = LocalTimeField(_("Sent before"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = SelectChoice("", gettext("All of them"))
        self.zone.choices = zone_choices(gettext("Every neighbourhood"))
        self.assurance.choices = [nothing, *(SelectChoice(*each) for each in labels.ASSURANCES.items())]
        self.channel.choices = [nothing, *(SelectChoice(*each) for each in labels.CHANNELS.items())]

    def validate_submitted_until(self, field: LocalTimeField) -> None:
        first = self.submitted_from.instant
        if first and field.instant and field.instant <= first:
            raise ValidationError(gettext("It must come after the first instant."))

    def wanted(self, now: dt.datetime) -> Conditions:
        """What was asked for, and nothing that comes after this instant of the database."""
        until = self.submitted_until.instant
        typed = {field.name.removeprefix(MORE): field.data for field in self if field.name.startswith(MORE)}
        return Conditions(
            zone_id=int(self.zone.data) if self.zone.data else None,
            assurance=self.assurance.data or None,
            channel=self.channel.data or None,
            submitted_from=self.submitted_from.instant,
            submitted_until=min(until, now) if until else now,
            more={name: value for name, value in typed.items() if value},
        )


class AsideForm(PortalForm):
    """What was looked at, and why it must not count, in words that the receipts show."""

    conditions = HiddenField()
    reason = TextAreaField(
        _("Reason, shown on their receipts"),
        description=_("Say which rule they break, without naming anybody."),
        validators=[DataRequired(_("Say why: the receipts show it.")), Length(max=500, message=LONGEST)],
        filters=[bilingual.some_lines],
        render_kw={"rows": 2},
    )

    def wanted(self) -> Conditions | None:
        """The conditions that travelled in the form; None where they were tampered with."""
        try:
            found = rules.from_json(json.loads(self.conditions.data or ""))
        except ValueError:
            return None
        return found if found.submitted_until and found.submitted_until <= clock.database_now() else None


def form_for(kind: kinds.Kind) -> type[ConditionsForm]:
    """The form with the criteria of this kind."""
    own = {f"{MORE}{each.name}": _field(each) for each in kind.criteria if each.is_asked}
    return type("KindConditionsForm", (ConditionsForm,), own)


def _field(criterion: kinds.Criterion) -> StringField:
    def check(_form: PortalForm, field: StringField) -> None:
        if field.data:
            try:
                field.data = criterion.read(field.data)
            except ValueError as error:
                raise ValidationError(str(error)) from error

    return StringField(
        criterion.label,
        description=criterion.hint,
        validators=[Length(max=SHORT, message=LONGEST), check],
        filters=[bilingual.one_line],
    )


def words(wanted: Conditions, kind: kinds.Kind) -> Iterator[tuple[LazyString | str, str]]:
    """(what, which) of each condition, for a page."""
    zone = territory.territory().by_id().get(wanted.zone_id or 0)
    if wanted.zone_id is not None:
        yield _("Neighbourhood"), zone.name if zone else str(wanted.zone_id)
    if wanted.assurance is not None:
        yield _("Certainty"), _label(labels.ASSURANCES, wanted.assurance)
    if wanted.channel is not None:
        yield _("How it came"), _label(labels.CHANNELS, wanted.channel)
    if wanted.submitted_from is not None:
        yield _("Sent from"), formats.instant(wanted.submitted_from)
    if wanted.submitted_until is not None:
        yield _("Sent before"), formats.instant(wanted.submitted_until)
    if wanted.days:
        yield _("Days"), ", ".join(formats.day(day) for day in wanted.days)
    if wanted.ids:
        yield _("Chosen one by one"), str(len(wanted.ids))
    own = {each.name: each for each in kind.criteria}
    for name, value in wanted.more.items():
        yield (own[name].label, own[name].shown(value)) if name in own else (name, value)


def _label(known: Mapping[Any, LazyString], key: str) -> str:
    return str(known.get(key, key))
