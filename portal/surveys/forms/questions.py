"""A page's words, and one question of each type, as the editor writes them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields import DateField, SelectChoice
from wtforms.validators import DataRequired, Optional, ValidationError

from portal.core import languages
from portal.core.bilingual import BilingualForm, Words
from portal.surveys.rules import numbers, shapes
from portal.surveys.rules.problems import Wrong
from portal.surveys.rules.questions import QuestionType
from portal.territory import queries as territory

TITLE = Words(
    label=_("Question"),
    limit=shapes.MAX_LABEL,
    is_required=True,
    missing=_("Write what you ask."),
    is_long=True,
    rows=2,
)
HELP = Words(
    label=_("Help"),
    hint=_("A quieter sentence under the question, where it needs one."),
    limit=1000,
    is_long=True,
    rows=2,
)
OPTIONS = Words(
    label=_("Answers offered"),
    hint=_("One per line. You can put them in another order, reword them, add some."),
    limit=shapes.MAX_OPTIONS * shapes.MAX_LABEL,
    is_required=True,
    missing=_("Write the answers to offer, one per line."),
    is_long=True,
    is_list=True,
    rows=7,
)
EXCLUSIVE = Words(
    label=_("Answers that exclude the others"),
    hint=_("One per line, shown last, for instance: None of these."),
    limit=10 * shapes.MAX_LABEL,
    is_long=True,
    is_list=True,
    rows=2,
)


class WholeField(StringField):
    """A whole number, as people type it; `number` is what was read."""

    number: int | float | None = None
    is_decimal = False

    def pre_validate(self, _form: Any) -> None:
        typed = (self.data or "").strip()
        self.number = None
        if not typed:
            return
        try:
            text = numbers.plain(typed, languages.current())
        except Wrong:
            raise ValidationError(gettext("Write a number.")) from None
        amount = float(text)
        if abs(amount) > shapes.NUMBER_LIMIT:
            raise ValidationError(gettext("This number is too large."))
        if amount != int(amount) and not self.is_decimal:
            raise ValidationError(gettext("Write a whole number."))
        self.number = int(amount) if amount == int(amount) else amount


class AmountField(WholeField):
    """A number, with decimals or not."""

    is_decimal = True


class PageForm(BilingualForm):
    """What stands above the questions of a screen."""

    texts: ClassVar[dict[str, Words]] = {
        "title": Words(label=_("Title of the screen"), hint=_("Optional where one question says it all."), limit=200),
        "intro": Words(label=_("Introduction"), limit=2000, is_long=True, rows=4),
    }
    seen = HiddenField()


class QuestionForm(BilingualForm):
    """What all questions have. `seen` tells whether somebody else changed the question meanwhile."""

    texts: ClassVar[dict[str, Words]] = {"title": TITLE, "help": HELP}
    is_required = BooleanField(_("People must answer to go on"))
    seen = HiddenField()


class StatementForm(BilingualForm):
    """A text to read between questions."""

    texts: ClassVar[dict[str, Words]] = {
        "title": Words(
            label=_("Text"),
            limit=shapes.MAX_PROSE,
            is_required=True,
            missing=_("Write the text."),
            is_long=True,
            rows=6,
        )
    }
    seen = HiddenField()


class ChoiceForm(QuestionForm):
    texts: ClassVar[dict[str, Words]] = QuestionForm.texts | {"options": OPTIONS}
    has_other = BooleanField(_("Offer “Other”, with a field to say what"))


class SingleForm(ChoiceForm):
    """One answer of several."""


class MultipleForm(ChoiceForm):
    """Several answers."""

    texts: ClassVar[dict[str, Words]] = ChoiceForm.texts | {"exclusive": EXCLUSIVE}
    minimum = WholeField(_("At least"), render_kw={"unit": _("answers"), "inputmode": "numeric"})
    maximum = WholeField(_("At most"), render_kw={"unit": _("answers"), "inputmode": "numeric"})


class ScaleForm(QuestionForm):
    """A point between two ends."""

    texts: ClassVar[dict[str, Words]] = QuestionForm.texts | {
        "low_label": Words(label=_("Words under the first point"), limit=60),
        "high_label": Words(label=_("Words under the last point"), limit=60),
    }
    minimum = SelectField(_("First point"), choices=[SelectChoice(str(n), str(n)) for n in (0, 1)])
    maximum = SelectField(_("Last point"), choices=[SelectChoice(str(n), str(n)) for n in range(2, 11)])


class NumberForm(QuestionForm):
    """A number."""

    texts: ClassVar[dict[str, Words]] = QuestionForm.texts | {
        "unit": Words(label=_("Unit"), hint=_("Shown behind the field: km, euros…"), limit=30)
    }
    minimum = AmountField(_("At least"), render_kw={"inputmode": "decimal"})
    maximum = AmountField(_("At most"), render_kw={"inputmode": "decimal"})
    is_decimal = BooleanField(_("Allow decimals"))


class TextForm(QuestionForm):
    """A few words, or many."""

    maximum = WholeField(
        _("At most"),
        render_kw={"unit": _("characters"), "inputmode": "numeric"},
        description=_("Empty for the usual limit."),
    )


class DayForm(QuestionForm):
    """A date."""

    minimum = DateField(_("Not before"), validators=[Optional()])
    maximum = DateField(_("Not after"), validators=[Optional()])


class ZoneForm(QuestionForm):
    """A zone of the territory."""

    layer = SelectField(_("Zones to choose from"), validators=[DataRequired(_("Choose the zones to offer."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layer.choices = [SelectChoice(key, name) for key, name in territory.layer_names()]


FORMS: Mapping[QuestionType, type[BilingualForm]] = {
    QuestionType.SINGLE: SingleForm,
    QuestionType.MULTIPLE: MultipleForm,
    QuestionType.SCALE: ScaleForm,
    QuestionType.NUMBER: NumberForm,
    QuestionType.SHORT_TEXT: TextForm,
    QuestionType.LONG_TEXT: TextForm,
    QuestionType.ZONE: ZoneForm,
    QuestionType.DATE: DayForm,
    QuestionType.YES_NO: QuestionForm,
    QuestionType.STATEMENT: StatementForm,
}


def form_class(kind: QuestionType, organisation_languages: tuple[str, ...]) -> type[BilingualForm]:
    """The form of a type, in the organisation's languages."""
    return FORMS[kind].for_languages(organisation_languages)


def lines(text: str | None) -> list[str]:
    """The lines of an area, empty ones included, so that languages stay beside each other."""
    return [" ".join(line.split()) for line in (text or "").split("\n")]
