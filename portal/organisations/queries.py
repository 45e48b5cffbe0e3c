"""Organisations as the rest of the portal sees them: small frozen cards, remembered for a moment by each process."""

import time
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy import select

from portal.core.database import db
from portal.organisations import rules
from portal.organisations.models import Organisation

REMEMBERED_SECONDS = 2.0


@dataclass(frozen=True, kw_only=True)
class OrganisationCard:
    """What pages, letters and rules need to know of an organisation."""

    id: int
    slug: str
    name: str
    short_name: str
    host: str
    regime: rules.Regime
    languages: tuple[str, ...]
    time_zone: str
    modules: frozenset[str]
    mail_from: str | None
    inhabitants: int | None
    electors: int | None
    base_url: str
    identity: dict[str, Any] = field(hash=False)
    legal: dict[str, Any] = field(hash=False)

    @property
    def is_political(self) -> bool:
        return self.regime is rules.Regime.POLITICAL


def all_organisations() -> list[Organisation]:
    return list(db.session.scalars(select(Organisation).order_by(Organisation.id)))


def get(organisation_id: int) -> Organisation:
    """The row itself, to be changed."""
    return db.session.scalars(select(Organisation).where(Organisation.id == organisation_id)).one()


def find_by_slug(slug: str) -> Organisation | None:
    return db.session.scalar(select(Organisation).where(Organisation.slug == slug))


def card_by_host(header: str) -> OrganisationCard | None:
    """Whose pages this Host header asks for. In the demonstration an unknown name is the first town's."""
    cards = _cards()
    found = cards.get(rules.host_of(header))
    if found is None and current_app.config["IS_DEMONSTRATION"] and cards:
        return min(cards.values(), key=lambda card: card.id)
    return found


def card_by_id(organisation_id: int) -> OrganisationCard:
    """The card of that organisation. Raises LookupError when there is none."""
    for card in _cards().values():
        if card.id == organisation_id:
            return card
    forget_cards()
    for card in _cards().values():
        if card.id == organisation_id:
            return card
    raise LookupError(f"no organisation {organisation_id}")


def forget_cards() -> None:
    """After a change, this process looks again at once; the others within two seconds."""
    current_app.extensions.pop("organisation_cards", None)


def _cards() -> dict[str, OrganisationCard]:
    kept: tuple[float, dict[str, OrganisationCard]] | None = current_app.extensions.get("organisation_cards")
    if kept is not None and kept[0] > time.monotonic():
        return kept[1]
    cards = {row.host: _card(row) for row in all_organisations()}
    current_app.extensions["organisation_cards"] = (time.monotonic() + REMEMBERED_SECONDS, cards)
    return cards


def _card(row: Organisation) -> OrganisationCard:
    return OrganisationCard(
        id=row.id,
        slug=row.slug,
        name=row.name,
        short_name=row.short_name or row.name,
        host=row.host,
        regime=rules.Regime(row.regime),
        languages=tuple(row.languages),
        time_zone=row.time_zone,
        modules=frozenset(row.modules),
        mail_from=row.mail_from,
        inhabitants=row.inhabitants,
        electors=row.electors,
        base_url=_base_url(row.host),
        identity=row.identity,
        legal=row.legal,
    )


def _base_url(host: str) -> str:
    scheme = "https" if current_app.config["SESSION_COOKIE_SECURE"] else "http"
    port = current_app.config["PUBLIC_PORT"]
    return f"{scheme}://{host}:{port}" if port else f"{scheme}://{host}"
