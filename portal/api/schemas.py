"""Shapes of the public JSON as JSON Schema. Every object lists all that it may hold: a test refuses anything else."""

from typing import Any

from portal.participation.queries import search
from portal.participation.rules import states

Json = dict[str, Any]

STATES = search.STATES
TEXT: Json = {"type": "string"}
COUNT: Json = {"type": "integer", "minimum": 0}
INSTANT: Json = {"type": "string", "format": "date-time"}
DAY: Json = {"type": "string", "format": "date"}
OPTIONAL = "x-optional"


def _maybe(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(**properties: Json) -> Json:
    """An object of exactly these properties; those marked by `_optional` may be missing."""
    required = [name for name, schema in properties.items() if OPTIONAL not in schema]
    plain = {
        name: {key: value for key, value in schema.items() if key != OPTIONAL} for name, schema in properties.items()
    }
    return {"type": "object", "properties": plain, "required": required, "additionalProperties": False}


def _optional(schema: Json) -> Json:
    return schema | {OPTIONAL: True}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _enum(values: Any) -> Json:
    return {"type": "string", "enum": [str(value) for value in values]}


ITEM: dict[str, Json] = {
    "id": {"type": "integer"},
    "kind": TEXT,
    "slug": TEXT,
    "title": TEXT,
    "summary": TEXT,
    "state": _enum(sorted(states.PUBLIC_STATES)),
    "opens_at": _maybe(INSTANT),
    "closes_at": _maybe(INSTANT),
    "url": TEXT,
    "participations": COUNT,
}

FIGURES: Json = {
    "counted": COUNT,
    "pending": COUNT,
    "by_assurance": {"type": "object", "additionalProperties": COUNT},
    "by_zone": _list(_object(zone=_maybe(TEXT), label=_maybe(TEXT), n=_maybe(COUNT))),
    "by_day": _list(_object(day=DAY, n=COUNT)),
}
PARTICIPATIONS = _object(**FIGURES)

SCHEMAS: dict[str, Json] = {
    "ActivityItem": _object(**ITEM),
    "ActivityList": _object(items=_list(_ref("ActivityItem")), next=_maybe(TEXT)),
    "Activity": _object(
        **ITEM,
        organisation=_object(slug=TEXT, name=TEXT, regime=_enum(("public", "political")), url=TEXT),
        project=_maybe(_object(slug=TEXT, title=TEXT, url=TEXT)),
        themes=_list(TEXT),
        zone=_maybe(_object(key=TEXT, label=TEXT)),
        access=_enum(states.AccessLevel),
        is_anonymous={"type": "boolean"},
        results=_enum(states.ResultsVisibility),
        body_html=TEXT,
        withdrawn_reason=_maybe(TEXT),
        answer=_maybe(_ref("Answer")),
    ),
    "Answer": _object(
        version=COUNT,
        decision=_enum(states.Decision),
        author=TEXT,
        title=TEXT,
        body_html=TEXT,
        published_at=INSTANT,
        documents=_list({"type": "object"}),
    ),
    "Results": _object(
        activity={"type": "integer"},
        version=COUNT,
        is_provisional={"type": "boolean"},
        participations=PARTICIPATIONS,
        questions=_list(_ref("Question")),
    ),
    "Question": _object(
        key=TEXT,
        type=TEXT,
        title=TEXT,
        asked=COUNT,
        answered=COUNT,
        options=_list(_object(key=TEXT, label=TEXT, n=COUNT, share={"type": "number", "minimum": 0})),
        statistics=_optional(
            _object(n=COUNT, mean={"type": "number"}, standard_deviation={"type": "number"}, median={"type": "number"})
        ),
    ),
    "Petition": _object(
        id={"type": "integer"},
        slug=TEXT,
        url=TEXT,
        language=TEXT,
        title=_maybe(TEXT),
        background=_maybe(TEXT),
        details=_maybe(TEXT),
        state=_enum((*sorted(states.PUBLIC_STATES), "rejected")),
        opens_at=_maybe(INSTANT),
        closes_at=_maybe(INSTANT),
        withdrawn_reason=_maybe(TEXT),
        rejection=_maybe(_object(reason=TEXT, words=TEXT, note=_maybe(TEXT), decided_at=_maybe(INSTANT))),
        is_by_staff={"type": "boolean"},
        author=_maybe(TEXT),
        is_statutory={"type": "boolean"},
        electors=_maybe(COUNT),
        version=COUNT,
        source=_maybe(_object(host=TEXT, id=TEXT, url=_maybe(TEXT))),
        signatures=_object(**FIGURES, elsewhere=COUNT),
        thresholds=_list(_ref("Threshold")),
        updates=_list(_object(title=TEXT, body=TEXT, language=TEXT, is_by_author={"type": "boolean"}, told_at=INSTANT)),
        answer=_maybe(_ref("Answer")),
    ),
    "Threshold": _object(
        label=TEXT,
        promise=TEXT,
        number=COUNT,
        one_in=_maybe(COUNT),
        is_reached={"type": "boolean"},
        reached_at=_maybe(INSTANT),
        reverted_at=_maybe(INSTANT),
        clock=_list(
            _object(step=TEXT, state=_enum(("done", "now", "late", "later")), day=_maybe(DAY), days_late=COUNT)
        ),
    ),
    "PetitionCount": _object(count=COUNT, version=COUNT),
    "Receipt": _object(
        code=TEXT,
        activity={"type": "integer"},
        state=_enum(states.ParticipationState),
        assurance=_enum(states.Assurance),
        submitted_at=INSTANT,
        counted_at=_maybe(INSTANT),
        changed_at=_maybe(INSTANT),
        reason=_maybe(TEXT),
    ),
    "Problem": _object(type=TEXT, status={"type": "integer"}, title=TEXT, reason=_optional(TEXT)),
}
