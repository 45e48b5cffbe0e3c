"""Questionnaires and answers that come in files: read, turned into ours, and reported by row where they cannot be."""
