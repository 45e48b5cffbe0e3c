"""Petitions of other portals, from their public files, with the numbers that were collected there."""
