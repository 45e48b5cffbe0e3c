"""Decisions about participation. Standard library only."""
