"""What signing in asks for."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, RadioField, SelectChoice, StringField
from wtforms.validators import Email, InputRequired, Length

from portal.accounts import labels, rules
from portal.core import forms
from portal.core.forms import PortalForm, cleaned

_NEEDED = _("Write your e-mail address.")


class LinkForm(PortalForm):
    """Where to send the link."""

    email = EmailField(
        _("Your e-mail address"),
        filters=[cleaned],
        validators=[
            InputRequired(_NEEDED),
            Length(max=rules.ADDRESS_SIGNS),
            Email(_("Check your e-mail address, for instance name@example.org.")),
        ],
    )
    next = HiddenField()


class PasswordForm(PortalForm):
    """A member of staff and their password. The address is only looked up, so any spelling may be tried."""

    staff_email = EmailField(
        _("E-mail address"),
        filters=[cleaned],
        validators=[InputRequired(_NEEDED), Length(max=rules.ADDRESS_SIGNS)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _("Password"),
        validators=[InputRequired(_("Write your password.")), Length(max=rules.LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField(id="staff_next")


class NewPasswordForm(PortalForm):
    """A new password, written once: people can have their browser show or keep it."""

    password = PasswordField(
        _("New password"),
        description=_("At least 12 characters. Four words that have nothing to do with each other make a good one."),
        validators=[
            InputRequired(_("Write a password of at least 12 characters.")),
            Length(
                min=rules.SHORTEST_PASSWORD,
                max=rules.LONGEST_PASSWORD,
                message=_("Write a password of at least 12 characters."),
            ),
        ],
        render_kw={"autocomplete": "new-password"},
    )


STAFF_ROLES = [SelectChoice(role.value, labels.ROLES[role]) for role in rules.Role if role is not rules.Role.RESIDENT]


class StaffForm(PortalForm):
    """What somebody of the staff may do."""

    name = StringField(
        _("Name"),
        filters=[cleaned],
        validators=[InputRequired(_("Write a name.")), Length(max=forms.SHORT), forms.no_formula],
    )
    role = RadioField(_("Role"), choices=STAFF_ROLES, validators=[InputRequired(_("Choose a role."))])
    is_active = BooleanField(_("May sign in"), default=True)


class InvitationForm(PortalForm):
    """Somebody new: they choose their password themselves, by the link we mail."""

    name = StaffForm.name
    email = EmailField(
        _("E-mail address"),
        filters=[cleaned],
        validators=[
            InputRequired(_("Write their e-mail address.")),
            Length(max=rules.ADDRESS_SIGNS),
            Email(_("Check the e-mail address, for instance name@example.org.")),
        ],
        render_kw={"autocomplete": "off"},
    )
    role = StaffForm.role
