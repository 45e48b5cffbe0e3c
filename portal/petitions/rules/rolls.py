"""An electoral roll as a file: what its columns are called, and what each line says. Only hashes of it are ever kept (L37)."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.participation.rules import mailboxes
from portal.petitions.rules import statutory

COLUMNS = {
    "birth_name": ("nom de naissance", "nom", "birth name", "last name", "name"),
    "used_name": ("nom d usage", "nom usage", "used name"),
    "first_names": ("prenoms", "prenom", "first names", "first name"),
    "born": ("date de naissance", "ne le", "birth date", "date of birth"),
    "sort": ("libelle du type de liste", "type de liste", "list"),
}
NEEDED = ("birth_name", "first_names", "born")
ELSEWHERE = "europe"  # on this list people elect a parliament, and no municipal council
MOST_SIGNS = 300


class NotARoll(ValueError):
    """The file has no columns of a roll; `missing` names them."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass
class Reading:
    """What came of a file: lines read, electors, lines of a European list, and those refused by line and reason."""

    read: int = 0
    electors: int = 0
    again: int = 0
    elsewhere: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        told = [{"line": line, "reason": reason} for line, reason in self.refused]
        return {
            "read": self.read,
            "added": self.electors,
            "unchanged": self.again,
            "elsewhere": self.elsewhere,
            "refused": told,
        }


def decoded(data: bytes) -> str:
    """A file as a text: UTF-8, or what older programs write."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def electors(data: bytes, reading: Reading) -> Iterator[list[str]]:
    """The spellings of each elector, the full one first; what is left out goes to `reading`. Raises NotARoll."""
    text = decoded(data)
    separator = max(";,\t", key=text.partition("\n")[0].count)
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    places = _places(next(rows, []))
    for cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        reading.read += 1
        line = {name: cells[place][:MOST_SIGNS] if place < len(cells) else "" for name, place in places.items()}
        if ELSEWHERE in " ".join(mailboxes.folded_words(line.get("sort", ""))):
            reading.elsewhere += 1
            continue
        found, reason = _spelt(line)
        if reason:
            reading.refused.append((rows.line_num, reason))
        else:
            yield found


def _places(heads: list[str]) -> dict[str, int]:
    folded = [" ".join(mailboxes.folded_words(head)) for head in heads]
    places = {
        name: folded.index(next(word for word in words if word in folded))
        for name, words in COLUMNS.items()
        if any(word in folded for word in words)
    }
    if missing := tuple(COLUMNS[name][0] for name in NEEDED if name not in places):
        raise NotARoll(missing)
    return places


def _spelt(line: dict[str, str]) -> tuple[list[str], str]:
    day = statutory.day_written(line["born"])
    if not day:
        return [], "no day of birth"
    found = list(statutory.spellings(line["birth_name"], line.get("used_name", ""), line["first_names"], day))
    return (found, "") if found else ([], "no name")
