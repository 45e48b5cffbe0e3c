"""Petitions for staff."""

from portal.petitions.manage import (
    comments,
    exports,
    guarding,
    lifecycle,
    moderation,
    opinions,
    overview,
    paper,
    paper_lines,
    promises,
    searching,
    thresholds,
    updates,
    works,
    writing,
)
from portal.petitions.manage.blueprint import blueprint
from portal.petitions.manage.thresholds import settings

__all__ = [
    "blueprint",
    "comments",
    "exports",
    "guarding",
    "lifecycle",
    "moderation",
    "opinions",
    "overview",
    "paper",
    "paper_lines",
    "promises",
    "searching",
    "settings",
    "thresholds",
    "updates",
    "works",
    "writing",
]
