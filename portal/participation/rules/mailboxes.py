"""Two people of one mailbox: another name at the same place. Only keyed hashes of both are compared, within one address."""

import hmac
import unicodedata
from collections.abc import Mapping
from typing import Any


def folded_name(name: str) -> str:
    """A name as it is compared: without case, accents, signs and the order of its words."""
    return " ".join(sorted(folded_words(name)))


def folded_words(line: str) -> list[str]:
    """The words of a line without case, accents and signs."""
    plain = unicodedata.normalize("NFKD", line.casefold().replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return "".join(sign if sign.isalnum() else " " for sign in letters).split()


def folded_place(postcode: str) -> str:
    return "".join(sign for sign in postcode.casefold() if sign.isalnum())


def hashes(key: bytes, content: Mapping[str, Any]) -> tuple[int, int]:
    """(name, place) of what somebody wrote, as 64-bit integers under the organisation's key."""
    name = folded_name(str(content.get("name", "")))
    place = folded_place(str(content.get("postcode", "")))
    return _hash(key, "name", name), _hash(key, "place", place)


def _hash(key: bytes, what: str, words: str) -> int:
    drawn = hmac.digest(key, f"{what}\x1f{words}".encode(), "sha256")
    return int.from_bytes(drawn[:8], "big", signed=True)
