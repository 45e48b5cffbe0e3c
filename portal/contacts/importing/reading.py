"""A CSV list of people: which column says what, whatever it is called and however the file is written."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.core.errors import Refused

SIZE = 30_000_000
LINES = 200_000
CELL_SIGNS = 2_000
SAMPLE = 65_536
SEPARATORS = ",;\t|"

COLUMNS = {
    "address": {"address", "e-mail", "email", "mail", "adresse", "adresse e-mail", "courriel"},
    "name": {"name", "nom", "nom complet"},
    "phone": {"phone", "telephone", "téléphone", "mobile", "portable"},
    "zone": {"zone", "neighbourhood", "quartier"},
    "language": {"language", "langue"},
    "themes": {"themes", "thèmes"},
    "purpose": {"purpose", "finalité"},
    "channel": {"channel", "canal"},
    "agreed_on": {"agreed_on", "agreed on", "date du consentement"},
    "words": {"words", "wording", "texte du consentement"},
    "method": {"method", "moyen"},
    "evidence": {"evidence", "preuve"},
}
"""What we keep → the headers that mean it. Any other column is not read, and the report names it."""

PROOF = ("purpose", "channel", "agreed_on", "words", "method", "evidence")
"""Without one of these, nobody may be written to by e-mail or text message because of a list (R8)."""


class WrongFile(Refused):
    """The file as a whole is no list of people; the message says why."""


@dataclass(frozen=True)
class Line:
    """One person as the file has them, by our names; `number` as a spreadsheet shows it."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True)
class People:
    """The lines of a file, and the headers nobody here knows."""

    lines: list[Line]
    left_out: list[str]


def read(content: bytes) -> People:
    """Read a file in the encodings and separators people have. Raises WrongFile."""
    if len(content) > SIZE:
        raise WrongFile(_("The file is larger than 30 MB."))
    text = _decoded(content)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text[:SAMPLE]))
    try:
        heads = [head.strip() for head in next(rows, [])]
        names = [_meaning(head) for head in heads]
        known = [name for name in names if name]
        if not {"address", "phone"} & set(known) or len(known) != len(set(known)):
            raise WrongFile(_("The first line must name the columns, each once, with an address or a telephone."))
        lines = list(_lines(rows, names))
    except csv.Error as error:
        raise WrongFile(_("This is no CSV file that can be read.")) from error
    return People(lines, [head for head, name in zip(heads, names, strict=True) if head and not name])


def _lines(rows: Iterator[list[str]], names: list[str]) -> Iterator[Line]:
    for number, row in enumerate(rows, start=2):
        if number > LINES:
            raise WrongFile(_("The file has more than 200,000 lines."))
        cells = [cell.replace("\x00", "").strip()[:CELL_SIGNS] for cell in row]
        if any(cells):
            yield Line(number, {name: cell for name, cell in zip(names, cells, strict=False) if name and cell})


def _meaning(head: str) -> str:
    return next((name for name, heads in COLUMNS.items() if head.casefold() in heads), "")


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(sample: str) -> str:
    head = sample.split("\n", 1)[0]
    return max(SEPARATORS, key=head.count)
