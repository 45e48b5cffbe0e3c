"""Long lists, a page at a time: by key, and without ever counting a big table."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")

PAGE_SIZE = 30


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some rows of a list, and where the next ones begin (None at the end)."""

    rows: Sequence[Item]
    after: str | None

    @property
    def has_next(self) -> bool:
        return self.after is not None


def cut(rows: Sequence[Item], size: int, key: Callable[[Item], Sequence[Any]]) -> Page[Item]:
    """A page from `size + 1` rows: the one too many only proves that there is more."""
    shown = rows[:size]
    has_next = len(rows) > size
    return Page(shown, cursor(key(shown[-1])) if has_next else None)


def cursor(values: Sequence[Any]) -> str:
    """Where a list goes on, as one opaque word for an address."""
    text = json.dumps(list(values), ensure_ascii=False, separators=(",", ":"), default=str)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(word: str | None, *kinds: type) -> list[Any] | None:
    """What `cursor` was given, if it has these types; a word that was tampered with means the first page."""
    if not word or len(word) > 500:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    is_ours = isinstance(values, list) and len(values) == len(kinds)
    if not is_ours or not all(isinstance(value, kind) for value, kind in zip(values, kinds, strict=True)):
        return None
    return values
