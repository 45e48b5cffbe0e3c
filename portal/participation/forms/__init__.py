"""What staff fill in about projects and official answers."""
