"""A petition of the organisation itself, and news about one."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from portal.core.forms import PortalForm
from portal.petitions.rules import news, texts
from portal.petitions.rules.texts import Problem
from portal.petitions.service.starting import Texts

TOO_LONG = _("Write at most %(max)d characters.")


def _one_line(text: str | None) -> str:
    return texts.one_line(text or "")


def _paragraphs(text: str | None) -> str:
    return texts.paragraphs(text or "")


class PetitionForm(PortalForm):
    """What it asks, and why."""

    ask = StringField(
        _("What does it ask for?"),
        description=_("Begin with a verb, in one sentence of at most 80 signs."),
        validators=[DataRequired(_("Say what it asks for.")), Length(max=texts.ASK_SIGNS, message=TOO_LONG)],
        filters=[_one_line],
    )
    background = TextAreaField(
        _("Background"),
        description=_("What the matter is, in at most 300 signs. Lists show it."),
        validators=[Optional(), Length(max=texts.BACKGROUND_SIGNS, message=TOO_LONG)],
        filters=[_paragraphs],
        render_kw={"rows": 3},
    )
    details = TextAreaField(
        _("Details"),
        description=_("Figures, dates, places, in at most 800 signs."),
        validators=[Optional(), Length(max=texts.DETAILS_SIGNS, message=TOO_LONG)],
        filters=[_paragraphs],
        render_kw={"rows": 6},
    )
    asks_zone = BooleanField(_("Ask for the neighbourhood of those who sign"))
    is_statutory = BooleanField(
        _("Local petition right"),
        description=_("One signature per elector and quarter; a share of the electors may ask for a debate."),
    )
    seen = HiddenField()

    def validate_ask(self, field: Any) -> None:
        problem = texts.ask_problem(field.data or "")
        if problem is Problem.FORMULA:
            raise ValidationError(gettext("Begin with a letter or a figure."))
        if problem is Problem.LINK:
            raise ValidationError(gettext("Remove the web address."))

    def texts(self) -> Texts:
        return Texts(ask=self.ask.data, background=self.background.data or "", details=self.details.data or "")


class UpdateForm(PortalForm):
    """News by officials, published at once."""

    title = StringField(
        _("Title"),
        validators=[DataRequired(_("Give it a title.")), Length(max=news.TITLE_SIGNS, message=TOO_LONG)],
        filters=[_one_line],
    )
    body = TextAreaField(
        _("What is new?"),
        validators=[DataRequired(_("Write what is new.")), Length(max=news.BODY_SIGNS, message=TOO_LONG)],
        filters=[_paragraphs],
        render_kw={"rows": 8},
    )
    signed_by = StringField(
        _("Who says it"),
        description=_("A name or a service, as the public reads it."),
        validators=[DataRequired(_("Say who says it.")), Length(max=news.TITLE_SIGNS, message=TOO_LONG)],
        filters=[_one_line],
    )


class UpdateDecisionForm(PortalForm):
    """Why news by an author is refused; nothing is needed to publish it."""

    reason = TextAreaField(
        _("Reason, if you refuse it"),
        description=_("The author reads it on their page: which rule, and what to change."),
        validators=[Optional(), Length(max=1_000, message=TOO_LONG)],
        filters=[_paragraphs],
        render_kw={"rows": 3},
    )

    def check_reason(self) -> bool:
        """Whether a refusal says why."""
        if self.reason.data:
            return True
        self.reason.errors = [gettext("Say why: the author reads it.")]
        return False
