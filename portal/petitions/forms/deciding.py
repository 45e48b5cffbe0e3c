"""What moderators fill in when they decide about a petition."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.core import bilingual, clock
from portal.core.forms import PortalForm
from portal.core.local_time import LocalTimeField
from portal.petitions import journal, wording
from portal.petitions.rules import states

NOTE_SIGNS = 1_000
TOO_LONG = _("Write at most %(max)d characters.")


def note(label: Any, hint: Any = "", missing: Any = None) -> TextAreaField:
    """Some lines beside a decision."""
    needed = DataRequired(missing) if missing else Optional()
    return TextAreaField(
        label,
        description=hint,
        validators=[needed, Length(max=NOTE_SIGNS, message=TOO_LONG)],
        filters=[bilingual.some_lines],
        render_kw={"rows": 3},
    )


class SeenForm(PortalForm):
    """`seen` is the version of the text that was read before it was decided about."""

    seen = HiddenField()


class AcceptForm(SeenForm):
    """When it takes signatures."""

    opens_at = LocalTimeField(
        _("Opens on"), description=_("At once, if you leave this empty."), validators=[Optional()]
    )
    closes_at = LocalTimeField(
        _("Closes on"),
        description=_("You can change it later. Names and addresses are erased six months after."),
        validators=[DataRequired(_("Say when it closes: names and addresses are erased six months after."))],
    )
    note = note(_("Note for the journal"), _("Staff read it; the public does not."))

    def validate_opens_at(self, field: LocalTimeField) -> None:
        if field.instant and field.instant <= clock.now():
            raise ValidationError(gettext("This instant is past. To open at once, leave it empty."))

    def validate_closes_at(self, field: LocalTimeField) -> None:
        opening = self.opens_at.instant or clock.now()
        if field.instant and field.instant <= opening:
            raise ValidationError(gettext("It must close after it opens."))


class RejectForm(SeenForm):
    """A rule of the charter, and the facts."""

    reason = RadioField(
        _("Which rule of the charter?"), validators=[InputRequired(_("Choose the rule that it breaks."))]
    )
    note = note(
        _("What breaks it"),
        _("Shown to the public and sent to the author. Name nobody, and do not repeat what must not be read."),
        _("Say what breaks the rule: the author and the public read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hides = gettext("The text is hidden, too.")
        self.reason.choices = [
            SelectChoice(reason, words, render_kw={"note": hides} if states.hides_text(reason) else {})
            for reason, words in wording.REASONS.items()
        ]


class NoteForm(PortalForm):
    """A decision that needs no more than a word, or none."""

    note = note(_("Note for the journal"), _("Staff read it; the public does not."))


class OpinionForm(PortalForm):
    """What a second member of staff thinks."""

    opinion = RadioField(
        _("What would you do?"),
        choices=[SelectChoice(*each) for each in journal.OPINIONS.items()],
        validators=[InputRequired(_("Say what you would do."))],
    )
    note = note(_("Why"), _("Staff read it; the public does not."))


class PublicReasonForm(PortalForm):
    """Why something is taken back, in words that the public reads."""

    note = note(
        _("Reason, shown to the public"),
        _("One or two sentences: people who signed deserve to know why."),
        _("Say why: the public reads it."),
    )


class ClosingForm(PortalForm):
    """Another closing date for a petition that was accepted."""

    closes_at = LocalTimeField(_("Closes on"), validators=[DataRequired(_("Say when it closes."))])

    def validate_closes_at(self, field: LocalTimeField) -> None:
        if field.instant and field.instant <= clock.now():
            raise ValidationError(gettext("This instant is past. To close at once, use “Close now”."))
