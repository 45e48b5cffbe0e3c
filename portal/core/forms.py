"""Forms: WTForms in the language of the page, without tokens (core.csrf does that), with texts cleaned and bounded."""

from typing import Any

from flask import request
from flask_babel import gettext
from wtforms import Form
from wtforms.meta import DefaultMeta
from wtforms.validators import ValidationError

from portal.core import languages, sanitise

SHORT = 200
LONG = 20_000


class PortalForm(Form):
    """The base of every form that a person fills in."""

    class Meta(DefaultMeta):
        def get_translations(self, form: Form) -> Any:
            self.locales = [languages.current()]
            return super().get_translations(form)

    @classmethod
    def posted(cls, **data: Any) -> "PortalForm":
        """The form as it was sent, or as it is first shown."""
        return cls(request.form if request.method == "POST" else None, **data)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(field id, message) of all that is wrong, in the order of the page, for the summary on top."""
        return [(field.id, str(error)) for field in self for error in _flat(field.errors)] + [
            ("", str(error)) for error in self.form_errors
        ]

    def refuse(self, message: object) -> None:
        """Say that a rule refused the whole form."""
        self.form_errors.append(str(message))


def _flat(errors: Any) -> list[Any]:
    if isinstance(errors, dict):
        return [error for inner in errors.values() for error in _flat(inner)]
    return [inner for error in errors for inner in (_flat(error) if isinstance(error, list | dict) else [error])]


def cleaned(text: str | None) -> str | None:
    """A filter: one way to write the same text, without what cannot be seen."""
    return sanitise.clean_text(text) if text else text


def no_formula(_form: Form, field: Any) -> None:
    """A validator for names and titles: nothing that a spreadsheet runs, nothing that is an address to click."""
    text = field.data or ""
    if text.startswith(("=", "+", "-", "@")):
        raise ValidationError(gettext("Begin with a letter or a figure."))
    if "://" in text:
        raise ValidationError(gettext("Remove the web address."))
