"""Surveys decided with plain values: what may be asked, what was answered, what it counts for. Standard library."""
