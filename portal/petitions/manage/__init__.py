"""Petitions for staff."""

from portal.petitions.manage import overview, paper, paper_lines
from portal.petitions.manage.blueprint import blueprint

__all__ = ["blueprint", "overview", "paper", "paper_lines"]
