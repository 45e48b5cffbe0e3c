"""Texts that staff write in each language of the organisation: one form field a language, side by side on the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from portal.core.forms import PortalForm, cleaned

NAMES = {"fr": _("French"), "en": _("English")}
CONTROLS = dict.fromkeys(range(127, 160))


@dataclass(frozen=True, kw_only=True)
class Words:
    """A text of a form: its label, how long it may be, and whether the main language needs it. In a list each line stands
    beside the same line of the other languages, so that none may be dropped."""

    label: Any
    limit: int
    hint: Any = ""
    is_long: bool = False
    is_list: bool = False
    is_required: bool = False
    missing: Any = ""
    rows: int = 3


class BilingualForm(PortalForm):
    """A form with texts: `texts` says which. `for_languages` makes the class with one field a language."""

    texts: ClassVar[dict[str, Words]] = {}
    languages: tuple[str, ...] = ()

    @classmethod
    def for_languages(cls, languages: tuple[str, ...]) -> "type[BilingualForm]":
        return _form_class(cls, languages)

    def said(self, name: str) -> dict[str, str]:
        """What was written, by language; languages without words are left out."""
        written = {language: self[f"{name}_{language}"].data or "" for language in self.languages}
        return {language: words for language, words in written.items() if words}

    def fields_of(self, name: str) -> list[Field]:
        return [self[f"{name}_{language}"] for language in self.languages]


def as_data(**texts: Mapping[str, str] | None) -> dict[str, str]:
    """Stored texts as the data of their fields: title={"fr": "…"} gives title_fr."""
    return {f"{name}_{language}": words for name, text in texts.items() for language, words in (text or {}).items()}


def one_line(text: str | None) -> str | None:
    """A filter: on one line, without what cannot be seen."""
    return " ".join((cleaned(text) or "").translate(CONTROLS).split()) if text else text


def list_of_lines(text: str | None) -> str | None:
    """A filter: each line on its own, empty ones kept in their place."""
    lines = (cleaned_line(line) for line in (text or "").replace("\r\n", "\n").split("\n"))
    return "\n".join(lines).rstrip("\n") if text else text


def cleaned_line(text: str) -> str:
    return one_line(text) or ""


def some_lines(text: str | None) -> str | None:
    """A filter: lines as they are, without what cannot be seen."""
    return (cleaned(text) or "").translate(CONTROLS) if text else text


_made: dict[tuple[str, tuple[str, ...]], type[BilingualForm]] = {}


def _form_class(base: type[BilingualForm], languages: tuple[str, ...]) -> type[BilingualForm]:
    """The class with its fields, made once."""
    key = (f"{base.__module__}.{base.__qualname__}", languages)
    if key not in _made:
        _made[key] = _make(base, languages)
    return _made[key]


def _make(base: type[BilingualForm], languages: tuple[str, ...]) -> type[BilingualForm]:
    members: dict[str, Any] = {"languages": languages}
    for name, words in base.texts.items():
        for language in languages:
            members[f"{name}_{language}"] = _field(words, language, languages)
    return type(base.__name__, (base,), members)


def _field(words: Words, language: str, languages: tuple[str, ...]) -> Field:
    is_main = language == languages[0]
    needed = DataRequired(words.missing or _("Write this text.")) if words.is_required and is_main else Optional()
    too_long = _("Write at most %(max)d characters.")
    label = _("%(label)s (%(language)s)", label=words.label, language=NAMES.get(language, language))
    looks: dict[str, Any] = {"lang": language} | ({"rows": words.rows} if words.is_long else {})
    kind = TextAreaField if words.is_long else StringField
    return kind(
        label if len(languages) > 1 else words.label,
        validators=[needed, Length(max=words.limit, message=too_long)],
        filters=[list_of_lines if words.is_list else some_lines if words.is_long else one_line],
        description=words.hint if is_main else "",
        render_kw=looks,
    )
