"""What an administrator may change of the organisation, one subject per page."""

from collections.abc import Sequence
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    EmailField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional, ValidationError

from portal.core import forms, identity
from portal.core.forms import PortalForm, cleaned

TIME_ZONES = (
    ("Europe/Paris", _("Mainland France")),
    ("America/Guadeloupe", _("Guadeloupe")),
    ("America/Martinique", _("Martinique")),
    ("America/Cayenne", _("French Guiana")),
    ("Indian/Reunion", _("Réunion")),
    ("Indian/Mayotte", _("Mayotte")),
    ("America/Miquelon", _("Saint-Pierre-et-Miquelon")),
    ("Pacific/Noumea", _("New Caledonia")),
    ("Pacific/Tahiti", _("French Polynesia")),
    ("Pacific/Wallis", _("Wallis-et-Futuna")),
)
LANGUAGES = (("fr", _("French")), ("en", _("English")))
MODULES = (("surveys", _("Surveys")), ("petitions", _("Petitions")), ("contacts", _("Contact base")))
STATES = (
    ("none", _("Not compliant, or nobody has checked")),
    ("partial", _("Partly compliant")),
    ("full", _("Fully compliant")),
)
TEXT = 500


def _choices(known: Sequence[tuple[str, LazyString]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in known]


class NamesForm(PortalForm):
    """What the organisation is called, where it is, which languages it speaks."""

    name = StringField(
        _("Name"),
        filters=[cleaned],
        validators=[InputRequired(_("Write the organisation’s name.")), Length(max=forms.SHORT), forms.no_formula],
    )
    short_name = StringField(
        _("Short name"),
        description=_("For narrow places; the whole name without one."),
        filters=[cleaned],
        validators=[Optional(), Length(max=40), forms.no_formula],
    )
    inhabitants = IntegerField(
        _("Inhabitants"),
        description=_("Figures are compared with it."),
        validators=[Optional(), NumberRange(min=1, max=100_000_000, message=_("Write a number of people."))],
    )
    language = RadioField(
        _("Main language"), choices=_choices(LANGUAGES), validators=[InputRequired(_("Choose a language."))]
    )
    others = SelectMultipleField(
        _("Also in"),
        description=_("Pages in another language have their own address, such as /en/."),
        choices=_choices(LANGUAGES),
    )
    time_zone = SelectField(_("Time zone"), choices=_choices(TIME_ZONES), validators=[InputRequired()])

    def spoken(self) -> list[str]:
        """The languages, the main one first."""
        return [self.language.data, *(code for code in self.others.data if code != self.language.data)]


class ColoursForm(PortalForm):
    """Two colours, refused where they could not be read."""

    brand = StringField(
        _("Main colour"),
        description=_("Of links and buttons: dark enough to be read on white."),
        validators=[InputRequired(_("Choose a colour."))],
        render_kw={"kind": "color"},
    )
    accent = StringField(
        _("Second colour"),
        description=_("Of the stones that stand out, under dark words."),
        validators=[InputRequired(_("Choose a colour."))],
        render_kw={"kind": "color"},
    )

    def validate_brand(self, field: Any) -> None:
        _refuse_unreadable(field.data, identity.DEFAULT_ACCENT)

    def validate_accent(self, field: Any) -> None:
        _refuse_unreadable(identity.DEFAULT_BRAND, field.data)


def _refuse_unreadable(brand: str, accent: str) -> None:
    """Each colour is judged beside a good other one, so that the message stands under the right field."""
    try:
        identity.check(brand, accent)
    except identity.UnreadableColour as reason:
        raise ValidationError(str(reason)) from reason


class LegalForm(PortalForm):
    """What notices under forms and legal pages say."""

    controller = StringField(
        _("Who is responsible for the data"),
        description=_("The legal person, for instance “Commune de …”. Without it no form opens."),
        filters=[cleaned],
        validators=[InputRequired(_("Say who is responsible: every form must tell.")), Length(max=TEXT)],
    )
    contact = StringField(
        _("Where to write to them"),
        description=_("An address people can write to, by mail or e-mail. Without it no form opens."),
        filters=[cleaned],
        validators=[InputRequired(_("Say where people can write: every form must tell.")), Length(max=TEXT)],
    )
    officer = StringField(_("Data protection officer"), filters=[cleaned], validators=[Optional(), Length(max=TEXT)])
    address = StringField(
        _("Address at the foot of pages and letters"), filters=[cleaned], validators=[Optional(), Length(max=TEXT)]
    )
    director = StringField(_("Director of publication"), filters=[cleaned], validators=[Optional(), Length(max=TEXT)])
    host = StringField(_("Who hosts these pages"), filters=[cleaned], validators=[Optional(), Length(max=TEXT)])


class AccessibilityForm(PortalForm):
    """The statement that the law asks for. Nobody may claim more than an audit found."""

    state = RadioField(_("What the last audit found"), choices=_choices(STATES), default="none")
    on = DateField(_("Day of the audit"), validators=[Optional()])
    known = TextAreaField(
        _("What is known to fail"), filters=[cleaned], validators=[Optional(), Length(max=forms.LONG)]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = bool(super().validate(extra_validators))
        if self.state.data != "none" and self.on.data is None and not self.on.errors:
            self.on.errors = [_("Say when the audit was made.")]
            return False
        return is_right


class ModulesForm(PortalForm):
    """Which parts are used, and who letters come from."""

    modules = SelectMultipleField(
        _("Parts in use"),
        description=_(
            "The pages of a part that is switched off are gone for everybody. Nothing is deleted; receipts and personal links still work."
        ),
        choices=_choices(MODULES),
    )
    mail_from = EmailField(
        _("Letters come from"),
        description=_("An address of your domain that your mail server may use. The installation’s own without one."),
        filters=[cleaned],
        validators=[Optional(), Length(max=254), Email(_("Check your e-mail address, for instance name@example.org."))],
    )
