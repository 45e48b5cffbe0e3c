"""Petitions: from the first idea to the council’s answer."""
