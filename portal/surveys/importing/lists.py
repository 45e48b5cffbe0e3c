"""Choice lists of an XLSForm, as options with keys that counts can carry."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from portal.surveys.importing.columns import Record
from portal.surveys.importing.warnings import Code, RowWarning
from portal.surveys.rules.checks import OPTION_KEY
from portal.surveys.rules.shapes import MAX_LABEL, MAX_OPTIONS, Option

KEY_LENGTH = 40
NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(slots=True)
class ChoiceLists:
    """Options by the name of their list."""

    options: dict[str, list[Option]]

    def find(self, name: str) -> tuple[Option, ...]:
        """The options of a list, in any case; empty where there is no such list."""
        return tuple(self.options.get(name, []) or self.options.get(name.lower(), []))


def choice_lists(rows: Iterable[Record], warnings: list[RowWarning], language: str) -> ChoiceLists:
    """Collect the lists. Whatever is wrong with a choice is a warning at its row."""
    lists: dict[str, list[Option]] = defaultdict(list)
    for row in rows:
        if not row.values:
            continue
        name = row.get("list_name")
        if not name or not (row.get("name") or row.text("label")):
            warnings.append(RowWarning(row.sheet, row.row, Code.NO_LIST, name or row.get("name")))
            continue
        _add(lists[name], row, warnings, language)
    return ChoiceLists(dict(lists) | {name.lower(): options for name, options in lists.items()})


def free_key(written: str, taken: Iterable[str]) -> str:
    """A key for a choice: its own name where it can be one, else a like one; never one of those taken."""
    plain = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode()
    base = NOT_IN_KEYS.sub("_", plain).strip("_.-")[:KEY_LENGTH] or "option"
    used, key, number = set(taken), base, 1
    while key in used:
        number += 1
        key = f"{base[: KEY_LENGTH - 4]}_{number}"
    return key


def _add(options: list[Option], row: Record, warnings: list[RowWarning], language: str) -> None:
    name = row.get("name") or row.get("label")
    taken = [option.key for option in options]
    if len(options) == MAX_OPTIONS:
        warnings.append(RowWarning(row.sheet, row.row, Code.TOO_MANY, name))
        return
    if name in taken:
        warnings.append(RowWarning(row.sheet, row.row, Code.DUPLICATE_CHOICE, name))
    elif not OPTION_KEY.fullmatch(name):
        warnings.append(RowWarning(row.sheet, row.row, Code.RENAMED_CHOICE, name))
    if not row.text("label"):
        warnings.append(RowWarning(row.sheet, row.row, Code.NO_LABEL, name))
    if row.text("media"):
        warnings.append(RowWarning(row.sheet, row.row, Code.UNSUPPORTED_COLUMN, f"media: {row.get('media')}"))
    label = row.text("label") or {language: name}
    key = name if OPTION_KEY.fullmatch(name) and name not in taken else free_key(name, taken)
    options.append(Option(key=key, label={spoken: words[:MAX_LABEL] for spoken, words in label.items()}))
