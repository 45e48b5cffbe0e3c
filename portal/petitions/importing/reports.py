"""What came of an import, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from portal.petitions.importing.shapes import Code, WrongLine


@dataclass(frozen=True)
class Refusal:
    """A line that was not taken, and why."""

    line: int
    code: Code
    detail: str

    @property
    def words(self) -> str:
        said = _said()[self.code]
        return f"{said} ({self.detail})" if self.detail else said


@dataclass
class Report:
    """Lines read, and what became of each."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    is_cancelled: bool = False

    def refuse(self, line: int, wrong: WrongLine) -> None:
        self.refused.append(Refusal(line, wrong.code, wrong.detail))

    def as_json(self) -> dict[str, Any]:
        refused = [{"line": each.line, "code": each.code.value, "reason": each.words} for each in self.refused]
        counts = {"read": self.read, "added": self.added, "changed": self.changed, "unchanged": self.unchanged}
        return counts | {"refused": refused}


def _said() -> Mapping[Code, str]:
    return {
        Code.NO_ID: _("It has no number of its own."),
        Code.NO_TITLE: _("It asks nothing."),
        Code.WRONG_NUMBER: _("Its number of signatures cannot be read."),
        Code.WRONG_DATE: _("A date cannot be read."),
        Code.NOT_PUBLIC: _("It is in a state that is not public."),
        Code.TWICE: _("The file has it twice."),
    }
