"""What a form proposes under its questions: un-ticked boxes, one per purpose, in words that can be kept as proof."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.consents import queries, rules
from portal.core import tenancy
from portal.core.languages import said


@dataclass(frozen=True)
class Offer:
    """A box: the purpose, and the exact words beside it."""

    purpose_id: int
    key: str
    words: str


def offers(language: str) -> list[Offer]:
    """The boxes of a form. In a political organisation joining a list is an explicit consent under article 9 (R20)."""
    card = tenancy.organisation()
    return [
        Offer(purpose.id, purpose.key, _words(purpose.key, said(purpose.name, language), card))
        for purpose in queries.offered()
    ]


def _words(key: str, purpose: str, card: object) -> str:
    name = getattr(card, "name", "")
    if key == rules.ANSWER:
        return _answer_words(name, is_political=bool(getattr(card, "is_political", False)))
    if getattr(card, "is_political", False):
        return _(
            "I expressly agree that %(name)s, a political organisation, keeps my address in order to write to me by e-mail: "
            "%(purpose)s. This may reveal my opinions; I can change my mind at any time.",
            name=name,
            purpose=purpose,
        )
    return _("I agree that %(name)s writes to me by e-mail: %(purpose)s.", name=name, purpose=purpose)


def _answer_words(name: str, *, is_political: bool) -> str:
    """A purpose of its own: the address is kept to tell this answer, and for nothing else."""
    if is_political:
        return _(
            "I expressly agree that %(name)s, a political organisation, keeps my address to tell me by e-mail what it answers, "
            "and what it may correct within six months. This may reveal my opinions; I can change my mind at any time.",
            name=name,
        )
    return _(
        "Tell me by e-mail what %(name)s answers, once it has decided, and what it may correct. My address is kept for "
        "that only.",
        name=name,
    )


def words_of(keys: Iterable[str], language: str) -> dict[int, str] | None:
    """Purpose id → the words beside its box, of the boxes with these keys; None where one was not offered."""
    offered = {offer.key: offer for offer in offers(language)}
    wanted = sorted(set(keys))
    if not set(wanted) <= offered.keys():
        return None
    return {offered[key].purpose_id: offered[key].words for key in wanted}
