"""Enough of JSON Schema to hold our own answers to our own description; a word it does not know is an error."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}
KNOWN = {
    "$ref",
    "additionalProperties",
    "anyOf",
    "enum",
    "format",
    "items",
    "minimum",
    "properties",
    "required",
    "type",
}


def faults(value: Any, schema: dict[str, Any], schemas: dict[str, Any], at: str = "$") -> list[str]:
    """What of a value does not fit; nothing when all does."""
    return list(_faults(value, schema, schemas, at))


def _faults(value: Any, schema: dict[str, Any], schemas: dict[str, Any], at: str) -> Iterator[str]:
    if unknown := schema.keys() - KNOWN:
        yield f"{at}: the checker does not know {unknown}"
    if "$ref" in schema:
        yield from _faults(value, schemas[schema["$ref"].rsplit("/", 1)[1]], schemas, at)
        return
    if "anyOf" in schema:
        tries = [list(_faults(value, each, schemas, at)) for each in schema["anyOf"]]
        if all(tries):
            yield from tries[0]
        return
    yield from _of_type(value, schema, at)
    if isinstance(value, list) and "items" in schema:
        for place, each in enumerate(value):
            yield from _faults(each, schema["items"], schemas, f"{at}[{place}]")
    if isinstance(value, dict):
        yield from _of_object(value, schema, schemas, at)


def _of_type(value: Any, schema: dict[str, Any], at: str) -> Iterator[str]:
    wanted = schema.get("type")
    if wanted == "null":
        if value is not None:
            yield f"{at}: {value!r} is not null"
        return
    if wanted and (not isinstance(value, TYPES[wanted]) or (wanted != "boolean" and isinstance(value, bool))):
        yield f"{at}: {value!r} is no {wanted}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if "minimum" in schema and value < schema["minimum"]:
        yield f"{at}: {value} is under {schema['minimum']}"
    if schema.get("format") == "date-time" and dt.datetime.fromisoformat(value).tzinfo is None:
        yield f"{at}: {value} says no time zone"
    if schema.get("format") == "date":
        dt.date.fromisoformat(value)


def _of_object(value: dict[str, Any], schema: dict[str, Any], schemas: dict[str, Any], at: str) -> Iterator[str]:
    known = schema.get("properties", {})
    yield from (f"{at}: {name} is missing" for name in schema.get("required", ()) if name not in value)
    more = schema.get("additionalProperties", True)
    for name, each in value.items():
        if name in known:
            yield from _faults(each, known[name], schemas, f"{at}.{name}")
        elif more is False:
            yield f"{at}: {name} is not in the description"
        elif isinstance(more, dict):
            yield from _faults(each, more, schemas, f"{at}.{name}")
