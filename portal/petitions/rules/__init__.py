"""Decisions about petitions. Standard library only."""
