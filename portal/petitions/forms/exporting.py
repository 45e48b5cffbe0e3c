"""What signatures are taken out for."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from portal.core import bilingual
from portal.core.forms import PortalForm


class ExportForm(PortalForm):
    """R5: who takes personal data out says what for; the file says it too."""

    kind = RadioField(
        _("File"),
        choices=[
            SelectChoice("csv", _("CSV, for any spreadsheet"), render_kw={"note": _("Any number of signatures.")}),
            SelectChoice("xlsx", _("XLSX, for a spreadsheet"), render_kw={"note": _("A million signatures at most.")}),
        ],
        validators=[InputRequired(_("Choose a kind of file."))],
    )
    has_names = BooleanField(
        _("With names, addresses and comments"),
        description=_("Only where the work cannot be done without: it says what people think."),
    )
    purpose = StringField(
        _("What is this file for?"),
        description=_("It is written down with your name, and in each row of the file."),
        validators=[
            DataRequired(_("Say what the file is for.")),
            Length(max=200, message=_("Write at most %(max)d characters.")),
        ],
        filters=[bilingual.one_line],
    )
