"""A sheet of responses: which columns belong together, what they are called, and where the answers begin."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from portal.surveys.importing.sheets import Row, Sheet
from portal.surveys.rules import texts
from portal.surveys.rules.problems import Wrong
from portal.surveys.rules.shapes import MAX_LABEL

SECOND_HEADER = frozenset({"", "response", "open-ended response", "réponse", "réponse ouverte"})
"""What a second line of headers says above columns that stand alone."""

TICKS = frozenset({"0", "1", "x", "true", "false", "vrai", "faux"})
"""What programs write under a choice that was or was not ticked."""


class Layout(StrEnum):
    """How columns that share a header hold their answers."""

    ALONE = auto()
    TICKS = auto()
    RANKS = auto()
    ROWS = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One header and its columns. `labels` name the columns of a block, in order; a lone one has none."""

    title: str
    columns: tuple[int, ...]
    labels: tuple[str, ...]
    layout: Layout


@dataclass(frozen=True, slots=True)
class Table:
    """The fields of a sheet and its rows of answers."""

    sheet: str
    header_row: int
    fields: list[Field]
    rows: list[Row]

    def values(self, column: int) -> Iterator[str]:
        """What a column says, empty cells left out."""
        return (row.cells[column] for row in self.rows if column < len(row.cells) and row.cells[column])


def tidy(words: str) -> str:
    """A header or a choice as one clean line; control characters become blanks."""
    try:
        return texts.line(words)[:MAX_LABEL]
    except Wrong:
        return texts.line(texts.FORBIDDEN.sub(" ", words))[:MAX_LABEL]


def fold(words: str) -> str:
    """What two spellings of one choice share."""
    return tidy(words).casefold()


def row_title(title: str, label: str) -> str:
    """The title of a question made of one column of a block."""
    return tidy(f"{title[: MAX_LABEL // 2]} – {label}" if label else title)


def table(sheet: Sheet) -> Table:
    """Find the fields of a sheet whose first row is its header. A header with empty cells behind it spans them."""
    if not sheet.rows:
        return Table(sheet.name, 1, [], [])
    header, rows = sheet.rows[0], sheet.rows[1:]
    width = max(len(row.cells) for row in sheet.rows)
    cells = [tidy(cell) for cell in header.cells] + [""] * (width - len(header.cells))
    spans = [span for span in _spans(cells) if cells[span[0]] or any(_cell(row, span[0]) for row in rows)]
    second = rows[0] if rows and _is_second_header(rows[0], spans) else None
    answers = Table(sheet.name, header.number, [], rows[1:] if second else rows)
    answers.fields.extend(_field(cells[span[0]], span, second, answers) for span in spans)
    return answers


def _spans(cells: Sequence[str]) -> list[list[int]]:
    spans: list[list[int]] = []
    for column, cell in enumerate(cells):
        if cell or not spans:
            spans.append([column])
        else:
            spans[-1].append(column)
    return spans


def _cell(row: Row, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""


def _is_second_header(row: Row, spans: Sequence[Sequence[int]]) -> bool:
    """Whether the row names the columns of blocks: all of them, and nothing of its own anywhere else."""
    blocks = [span for span in spans if len(span) > 1]
    alone = [span[0] for span in spans if len(span) == 1]
    return (
        bool(blocks)
        and all(_cell(row, column) for span in blocks for column in span)
        and all(_cell(row, column).casefold() in SECOND_HEADER for column in alone)
    )


def _field(title: str, span: Sequence[int], second: Row | None, answers: Table) -> Field:
    if len(span) == 1:
        return Field(title, tuple(span), (), Layout.ALONE)
    seen = [Counter(map(tidy, answers.values(column))) for column in span]
    named = [tidy(_cell(second, column)) if second else "" for column in span]
    layout = _layout(seen, named)
    if layout is Layout.TICKS:
        named = [name or next(iter(counts), "") for name, counts in zip(named, seen, strict=True)]
    labels = [name or str(place) for place, name in enumerate(named, start=1)]
    return Field(title, tuple(span), tuple(labels), layout)


def _layout(seen: Sequence[Counter[str]], named: Sequence[str]) -> Layout:
    """Ticks say one thing per column, or 0 and 1; ranks say numbers up to how many columns there are; else a grid."""
    said = {value.casefold() for counts in seen for value in counts}
    if all(len(counts) <= 1 for counts in seen) and (all(named) or _are_different(seen)):
        return Layout.TICKS
    if all(named) and said <= TICKS:
        return Layout.TICKS
    ranks = {str(rank) for rank in range(1, len(seen) + 1)}
    return Layout.RANKS if said and said <= ranks else Layout.ROWS


def _are_different(seen: Sequence[Counter[str]]) -> bool:
    said = [value for counts in seen for value in counts]
    return len(said) == len(set(said))
