"""The kinds of activity there are, said by `wiring`: what each is called, and where its pages are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import LazyString

from portal.accounts.rules import Right
from portal.core import parts
from portal.participation.rules import states
from portal.participation.saying import ANSWER, Words


@dataclass(frozen=True)
class Tab:
    """A page for staff about one activity: `endpoint` takes its id; shown to who has the right."""

    key: str
    endpoint: str
    label: LazyString
    right: Right


@dataclass(frozen=True)
class Sheet:
    """Published responses as a table: its heads, and what turns the marks of one response into its row."""

    heads: list[str]
    row: Callable[[Sequence[str]], list[str]]


def as_written(value: str) -> str:
    return value


@dataclass(frozen=True)
class Criterion:
    """A condition of the kind's own by which staff may set participations aside.

    `sql` speaks of `p` (participations) and `v` (their current versions) and binds its value as `:name`; `read` brings what
    was typed into its one spelling, or raises ValueError with words for the form; `shown` says it again to staff. What is not
    asked for stands in no form: other conditions bring it.
    """

    name: str
    label: LazyString
    sql: str
    hint: LazyString | str = ""
    read: Callable[[str], str] = as_written
    shown: Callable[[str], str] = as_written
    is_asked: bool = True


@dataclass(frozen=True)
class Kind:
    """`show`, `results` and `answer` are endpoints that take a slug; `change` one that takes a manage token.

    `figures` gives the kind's part of the public results (activity id, tally cells) as plain JSON; `own_results` answers
    with the results page for one who took part; `sheet` says how single responses are published. Without them, nothing is.
    `without_words` gives what of an answer (activity id, content) may stay when its author is erased; nothing, without it.
    `hides_small_zones`: that somebody took part is itself an opinion, so few of one zone are not published (R14).
    `part` names what an organisation switches off with it. `tabs` are its pages for staff, the first one its overview;
    `criteria` are its own conditions for setting aside; `words` what its act is called; `steps`
    what comes after it, as (tone, title, note), instead of what every activity promises.
    `assure` says at the instant of the confirmation how sure it is who acts (activity id, participation id, content): the
    address alone, without it.
    """

    name: str
    label: LazyString
    show: str
    results: str
    answer: str
    change: str
    figures: Callable[[int, Sequence[Any]], list[dict[str, Any]]] | None = None
    own_results: Callable[[Any], Any] | None = None
    sheet: Callable[[int], Sheet] | None = None
    without_words: Callable[[int, dict[str, Any]], dict[str, Any]] | None = None
    tabs: tuple[Tab, ...] = ()
    part: str = ""
    hides_small_zones: bool = False
    criteria: tuple[Criterion, ...] = ()
    words: Words = ANSWER
    steps: Callable[[Any], Sequence[tuple[str, str, str]]] | None = None
    assure: Callable[[int, int, dict[str, Any]], states.Assurance] | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind(name: str) -> Kind:
    return _kinds[name]


def in_use() -> list[Kind]:
    """The kinds that the organisation at work has not switched off, in the order in which `wiring` said them."""
    return [kind for kind in _kinds.values() if parts.is_in_use(kind.part)]


def words(name: str) -> Words:
    """What the act of a kind is called; an answer, for a letter that an older release left without its kind."""
    return _kinds[name].words if name in _kinds else ANSWER


def is_in_use(name: str) -> bool:
    return parts.is_in_use(_kinds[name].part)


def url(name: str, slug: str, page: str = "show", **values: Any) -> str:
    """The address of an activity's page: `show`, `results` or `answer`."""
    return url_for(getattr(_kinds[name], page), slug=slug, **values)


def change_url(name: str, token: str) -> str:
    return url_for(_kinds[name].change, token=token)
