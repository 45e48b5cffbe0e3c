"""What the staff area is made of: entries of its rail, things that wait, panels of its first page.

Features say so through `wiring`; the shell and the first page (package `site`) show to each person what their rights allow.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask_babel import LazyString


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the rail. Telephones show the first three; `count` is what is to be dealt with there.

    `part` names the part of the portal that an organisation may switch off, and the line with it; "" is always there.
    """

    label: LazyString
    endpoint: str
    right: StrEnum
    position: int
    count: Callable[[], int] | None = None
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing that waits for somebody: what, until when in words, and the button that leads to it.

    `days_left` orders the list (negative: late); `tone` is "bad", "soon" or nothing.
    """

    title: str
    due: str
    url: str
    act: str
    days_left: float
    tone: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A part of the first page: a template of the feature (it begins with an <h2>) and what it needs."""

    template: str
    right: StrEnum
    position: int
    figures: Callable[[], Mapping[str, Any]]
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskSource:
    """Where waiting things come from."""

    right: StrEnum
    tasks: Callable[[], Iterable[Task]]


@dataclass(frozen=True)
class _Desk:
    entries: dict[str, Entry] = field(default_factory=dict)
    panels: dict[str, Panel] = field(default_factory=dict)
    sources: dict[str, TaskSource] = field(default_factory=dict)


_desk = _Desk()


def register(part: Entry | Panel) -> None:
    """Add a line of the rail or a panel; the same one again replaces itself."""
    if isinstance(part, Entry):
        _desk.entries[part.endpoint] = part
    else:
        _desk.panels[part.template] = part


def register_tasks(name: str, right: StrEnum, tasks: Callable[[], Iterable[Task]]) -> None:
    """Add a source of waiting things."""
    _desk.sources[name] = TaskSource(right=right, tasks=tasks)


def entries(may: Callable[[Any], bool], parts: Collection[str]) -> list[Entry]:
    """The rail of somebody with these rights where these parts are in use, from the top down."""
    return sorted((each for each in _desk.entries.values() if _is_shown(each, may, parts)), key=_position)


def panels(may: Callable[[Any], bool], parts: Collection[str]) -> list[Panel]:
    """The panels of the first page, likewise."""
    return sorted((each for each in _desk.panels.values() if _is_shown(each, may, parts)), key=_position)


def _is_shown(each: Entry | Panel, may: Callable[[Any], bool], parts: Collection[str]) -> bool:
    return may(each.right) and (not each.part or each.part in parts)


def _position(each: Entry | Panel) -> int:
    return each.position


def tasks(may: Callable[[Any], bool]) -> Sequence[Task]:
    """What waits for somebody with these rights, the most urgent first."""
    found = [task for source in _desk.sources.values() if may(source.right) for task in source.tasks()]
    return sorted(found, key=lambda task: task.days_left)
