"""Structured logs, one JSON object a line on standard error, without personal data."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

ADDRESS = re.compile(r"[^\s@<>\"']{1,64}@[^\s@<>\"']{1,255}")
SECRET_PATHS = re.compile(r"/(confirm|my|mine|sign-in|author|sponsor|carry)/[^\s/?\"']+")
PRIVATE_KEYS = frozenset({"email", "address", "name", "token", "password", "ip", "remote_addr", "content", "answers"})


def redact(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Addresses and secret links never reach a log, wherever a library put them."""
    for key, value in entry.items():
        if key in PRIVATE_KEYS:
            entry[key] = "[kept out]"
        elif isinstance(value, str):
            entry[key] = SECRET_PATHS.sub(r"/\1/[kept out]", ADDRESS.sub("[address]", value))
    return entry


def configure(level: str) -> None:
    """One handler for our loggers and for the libraries'."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    renderer = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(renderer)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for chatty in ("rq.worker", "rq.scheduler", "alembic", "flask-limiter"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLevelName(level)))
