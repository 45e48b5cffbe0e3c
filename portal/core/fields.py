"""One shape for everything a form asks, so that the form macros draw WTForms fields and plain dictionaries alike."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wtforms import Field as FormField
from wtforms import RadioField

KINDS = {
    "StringField": "text",
    "EmailField": "email",
    "TelField": "tel",
    "URLField": "url",
    "PasswordField": "password",
    "SearchField": "search",
    "IntegerField": "number",
    "DecimalField": "number",
    "FloatField": "number",
    "IntegerRangeField": "number",
    "DateField": "date",
    "DateTimeLocalField": "datetime-local",
    "TimeField": "time",
    "TextAreaField": "area",
    "SelectField": "select",
    "SelectMultipleField": "choices",
    "RadioField": "choice",
    "BooleanField": "tick",
    "FileField": "file",
    "MultipleFileField": "file",
    "HiddenField": "hidden",
}


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen; `note` is a quieter second line."""

    value: str
    label: str
    is_checked: bool = False
    note: str = ""
    id: str = ""


@dataclass(frozen=True)
class Shown:
    """What a macro needs to draw a question.

    `kind` is one of KINDS' values, or `scale`. `attributes` go on the input (autocomplete, rows, min…). `ends` are the
    words under the two ends of a scale, `unit` the one behind a number.
    """

    kind: str
    name: str
    label: str
    id: str = ""
    hint: str = ""
    value: Any = None
    errors: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    is_required: bool = False
    attributes: dict[str, Any] = field(default_factory=dict)
    unit: str = ""
    ends: tuple[str, str] | tuple[()] = ()

    @property
    def described_by(self) -> str | None:
        """Ids of the hint and of the error, for `aria-describedby`."""
        ids = [f"{self.id}-hint"] * bool(self.hint) + [f"{self.id}-error"] * bool(self.errors)
        return " ".join(ids) or None

    @property
    def first_id(self) -> str:
        """Where the error summary's link leads: the input, or the first of its choices."""
        return self.options[0].id if self.options and self.kind != "select" else self.id


def shown(source: Any) -> Shown:
    """From a WTForms field, a dictionary with the same words as Shown, or a Shown."""
    if isinstance(source, Shown):
        return source
    return _from_words(source) if isinstance(source, Mapping) else _from_field(source)


def mistakes(form: Iterable[Any]) -> list[tuple[str, str]]:
    """(id, message) of each error of a form, in its order, for the summary at the top.

    Where several fields have the same to say, each message is led by what its field asks.
    """
    fields = [shown(each) for each in form if each is not None]
    said = Counter(message for each in fields for message in each.errors)
    return [
        (each.first_id, f"{_asked(each.label)} {message}" if said[message] > 1 else message)
        for each in fields
        for message in each.errors
    ]


def _asked(label: object) -> str:
    """What a field asks, closed by a sign so that a sentence can follow."""
    words = str(label).strip()
    return words if words.endswith(("?", "!", ".", ":", "…")) else f"{words}."


def _from_words(words: Mapping[str, Any]) -> Shown:
    identity = words.get("id") or words["name"]
    options = tuple(_option(each, identity, place) for place, each in enumerate(words.get("options", ())))
    return Shown(**{**words, "id": identity, "options": options, "errors": tuple(words.get("errors", ()))})


def _option(source: Any, identity: str, place: int) -> Option:
    option = source if isinstance(source, Option) else Option(**source)
    return (
        option
        if option.id
        else Option(option.value, option.label, option.is_checked, option.note, f"{identity}-{place}")
    )


def _from_field(source: FormField) -> Shown:
    attributes = {key: value for key, value in (source.render_kw or {}).items() if key not in ("kind", "unit", "ends")}
    words = source.render_kw or {}
    kind = words.get("kind") or _kind_of(source)
    return Shown(
        kind=kind,
        name=source.name,
        label=str(source.label.text),
        id=source.id,
        hint=str(source.description or ""),
        value=source.data if kind == "tick" else source._value() if hasattr(source, "_value") else source.data,
        errors=tuple(str(error) for error in source.errors),
        options=_options(source) if kind in ("select", "choice", "choices", "scale") else (),
        is_required=bool(source.flags.required) or _has_always_an_answer(source),
        attributes=_limits(source) | attributes,
        unit=str(words.get("unit", "")),
        ends=words.get("ends", ()),
    )


def _has_always_an_answer(source: FormField) -> bool:
    """A choice that begins with an answer cannot be left without one, whether or not its validators ask for it."""
    if isinstance(source, RadioField):
        return source.default is not None
    return _kind_of(source) == "select" and all(choice.value for choice in source.iter_choices())


def _kind_of(source: FormField) -> str:
    """Subclasses look as their nearest known parent does."""
    return next((KINDS[each.__name__] for each in type(source).__mro__ if each.__name__ in KINDS), "text")


def _options(source: Any) -> tuple[Option, ...]:
    """A choice may carry a quieter second line: `SelectChoice(value, label, render_kw={"note": …})`."""
    return tuple(
        Option(
            str(choice.value),
            str(choice.label),
            bool(choice.selected),
            str((choice.render_kw or {}).get("note", "")),
            f"{source.id}-{place}",
        )
        for place, choice in enumerate(source.iter_choices())
    )


def _limits(source: FormField) -> dict[str, Any]:
    """The limits that validators announce to the browser."""
    names = ("maxlength", "minlength", "min", "max", "step", "multiple")
    return {name: getattr(source.flags, name) for name in names if getattr(source.flags, name, None) is not None}
