"""Who may enter a view: declared on the view, checked before it runs. A view that declares nothing is never served."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import InternalServerError

View = TypeVar("View", bound=Callable[..., Any])
Requirement = StrEnum
Guard = Callable[[Requirement], None]


class Access(StrEnum):
    """The levels every installation has; anything finer is a right, declared by the package `accounts`."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    OPERATOR = "operator"  # /metrics: loopback or token


def access(requirement: Requirement) -> Callable[[View], View]:
    """Declare who may enter: `@access(Access.PUBLIC)`, or a right of staff."""

    def declare(view: View) -> View:
        view.access = requirement  # type: ignore[attr-defined]  # no type says what is put on a function
        return view

    return declare


def requirement_of(view: Callable[..., Any]) -> Requirement | None:
    """What a view declares; None is a mistake that the start-up and every request refuse."""
    declared = getattr(view, "access", None)
    return declared if isinstance(declared, Requirement) else None


def init_app(app: Flask, guard: Guard) -> None:
    """`guard` raises for whoever does not meet a requirement other than PUBLIC."""
    app.extensions["guard"] = guard
    app.before_request(_check)


def refuse_undeclared(app: Flask) -> None:
    """At start-up: a view that declares nothing stops the portal, rather than a person."""
    undeclared = [name for name, view in app.view_functions.items() if requirement_of(view) is None]
    if undeclared:
        raise RuntimeError(f"these views declare no access: {', '.join(sorted(undeclared))}")


def _check() -> None:
    if request.endpoint is None:
        return
    requirement = requirement_of(current_app.view_functions[request.endpoint])
    if requirement is None:
        raise InternalServerError(f"{request.endpoint} declares no access")
    if requirement is not Access.PUBLIC:
        current_app.extensions["guard"](requirement)
