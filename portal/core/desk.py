"""What the staff area is made of: entries of its rail, things that wait, panels of its first page.

Features say so through `wiring`; the shell and the first page (package `site`) show to each person what their rights allow.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask_babel import LazyString


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the rail. Telephones show the first three; `count` is what is to be dealt with there."""

    label: LazyString
    endpoint: str
    right: StrEnum
    position: int
    count: Callable[[], int] | None = None


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


def entries(may: Callable[[Any], bool]) -> list[Entry]:
    """The rail of somebody with these rights, from the top down."""
    return sorted((entry for entry in _desk.entries.values() if may(entry.right)), key=lambda entry: entry.position)


def panels(may: Callable[[Any], bool]) -> list[Panel]:
    return sorted((panel for panel in _desk.panels.values() if may(panel.right)), key=lambda panel: panel.position)


def tasks(may: Callable[[Any], bool]) -> Sequence[Task]:
    """What waits for somebody with these rights, the most urgent first."""
    found = [task for source in _desk.sources.values() if may(source.right) for task in source.tasks()]
    return sorted(found, key=lambda task: task.days_left)
