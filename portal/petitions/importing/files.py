"""From bytes to lines: JSON as the UK Parliament's service gives it, or a table with a header."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

MOST_BYTES = 200_000_000
SAMPLE = 4_000

Line = tuple[int, Mapping[str, Any]]
"""Its number in the file (its place in a JSON list, from 1), and what it says."""


class UnreadableFile(Exception):
    """It is neither."""


def read(content: bytes) -> list[Line]:
    """Every line. Raises UnreadableFile."""
    if len(content) > MOST_BYTES:
        raise UnreadableFile
    text = _decoded(content)
    if text.lstrip()[:1] in ("{", "["):
        return list(_from_json(text))
    return list(_from_table(text))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _from_json(text: str) -> Iterator[Line]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile from error
    if isinstance(found, dict):
        found = found.get("data", found)
    for number, each in enumerate(found if isinstance(found, list) else [found], start=1):
        if not isinstance(each, dict):
            raise UnreadableFile
        own = each.get("attributes")
        yield number, {**own, "id": each.get("id")} if isinstance(own, dict) else each


def _from_table(text: str) -> Iterator[Line]:
    header = text[:SAMPLE].partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=header.count))
    try:
        for row in reader:
            yield reader.line_num, {name: value or "" for name, value in row.items() if isinstance(name, str)}
    except csv.Error as error:
        raise UnreadableFile from error
