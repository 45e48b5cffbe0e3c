"""Is it alive, is it ready, how is it doing: for supervisors, load balancers and Prometheus."""

import hmac
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from redis import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.core import clock, drain, jobs, network
from portal.core.access import Access, access
from portal.core.database import db

blueprint = Blueprint("health", __name__)

ENDPOINTS = ("health.healthz", "health.readyz", "health.metrics")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.extensions["outside_organisations"] = ENDPOINTS


@blueprint.get("/healthz")
@access(Access.PUBLIC)
def healthz() -> Response:
    """This process answers; it asks nothing of anybody else."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@access(Access.PUBLIC)
def readyz() -> tuple[Response, int]:
    """Whether the portal can do its work: 200 when the base answers, 503 when it does not."""
    state = _state()
    return jsonify(state), 200 if state["database"] else 503


@blueprint.get("/metrics")
@access(Access.OPERATOR)
def metrics() -> Response:
    """The same figures for Prometheus, computed when asked for."""
    registry = CollectorRegistry()
    state = _state()
    for name in ("database", "queue"):
        Gauge(f"parvis_{name}_up", f"Whether the {name} answers", registry=registry).set(state[name])
    Gauge("parvis_outbox_rows", "Events not yet taken", registry=registry).set(state["outbox"] or 0)
    Gauge("parvis_outbox_parked", "Events set aside after errors", registry=registry).set(state["parked"] or 0)
    age = "Age of the oldest event not yet taken"
    Gauge("parvis_outbox_oldest_seconds", age, registry=registry).set(state["oldest_pending_seconds"] or 0)
    waiting = Gauge("parvis_jobs_waiting", "Jobs in a queue", ["queue"], registry=registry)
    for queue, depth in (state["jobs"] or {}).items():
        waiting.labels(queue).set(depth)
    listening = Gauge("parvis_workers", "Workers that listen to a queue", ["queue"], registry=registry)
    for queue, number in (state["workers"] or {}).items():
        listening.labels(queue).set(number)
    return Response(generate_latest(registry), mimetype="text/plain")


def may_operate() -> bool:
    """Metrics are for this machine, or for whoever holds the token."""
    token = _token()
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(sent.encode(), token.encode()):
        return True
    return network.is_loopback(request.remote_addr) and not request.environ.get("parvis.is_forwarded")


def _token() -> str | None:
    token: str | None = current_app.extensions["settings"].metrics_token
    return token


def _state() -> dict[str, Any]:
    state: dict[str, Any] = {"database": False, "outbox": None, "parked": None, "oldest_pending_seconds": None}
    try:
        state["outbox"], state["parked"] = db.session.execute(
            text(
                "SELECT count(*) FILTER (WHERE parked_at IS NULL), count(*) FILTER (WHERE parked_at IS NOT NULL) FROM outbox"
            )
        ).one()
        oldest = drain.oldest_pending_at()
        state["oldest_pending_seconds"] = round((clock.now() - oldest).total_seconds(), 1) if oldest else 0
        state["database"] = True
    except SQLAlchemyError:
        db.session.rollback()
    return state | _queue_state()


def _queue_state() -> dict[str, Any]:
    try:
        return {"queue": True, "jobs": jobs.depth(), "workers": jobs.workers()}
    except RedisError:
        return {"queue": False, "jobs": None, "workers": None}
