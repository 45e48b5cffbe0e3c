"""A field of documents, one per line: what each is, then its address."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from portal.core import bilingual
from portal.participation.rules import documents
from portal.participation.rules.documents import Document

MOST = 20
SIGNS = 8_000


class DocumentsField(TextAreaField):
    """`found` holds the documents that were read."""

    found: list[Document]

    def __init__(self, label: Any, **options: Any) -> None:
        too_long = _("Write at most %(max)d characters.")
        self.found = []
        super().__init__(
            label,
            validators=[Optional(), Length(max=SIGNS, message=too_long)],
            filters=[bilingual.some_lines],
            render_kw={"rows": 2},
            **options,
        )

    def pre_validate(self, _form: Any) -> None:
        lines = [line for line in (self.data or "").splitlines() if line.strip()]
        if len(lines) > MOST:
            raise ValidationError(gettext("Name at most %(max)d documents.", max=MOST))
        read = [documents.read(line) for line in lines]
        if None in read:
            raise ValidationError(
                gettext(
                    "“%(line)s” has no address at its end: it begins with https:// or /.",
                    line=lines[read.index(None)].strip()[:60],
                )
            )
        self.found = [document for document in read if document]
