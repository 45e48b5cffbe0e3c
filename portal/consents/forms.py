"""What staff say of a purpose."""

from typing import ClassVar

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectChoice
from wtforms.validators import InputRequired

from portal.consents import rules
from portal.core.bilingual import BilingualForm, Words

BASES = {
    rules.Basis.CONSENT: (_("Consent"), _("People tick a box, and may untick it at any time.")),
    rules.Basis.PUBLIC_INTEREST: (_("Mission of public interest"), _("For instance an alert about a flood.")),
    rules.Basis.LEGAL_OBLIGATION: (_("Legal obligation"), _("A text obliges you to write.")),
    rules.Basis.LEGITIMATE_INTEREST: (_("Legitimate interest"), _("People may object at any time.")),
}

NAME = Words(
    label=_("Name"),
    limit=120,
    hint=_("It ends the sentence beside the box: “I agree that … writes to me by e-mail: …”."),
    is_required=True,
    missing=_("Name what people will be written to about."),
)


class PurposeForm(BilingualForm):
    """What may be changed of a purpose. Its basis is chosen once: people agreed to it."""

    texts: ClassVar[dict[str, Words]] = {"name": NAME}

    is_offered = BooleanField(
        _("Forms propose it"), description=_("An unticked box under the questions of every form.")
    )
    is_active = BooleanField(_("In use"), description=_("Nothing is sent for a purpose that is switched off."))


class NewPurposeForm(BilingualForm):
    """A new purpose with its lawful basis (R6)."""

    texts: ClassVar[dict[str, Words]] = {"name": NAME}

    basis = RadioField(
        _("Lawful basis"),
        choices=[SelectChoice(value.value, label, render_kw={"note": note}) for value, (label, note) in BASES.items()],
        validators=[InputRequired(_("Choose a lawful basis."))],
    )
