"""Petitions for staff."""

from portal.petitions.manage import (
    lifecycle,
    moderation,
    opinions,
    overview,
    paper,
    paper_lines,
    promises,
    thresholds,
    updates,
    writing,
)
from portal.petitions.manage.blueprint import blueprint
from portal.petitions.manage.thresholds import settings

__all__ = [
    "blueprint",
    "lifecycle",
    "moderation",
    "opinions",
    "overview",
    "paper",
    "paper_lines",
    "promises",
    "settings",
    "thresholds",
    "updates",
    "writing",
]
