"""Types of an XLSForm row, in all the spellings that forms have had, and what we make of them."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto

from portal.surveys.rules.shapes import QuestionType

OR_OTHER = re.compile(r"\s+or[ _](?:specify )?other$")
SELECT = re.compile(
    r"(?:add )?(?P<how>select|select1)[ _]?(?P<many>one|multiple|all that apply)?"
    r"(?: prompt)?(?: (?:from|using))? (?P<list>\S+)"
)
MARKER = re.compile(r"(?P<what>begin|end)[ _](?:looped )?(?P<block>group|repeat|loop)(?: over \S+)?")

SIMPLE = {
    **dict.fromkeys(("text", "string", "phone number", "phonenumber", "email"), QuestionType.SHORT_TEXT),
    **dict.fromkeys(("integer", "int", "decimal", "range", "percentage"), QuestionType.NUMBER),
    "date": QuestionType.DATE,
    "note": QuestionType.STATEMENT,
}
PREFIXES = re.compile(r"^add | prompt$|^q ")
APPROXIMATED = frozenset({"phone number", "phonenumber", "email", "percentage"})
DECIMALS = frozenset({"decimal", "percentage"})
META = frozenset(
    {
        *("start", "end", "today", "deviceid", "device id", "imei", "username", "simserial", "sim id", "subscriberid"),
        *("calculate", "calculation", "hidden", "audit", "start-geopoint", "background-audio", "get", "uri:deviceid"),
        *("get today", "get start time", "get end time", "get device id", "get sim id", "get phone number"),
        *("xml-external", "csv-external", "entity"),
    }
)


class Block(StrEnum):
    """What opens and closes parts of a form."""

    GROUP = auto()
    REPEAT = auto()


@dataclass(frozen=True, slots=True)
class Kind:
    """One row's type. `question` is None for markers of blocks, for what devices note, and for what we cannot ask."""

    question: QuestionType | None = None
    list_name: str = ""
    has_other: bool = False
    is_decimal: bool = False
    is_range: bool = False
    is_approximated: bool = False
    opens: Block | None = None
    closes: Block | None = None
    is_meta: bool = False


def kind_of(written: str) -> Kind:
    """What a type cell means; an empty Kind is a type that we do not support."""
    name = " ".join(written.split())
    lowered = name.lower()
    if match := MARKER.fullmatch(lowered):
        block = Block.GROUP if match["block"] == "group" else Block.REPEAT
        return Kind(opens=block) if match["what"] == "begin" else Kind(closes=block)
    if lowered in META:
        return Kind(is_meta=True)
    simple = PREFIXES.sub("", lowered)
    if simple in SIMPLE:
        return Kind(
            question=SIMPLE[simple],
            is_decimal=simple in DECIMALS,
            is_range=simple == "range",
            is_approximated=simple in APPROXIMATED,
        )
    return _select(name)


def _select(name: str) -> Kind:
    has_other = OR_OTHER.search(name.lower())
    bare = name[: has_other.start()] if has_other else name
    match = SELECT.fullmatch(bare.lower())
    if match is None or (match["many"] is None and match["how"] != "select1"):
        return Kind()
    kind = QuestionType.SINGLE if match["many"] in ("one", None) else QuestionType.MULTIPLE
    list_name = bare[match.start("list") :]
    return Kind(question=kind, list_name=list_name, has_other=has_other is not None)
