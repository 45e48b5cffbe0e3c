"""What moderators tick among the comments of signatures, and why they refuse them."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField

from portal.core.forms import PortalForm
from portal.petitions import wording
from portal.petitions.rules import comments as rules
from portal.petitions.rules.states import Reason

LARGEST = 2**63 - 1


class CommentsForm(PortalForm):
    """Some comments of one page, and a rule of the charter for those that are refused."""

    ticked = SelectMultipleField(_("Comments"), coerce=int, validate_choice=False)
    reason = SelectField(
        _("Reason, if you refuse them"),
        description=_("Kept with the decision; the public does not read it."),
        default="",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(str(reason), wording.REASONS[reason]) for reason in rules.REASONS]
        self.reason.choices = [("", _("Choose a reason")), *words]

    @property
    def version_ids(self) -> list[int]:
        return [each for each in self.ticked.data or [] if 0 < each <= LARGEST]

    def check(self, *, is_refused: bool) -> bool:
        """Whether something is ticked, and a refusal says why; the form says what is missing."""
        if not self.validate():
            return False
        if not self.version_ids:
            self.ticked.errors = [gettext("Tick at least one comment.")]
            return False
        if is_refused and not self.reason.data:
            self.reason.errors = [gettext("Choose why you refuse them.")]
            return False
        return True

    def charter_reason(self) -> Reason:
        return Reason(self.reason.data)
