"""What other features add to one's personal page, said by `wiring`: a title, a sentence, a page that takes the token."""

from dataclasses import dataclass

from flask_babel import LazyString


@dataclass(frozen=True)
class Extra:
    """`endpoint` takes a manage token."""

    label: LazyString
    text: LazyString
    endpoint: str


_extras: dict[str, Extra] = {}


def register(extra: Extra) -> None:
    """Add to the personal page; the same endpoint again replaces itself."""
    _extras[extra.endpoint] = extra


def extras() -> list[Extra]:
    return list(_extras.values())
