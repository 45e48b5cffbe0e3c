"""Making a tenant, and what may be changed of it afterwards. Its regime and its address never are (R1)."""

from typing import Any

from flask_babel import gettext as _

from portal.core import audit, identity, tenancy
from portal.core.database import after_commit, db, transactional
from portal.core.errors import Refused
from portal.organisations import queries, rules
from portal.organisations.models import Organisation

SUBJECT = "organisation"


class NotThisName(Refused):
    """The name or the address cannot be used, or is taken."""


@transactional
def create(slug: str, *, name: str, regime: rules.Regime, host: str, **values: Any) -> Organisation:
    """A new organisation. Raises NotThisName."""
    if not rules.SLUG.fullmatch(slug):
        raise NotThisName(_("The short name takes small letters, figures and hyphens."))
    if not rules.HOST.fullmatch(host):
        raise NotThisName(_("The host is a name such as participer.ville.fr, without https:// and without port."))
    if any(slug == other.slug or host == other.host for other in queries.all_organisations()):
        raise NotThisName(_("Another organisation has this short name or this host."))
    row = Organisation(slug=slug, name=name, regime=regime, host=host, **values)
    db.session.add(row)
    db.session.flush()
    with tenancy.use_organisation(row.id):
        audit.record("organisation.created", SUBJECT, row.id, regime=regime)
        db.session.flush()
    after_commit(queries.forget_cards)
    return row


@transactional
def change(organisation_id: int, *, actor_id: int | None = None, **values: Any) -> None:
    """Change name, languages, time zone, modules, sender: columns as they are."""
    row = queries.get(organisation_id)
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    _note(row, changed, actor_id)


@transactional
def change_colours(organisation_id: int, brand: str, accent: str, *, actor_id: int | None = None) -> None:
    """Give the pages the town's two colours. Raises identity.UnreadableColour, with the reason."""
    identity.check(brand, accent)
    row = queries.get(organisation_id)
    before = row.identity
    row.identity = before | {"brand": brand.lower(), "accent": accent.lower()}
    _note(row, ["identity"] if row.identity != before else [], actor_id)


@transactional
def change_legal(organisation_id: int, texts: dict[str, Any], *, actor_id: int | None = None) -> None:
    """Change what notices and legal pages say; empty texts are left out, other keys stay."""
    row = queries.get(organisation_id)
    before = row.legal
    merged = before | texts
    row.legal = {key: value for key, value in merged.items() if value}
    _note(row, sorted(key for key in texts if before.get(key) != row.legal.get(key)), actor_id)


def _note(row: Organisation, changed: list[str], actor_id: int | None) -> None:
    if changed:
        audit.record("organisation.changed", SUBJECT, row.id, actor_id=actor_id, fields=changed)
    after_commit(queries.forget_cards)
