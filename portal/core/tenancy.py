"""One organisation per host. Nothing else in the code base decides whose rows these are.

The primary key of a tenant row is (organisation_id, id): foreign keys carry both, so that even raw SQL cannot join two
organisations, and the session's identity map cannot hand out a row of another one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar

from flask import Flask, current_app, g, has_app_context, has_request_context, request
from sqlalchemy import BigInteger, ForeignKey, Identity, bindparam, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, with_loader_criteria
from werkzeug.exceptions import NotFound

from portal.core.database import Base, db
from portal.core.errors import UnknownHost


class NoOrganisation(LookupError):
    """Tenant rows were touched outside an organisation: a mistake of ours, never the visitor's."""


class CrossOrganisationWrite(RuntimeError):
    """A row of one organisation was about to be written inside another."""


class Card(Protocol):
    """What core needs to know of an organisation; the package `organisations` makes them."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def mail_from(self) -> str | None: ...
    @property
    def languages(self) -> tuple[str, ...]: ...
    @property
    def time_zone(self) -> str: ...
    @property
    def modules(self) -> frozenset[str]: ...


NOBODY = 0

_current: ContextVar[int | None] = ContextVar("organisation_id", default=None)
_everywhere: ContextVar[bool] = ContextVar("across_organisations", default=False)


class TenantModel:
    """Mixin: the row belongs to one organisation, and its key says so."""

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)


class BusyTenantModel(TenantModel):
    """The same without a foreign key to the organisation, for rows that residents write by the thousand: each would lock
    the organisation's one row, and they would queue up behind it (docs/decisions/0006-one-act-one-statement.md)."""

    organisation_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)


def current_organisation_id() -> int:
    """The organisation at work. Raises NoOrganisation outside one."""
    organisation_id = _current.get()
    if organisation_id is None:
        raise NoOrganisation("tenant rows are touched inside an organisation only")
    return organisation_id


@contextmanager
def use_organisation(organisation_id: int) -> Iterator[None]:
    """Jobs, commands and tests enter an organisation; requests do so by their host."""
    token = _current.set(organisation_id)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def enter(organisation_id: int) -> Iterator[Card]:
    """The same with the organisation's card at hand, for what is written in its name outside a request."""
    card: Card = current_app.extensions["organisation_by_id"](organisation_id)
    outer = g.get("organisation")
    g.organisation = card
    try:
        with use_organisation(organisation_id):
            yield card
    finally:
        g.organisation = outer


@contextmanager
def across_organisations() -> Iterator[None]:
    """For sweeps and reports of the whole installation only; grep for it in review."""
    token = _everywhere.set(True)
    try:
        yield
    finally:
        _everywhere.reset(token)


Row = TypeVar("Row", bound=TenantModel)


def find(model: type[Row], row_id: int) -> Row | None:
    """The organisation's row of that id, or None."""
    return db.session.get(model, {"organisation_id": current_organisation_id(), "id": row_id})


def get(model: type[Row], row_id: int) -> Row:
    """The organisation's row of that id; what another organisation holds does not exist (404)."""
    row = find(model, row_id)
    if row is None:
        raise NotFound
    return row


_mine = with_loader_criteria(
    TenantModel,
    lambda cls: cls.organisation_id == bindparam("current_organisation", callable_=lambda: _current.get() or NOBODY),
    include_aliases=True,
)


@event.listens_for(Session, "do_orm_execute")
def _confine(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load or _everywhere.get():
        return
    if any(issubclass(mapper.class_, TenantModel) for mapper in state.all_mappers):
        current_organisation_id()
    state.statement = state.statement.options(_mine)


@event.listens_for(Session, "before_flush")
def _stamp(session: Session, *_: object) -> None:
    for row in session.new:
        if isinstance(row, TenantModel) and row.organisation_id is None:
            row.organisation_id = current_organisation_id()
    if _everywhere.get():
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, TenantModel) and row.organisation_id != current_organisation_id():
            raise CrossOrganisationWrite(type(row).__name__)


def init_app(app: Flask, by_host: Callable[[str], Card | None], by_id: Callable[[int], Card]) -> None:
    """Every request enters the organisation of its host; an unknown host is told so (421)."""
    app.extensions["organisation_by_host"] = by_host
    app.extensions["organisation_by_id"] = by_id
    app.before_request(_enter)
    app.teardown_request(_leave)


def _enter() -> None:
    if request.endpoint in current_app.extensions.get("outside_organisations", ()):
        return
    card = current_app.extensions["organisation_by_host"](request.host)
    if card is None:
        raise UnknownHost
    g.organisation = card
    g.organisation_token = _current.set(card.id)


def _leave(_error: BaseException | None) -> None:
    token = g.pop("organisation_token", None)
    if token is not None:
        _current.reset(token)


def card(organisation_id: int) -> Any:
    """The card of an organisation, whoever is at work. Raises LookupError when there is none.

    A request keeps the card that it came in with, so that its error page asks nothing of a base that is away.
    """
    mine = organisation() if has_request_context() else None
    if mine is not None and mine.id == organisation_id:
        return mine
    return current_app.extensions["organisation_by_id"](organisation_id)


def organisation() -> Any:
    """The card of the request's organisation, or None on pages of the installation itself."""
    return g.get("organisation") if has_app_context() else None


def is_tenant(model: type[Base]) -> bool:
    """Whether the rows of this model belong to one organisation each."""
    return issubclass(model, TenantModel)
