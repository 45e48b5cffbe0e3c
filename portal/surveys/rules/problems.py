"""What can be wrong with an answer, as codes that screens put into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """One kind of problem; the parameters that come with it stand behind."""

    MISSING = "missing"
    REPEATED = "repeated"
    UNKNOWN_OPTION = "unknown_option"
    TOO_FEW = "too_few"  # minimum, count
    TOO_MANY = "too_many"  # maximum, count
    EXCLUSIVE = "exclusive"  # option: its key
    OTHER_MISSING = "other_missing"
    TOO_LONG = "too_long"  # maximum, count: characters
    FORBIDDEN_CHARACTER = "forbidden_character"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    TOO_SMALL = "too_small"  # minimum
    TOO_LARGE = "too_large"  # maximum
    NOT_A_DATE = "not_a_date"
    TOO_EARLY = "too_early"  # minimum: a date
    TOO_LATE = "too_late"  # maximum: a date
    UNKNOWN_ZONE = "unknown_zone"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the answer to one question."""

    key: str
    code: Code
    params: Mapping[str, object] = field(default_factory=dict)


class Wrong(ValueError):
    """Raised inside the reading of one question; never leaves the rules."""

    def __init__(self, code: Code, **params: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.params = params
