"""What responses are taken out for, and why some are set aside."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from portal.core import bilingual
from portal.core.forms import PortalForm

LONGEST = _("Write at most %(max)d characters.")


class ExportForm(PortalForm):
    """R5: who takes personal data out says what for; the file says it too."""

    kind = RadioField(
        _("File"),
        choices=[
            SelectChoice(
                "csv", _("CSV, for any spreadsheet"), render_kw={"note": _("The code book is a file of its own.")}
            ),
            SelectChoice(
                "xlsx", _("XLSX, for a spreadsheet"), render_kw={"note": _("With the code book as a second sheet.")}
            ),
            SelectChoice(
                "json",
                _("JSON, for programs"),
                render_kw={"note": _("Answers as they are stored, with the code book.")},
            ),
        ],
        validators=[InputRequired(_("Choose a kind of file."))],
    )
    purpose = StringField(
        _("What is this file for?"),
        description=_("It is written down with your name, and in each row of the file."),
        validators=[DataRequired(_("Say what the file is for.")), Length(max=200, message=LONGEST)],
        filters=[bilingual.one_line],
    )


class SetAsideForm(PortalForm):
    """Why responses do not count any more, in words that their receipts show."""

    reason = TextAreaField(
        _("Reason, shown on their receipts"),
        description=_("Say which rule they break, without naming anybody."),
        validators=[DataRequired(_("Say why: the receipts show it.")), Length(max=500, message=LONGEST)],
        filters=[bilingual.some_lines],
        render_kw={"rows": 2},
    )
