"""What staff fill in about an official answer."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from portal.core import bilingual
from portal.core.bilingual import BilingualForm, Words
from portal.participation import labels
from portal.participation.forms.documents import DocumentsField
from portal.participation.models import OfficialAnswer
from portal.participation.rules import documents


class AnswerForm(BilingualForm):
    """What the organisation decided. Nothing is kept before it is published."""

    texts: ClassVar[dict[str, Words]] = {
        "title": Words(
            label=_("The answer in one sentence"),
            hint=_("It is the title people read: say what was decided."),
            limit=200,
        ),
        "body": Words(
            label=_("Text"),
            hint=_("What you heard, what was decided, what comes next. Markdown."),
            limit=20_000,
            is_required=True,
            missing=_("Write the answer."),
            is_long=True,
            rows=10,
        ),
    }
    decision = RadioField(_("Decision"), validators=[InputRequired(_("Say what was decided."))])
    author = StringField(
        _("Who answers"),
        description=_("Name and office, as people read them under the answer."),
        validators=[
            DataRequired(_("Say who answers.")),
            Length(max=150, message=_("Write at most %(max)d characters.")),
        ],
        filters=[bilingual.one_line],
    )
    documents = DocumentsField(
        _("Documents"), description=_("One per line: what it is, then its address. Minutes of the council https://…")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision.choices = [SelectChoice(key.value, label) for key, label in labels.DECISIONS.items()]

    def values(self) -> dict[str, Any]:
        """What `service.activities.answer` takes."""
        return {
            "decision": self.decision.data,
            "author": self.author.data,
            "title": self.said("title"),
            "body": self.said("body"),
            "documents": self.documents.found,
        }


def data_of(answer: OfficialAnswer) -> dict[str, Any]:
    """What the form shows of an answer that is corrected."""
    return bilingual.as_data(title=answer.title, body=answer.body) | {
        "decision": answer.decision,
        "author": answer.author,
        "documents": "\n".join(documents.written(document) for document in answer.documents),
    }
